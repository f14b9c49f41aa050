// Two variants stored under one name are an error at the second.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
#[dynamo(rename_all = "lowercase")]
enum Status {
    Open,
    #[dynamo(rename = "open")]
    Done,
}

fn main() {}
