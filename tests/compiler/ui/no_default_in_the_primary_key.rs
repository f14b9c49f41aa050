use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{a}")]
#[gsi(name = "ByB", hash = "{b}")]
struct Order {
    #[dynamo(default)]
    a: String,
    #[dynamo(default)]
    b: String,
}

fn main() {}
