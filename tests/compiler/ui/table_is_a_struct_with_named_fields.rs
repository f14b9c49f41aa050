// Enums, unions and structs without named fields cannot be tables: one error each, also where they are used.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
enum Kinds {
    One,
}

#[derive(DynamoTable)]
struct Pair(String, String);

#[derive(DynamoTable)]
struct Unit;

#[derive(DynamoTable)]
union Bits {
    whole: u32,
    parts: [u8; 4],
}

fn uses(client: &aws_sdk_dynamodb::Client) {
    let _ = Pair::table(client).get("a");
}

fn main() {}
