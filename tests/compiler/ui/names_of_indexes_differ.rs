// What is generated for an index has names of its own; those of a second index that are there already are one error.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[gsi(name = "ByDay", hash = [day], projection = "KEYS_ONLY")]
#[gsi(name = "by-day", hash = [status], projection = "KEYS_ONLY")]
#[gsi(name = "Chosen", hash = [day], method = "query_by_day")]
#[gsi(name = "Get", hash = [status], method = "get", index = "LogKey")]
#[gsi(name = "Item", hash = [day], projection = "KEYS_ONLY", item = "Log")]
struct Log {
    #[hash_key]
    updated_at: String,
    day: String,
    status: String,
}

fn main() {}
