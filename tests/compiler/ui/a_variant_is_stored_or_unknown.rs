// A variant is not skipped, and an enum has a tag.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Status {
    #[dynamo(skip)]
    Open,
    #[dynamo(default)]
    Closed,
}

#[derive(DynamoValue)]
#[dynamo(untagged)]
enum Shape {
    Circle { radius: u64 },
    Square { side: u64 },
}

fn main() {}
