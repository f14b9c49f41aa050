// The table's struct says what a view's fields are.
use dynamo_runtime::{DynamoTable, DynamoView};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    status: String,
    size: Option<u32>,
}

#[derive(DynamoView)]
struct Status {
    status: String,
}

#[derive(DynamoView)]
#[view(table = Log)]
struct Size {
    size: Option<u32>,
}

#[derive(DynamoView)]
#[veiw(of = Log)]
struct Misspelt {
    size: Option<u32>,
}

fn uses(logs: &LogTable) {
    let _ = logs.get("2026-11-22").view::<Log>();
}

fn main() {}
