// What is on by standing there takes no value.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(deletion_protection = true)]
struct Log {
    #[hash_key]
    at: String,
    #[dynamo(skip = true)]
    level: u8,
    #[version = 1]
    version: u64,
    #[ttl(seconds)]
    until: u64,
}

fn main() {}
