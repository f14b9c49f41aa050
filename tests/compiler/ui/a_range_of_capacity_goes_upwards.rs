// An empty range of capacity is refused.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 100..=5, write_capacity = 5..=5)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", read_capacity = 2..=1, write_capacity = 1)]
    status: String,
}

fn main() {}
