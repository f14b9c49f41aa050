// A field is stored in one way.
use dynamo_runtime::DynamoTable;
use dynamo_runtime::codec::Serde;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[dynamo(serde, with = Serde)]
    message: String,
}

fn main() {}
