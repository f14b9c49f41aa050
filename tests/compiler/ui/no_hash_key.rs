// A table without a hash key is an error at the struct's name, and uses of the key add none.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    updated_at: String,
}

async fn uses(client: &aws_sdk_dynamodb::Client) -> Result<Option<Log>, dynamo_runtime::Error> {
    Log::table(client).get("now").await
}

fn main() {}
