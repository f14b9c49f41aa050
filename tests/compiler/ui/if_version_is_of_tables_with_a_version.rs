// Only a table that declares one has a version.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    text: String,
}

fn delete(client: &aws_sdk_dynamodb::Client) {
    let _ = Page::table(client).delete("a").if_version(3);
}

fn main() {}
