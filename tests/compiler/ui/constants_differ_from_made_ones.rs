use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{a}")]
#[gsi(name = "ByB", hash = "{b}#{c}")]
struct Order {
    a: String,
    b: String,
    c: String,
    hash_key: String,
    by_b_hash: String,
    by_b_parts: String,
}

fn main() {}
