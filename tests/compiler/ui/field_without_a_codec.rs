// A field of a type that cannot be stored is an error at the type.
use dynamo_runtime::DynamoTable;

struct Foreign;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    message: Foreign,
}

fn main() {}
