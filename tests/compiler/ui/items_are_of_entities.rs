// The variants of items are entities of a table, which derive `DynamoTable`.
use dynamo_runtime::{DynamoItems, DynamoTable};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    at: String,
}

#[derive(DynamoItems)]
enum Item {
    Log(Log),
}

#[derive(DynamoItems)]
struct Items {
    log: Log,
}

#[derive(DynamoItems)]
enum Unit {
    Log,
}

fn main() {}
