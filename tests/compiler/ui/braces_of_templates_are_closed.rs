use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "USER#{user")]
#[range_key(value = "USER#user}")]
#[gsi(name = "Braces", hash = "{{user}", range = "{{user}}")]
struct Order {
    user: String,
}

fn main() {}
