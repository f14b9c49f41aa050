// A table can be restored to 1 to 35 days ago.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(point_in_time_recovery = 36)]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
#[table(point_in_time_recovery = 0)]
struct Other {
    #[hash_key]
    updated_at: String,
}

fn main() {}
