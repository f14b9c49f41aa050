// Fields are named in brackets, without quotes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[gsi(name = "Place", hash = place)]
struct Log {
    #[hash_key]
    at: String,
    place: String,
    #[gsi(name = "Status", include = ["level"])]
    status: String,
    #[gsi(name = "Level", include = "status")]
    level: u8,
}

fn main() {}
