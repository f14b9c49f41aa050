use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "{tenant}{user:08}")]
#[range_key(value = "ORDER#{day}T{number:04}Z")]
#[gsi(name = "ByDay", hash = "{day}$", range = "{day}é")]
struct Order {
    tenant: String,
    user: u64,
    day: String,
    number: u64,
}

fn main() {}
