// What is stored as the table's field is read as that type.
use dynamo_runtime::{DynamoTable, DynamoView};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    status: String,
    size: Option<u32>,
}

#[derive(DynamoView)]
#[view(of = Log)]
struct Summary {
    status: Vec<u8>,
    size: u32,
}

fn uses(logs: &LogTable) {
    let _ = logs.get("2026-11-22").view::<Summary>();
}

fn main() {}
