// An unknown key is one error at the key, with the nearest known key and all of them.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(nmae = "Log", read_capacity = 1, write_capacty = 1)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", projektion = "ALL")]
    #[gsi(nam = "Other")]
    status: String,
    #[gsi(name = "Other", range)]
    other: String,
    #[dynamo(renam = "text", flat)]
    message: String,
    #[ttl]
    expires_at: u64,
}

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[lsi(name = "ByDate", range)]
    date: String,
}

fn main() {}
