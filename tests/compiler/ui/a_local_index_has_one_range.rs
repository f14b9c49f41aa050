use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[lsi(name = "None")]
#[lsi(name = "Two", range = ["A#{a}", b])]
#[lsi(name = "Hash", hash = "A#{a}")]
struct Order {
    #[hash_key]
    id: String,
    #[range_key]
    a: String,
    #[lsi(name = "Flag", range)]
    b: String,
    #[lsi(name = "List", range = "A#{a}")]
    c: String,
}

#[derive(DynamoTable)]
#[lsi(name = "NoRangeKey", range = "A#{a}")]
struct NoRangeKey {
    #[hash_key]
    a: String,
}

fn main() {}
