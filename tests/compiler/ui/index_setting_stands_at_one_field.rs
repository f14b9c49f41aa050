// A setting of an index given at two of its fields is an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "ByDay", projection = "KEYS_ONLY")]
    status: String,
    #[gsi(name = "ByDay", range, projection = "ALL")]
    day: String,
}

fn main() {}
