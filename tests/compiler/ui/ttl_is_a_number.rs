// The service reads the time to live as epoch seconds.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Session {
    #[hash_key]
    id: String,
    #[ttl]
    expires_at: Option<String>,
}

fn main() {}
