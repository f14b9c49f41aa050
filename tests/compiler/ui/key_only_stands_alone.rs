use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{a}#{b}#{c}")]
#[range_key(value = "{e}")]
struct Order {
    #[dynamo(key_only, rename = "aa")]
    a: String,
    #[dynamo(key_only, default)]
    b: String,
    #[dynamo(key_only, serde)]
    c: String,
    #[dynamo(key_only, path = "E_E")]
    e: String,
}

fn main() {}
