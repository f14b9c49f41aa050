// A type with parameters is refused, but for one lifetime.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Log<'a, T> {
    #[hash_key]
    updated_at: &'a str,
    message: T,
}

#[derive(DynamoValue)]
struct Address<const N: usize> {
    lines: [String; N],
}

fn main() {}
