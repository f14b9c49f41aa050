// What claims a value is an item of the same table, with strings as keys; its value can be a key.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct User {
    #[hash_key]
    id: u64,
    #[unique]
    email: String,
}

#[derive(DynamoTable)]
struct Seat {
    #[hash_key]
    venue: String,
    #[range_key]
    number: u32,
    #[unique]
    badge: Option<String>,
}

#[derive(DynamoTable)]
struct Flag {
    #[hash_key]
    name: String,
    #[unique]
    on: bool,
}

fn main() {}
