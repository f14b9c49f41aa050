// A capacity that is scaled has a least and a most, both of them reached.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 5..100, write_capacity = 5..)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", read_capacity = ..=10, write_capacity = ..)]
    status: String,
}

fn main() {}
