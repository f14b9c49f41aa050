// A set of anything but strings, numbers or bytes is an error at the type.
use std::collections::HashSet;

use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    flags: HashSet<bool>,
}

fn main() {}
