// The table's path gives a view's field its attribute: misspelt, it is none.
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
    updated_at: String,
    stauts: String,
}

fn uses(logs: &LogTable) {
    let _ = logs.get("2026-11-22").view::<Summary>();
}

fn main() {}
