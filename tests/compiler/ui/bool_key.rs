// A key of a type that cannot be one is one error, at the type.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    done: bool,
    message: String,
}

fn main() {}
