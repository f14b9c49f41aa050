use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "")]
#[range_key]
#[gsi(name = "Empty", hash = "", range(name = "other"))]
struct Order {
    a: u64,
}

#[derive(DynamoTable)]
#[hash_key(name = "pk", vlaue = "A")]
struct Misspelt {
    a: u64,
}

fn main() {}
