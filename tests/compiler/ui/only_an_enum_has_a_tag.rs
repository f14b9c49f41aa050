// A tag names the variants of an enum.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
#[dynamo(tag = "kind")]
struct Event {
    by: String,
}

#[derive(DynamoValue)]
#[dynamo(tag = "")]
enum Named {
    One,
}

fn main() {}
