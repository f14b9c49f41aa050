// Two indexes whose names make one Rust name are an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "ByDay")]
    day: String,
    #[gsi(name = "by-day")]
    status: String,
}

fn main() {}
