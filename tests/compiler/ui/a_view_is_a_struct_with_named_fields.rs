// What a view reads of a table is named.
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
enum Either {
    Status { status: String },
}

#[derive(DynamoView)]
#[view(of = Log)]
struct Status(String);

#[derive(DynamoView)]
#[view(of = Log)]
struct Borrowed<'a> {
    status: &'a str,
}

fn main() {}
