// An unknown name is kept as a `String`, unknown attributes as `Attributes`.
use dynamo_runtime::DynamoValue;
use dynamo_runtime::codec::Attributes;

#[derive(DynamoValue)]
enum Status {
    Open,
    #[dynamo(other)]
    Other(Attributes),
}

#[derive(DynamoValue)]
enum Shape {
    Circle { radius: u8 },
    #[dynamo(other)]
    Other(String),
}

fn main() {}
