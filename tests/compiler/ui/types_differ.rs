// The types that are generated for a table have other names than it, and than one another.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(handle = "Domain", key = "Domain")]
struct Domain {
    #[hash_key]
    url: String,
}

#[derive(DynamoTable)]
#[table(key = "LogTable")]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
#[table(handle = "OrderKey")]
struct Order {
    #[hash_key]
    id: String,
}

fn main() {}
