// The attributes of a view are those of the table's fields.
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
#[dynamo(rename_all = "camelCase")]
struct Summary {
    #[dynamo(rename = "status")]
    state: String,
    #[dynamo(flatten)]
    rest: std::collections::HashMap<String, String>,
    #[dynamo(skip)]
    hidden: u8,
}

fn uses(logs: &LogTable) {
    let _ = logs.get("2026-11-22").view::<Summary>();
}

fn main() {}
