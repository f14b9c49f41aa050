// A range without a hash is an error at the range.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "ByDay", range)]
    day: String,
}

fn main() {}
