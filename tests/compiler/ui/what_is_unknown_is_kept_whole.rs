// The variant for what is unknown has no name, and keeps it in one field.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Status {
    Open,
    #[dynamo(other, rename = "else")]
    Other(String),
}

#[derive(DynamoValue)]
enum Shape {
    Circle { radius: u8 },
    #[dynamo(other)]
    Other { name: String },
}

#[derive(DynamoValue)]
enum Colour {
    Red,
    #[dynamo(other)]
    Other(String, u8),
}

fn main() {}
