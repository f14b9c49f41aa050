// A version is not set by hand.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[version]
    version: u64,
}

fn update(client: &aws_sdk_dynamodb::Client) {
    let _ = Page::table(client).update("a").set(Page::VERSION, 3);
}

fn main() {}
