// A read capacity needs a write capacity and the other way round, on a table and on an index.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 10)]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
#[table(read_capacity = 10, write_capacity = 10)]
struct Other {
    #[hash_key]
    id: String,
    #[gsi(name = "Status", write_capacity = 10)]
    status: String,
}

fn main() {}
