// Four mistakes in one struct are four errors, and uses of the type add none.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(name = "Log", read_capacity = 10)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[hash_key]
    day: String,
    #[gsi(name = "Status", projektion = "ALL")]
    status: String,
    #[dynamo(rename = "status")]
    message: String,
}

async fn uses(client: &aws_sdk_dynamodb::Client, log: &Log) -> Result<Option<Log>, dynamo_runtime::Error> {
    let logs: LogTable = Log::table(client).named("staging");
    logs.put(log).await?;
    logs.update("now").set(Log::STATUS, "done").await?;
    let _ = logs.query("now").filter(Log::MESSAGE.eq("text")).all().await?;
    let _ = logs.query_status("done").all().await?;
    let _: LogKey = dynamo_runtime::DynamoTable::key(log);
    logs.get("now").await
}

fn main() {}
