// What other mappers call a key is refused with our name for it, and nothing else is said.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[partition_key]
    customer: String,
    #[sort_key]
    number: u64,
}

#[derive(DynamoTable)]
struct Log {
    #[primary_key]
    at: String,
}

#[derive(DynamoTable)]
#[partition_key(value = "USER#{user}")]
struct User {
    user: String,
}

fn main() {}
