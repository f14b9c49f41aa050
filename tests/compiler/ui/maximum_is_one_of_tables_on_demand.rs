// A provisioned table or index has no maximum: its capacity is one.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 1, write_capacity = 1, max_read_units = 5)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", max_write_units = 5)]
    status: String,
}

#[derive(DynamoTable)]
#[table(max_read_units = 0, warm_write_units = 0)]
struct Nothing {
    #[hash_key]
    id: String,
}

fn main() {}
