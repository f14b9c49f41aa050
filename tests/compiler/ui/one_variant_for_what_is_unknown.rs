// What is unknown is one variant.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Status {
    Open,
    #[dynamo(other)]
    Other(String),
    #[dynamo(other)]
    Unknown,
}

fn main() {}
