use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(name = "pk", value = "A#{a}")]
#[range_key(name = "pk", value = "A#{a}")]
#[gsi(name = "First", hash(name = "gsi", value = "A#{a}"), range(name = "gsi", value = "B#{a}"))]
#[gsi(name = "Second", hash(name = "", value = "A#{a}"), range(name = "itself", value = "B#{itself}"))]
struct Order {
    a: String,
    itself: String,
}

fn main() {}
