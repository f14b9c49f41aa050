// A range needs a range key.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
}

fn uses(logs: &LogTable) {
    let _ = logs.query("now").range("a"..);
}

fn main() {}
