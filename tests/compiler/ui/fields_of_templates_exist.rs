use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "{}#{id:04}#{user_id}")]
#[gsi(name = "ByTime", hash(value = "TIME#{tiem}"), range = "{time }")]
struct Order {
    user_id: String,
    id: u64,
    time: u64,
}

fn main() {}
