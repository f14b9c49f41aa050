// A known attribute at the wrong place is an error that lists what is known there.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key]
#[dynamo(rename_all = "camelCase")]
struct Log {
    #[hash_key]
    #[table(name = "Log")]
    updated_at: String,
}

fn main() {}
