use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{version:08}")]
#[range_key(value = "A#{number:08}")]
#[gsi(name = "ByTime", hash = "{changed}", range = "{expires}")]
struct Order {
    #[version]
    version: u64,
    #[counter]
    number: u64,
    #[updated_at]
    changed: String,
    #[ttl]
    expires: u64,
}

fn main() {}
