// A condition on one table does not fit another.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
struct Domain {
    #[hash_key]
    url: String,
    domain: String,
}

fn uses(logs: &LogTable) {
    let _ = logs.scan().filter(Domain::DOMAIN.eq("x"));
}

fn main() {}
