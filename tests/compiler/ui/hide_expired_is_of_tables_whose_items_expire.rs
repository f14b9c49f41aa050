// Only a table with a time to live has items that expire.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    expires: u64,
}

fn read(client: &aws_sdk_dynamodb::Client) {
    let _ = Page::table(client).get("a").hide_expired();
    let _ = Page::table(client).scan().hide_expired();
}

fn main() {}
