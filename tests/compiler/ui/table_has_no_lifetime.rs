// A table's items own their attributes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log<'a> {
    #[hash_key]
    updated_at: &'a str,
}

fn main() {}
