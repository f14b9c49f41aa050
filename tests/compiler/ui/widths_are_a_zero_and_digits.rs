use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{a:8}")]
#[range_key(value = "A#{a:0}")]
#[gsi(name = "First", hash = "A#{a:039}", range = "A#{a:x}")]
#[gsi(name = "Second", hash = "A#{a:}", range = "A#{a:008}")]
struct Order {
    a: u64,
}

fn main() {}
