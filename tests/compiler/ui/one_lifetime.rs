// What is read borrows from one response.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
struct Address<'a, 'b, T> {
    city: &'a str,
    street: &'b str,
    rest: T,
}

fn main() {}
