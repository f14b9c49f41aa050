// A key given twice is an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(name = "Log", name = "Logs")]
#[table(read_capacity = 1, write_capacity = 1)]
#[table(read_capacity = 2)]
struct Log {
    #[hash_key]
    #[dynamo(rename = "at", rename = "time")]
    updated_at: String,
}

fn main() {}
