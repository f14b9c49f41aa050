// The fields of a variant have no associated consts to name.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Contact {
    Mail {
        #[dynamo(path = "TO_PATH")]
        to: String,
    },
}

fn main() {}
