// What stands in an attribute is keys with values; a value alone is an error at the value.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table("Log")]
struct Log {
    #[hash_key]
    at: String,
    #[gsi("Status")]
    status: String,
}

#[derive(DynamoTable)]
#[table = "Order"]
struct Order {
    #[hash_key]
    at: String,
}

#[derive(DynamoTable)]
#[table(name: "User")]
struct User {
    #[hash_key]
    at: String,
}

fn main() {}
