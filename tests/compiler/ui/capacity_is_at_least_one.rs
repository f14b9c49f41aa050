// A capacity of 0 is refused.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 0, write_capacity = 0..=10)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", read_capacity = 10, write_capacity = 0)]
    status: String,
}

fn main() {}
