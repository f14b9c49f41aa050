// An expired item is deleted alone, a key is unique already, and what is not stored as it is cannot be claimed.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Session {
    #[hash_key]
    id: String,
    #[unique]
    token: String,
    #[ttl]
    expires: u64,
}

#[derive(DynamoTable)]
struct User {
    #[hash_key]
    #[unique]
    id: String,
    #[unique]
    #[dynamo(skip)]
    email: String,
    #[unique = 1]
    #[version]
    phone: u64,
}

fn main() {}
