// The value of an absent attribute is one of the field's type.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Job {
    #[hash_key]
    name: String,
    #[dynamo(default = 3)]
    owner: String,
}

fn main() {}
