// Names of indexes and chosen values stand in quotes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(rename_all = camelCase)]
struct Log {
    #[hash_key]
    at: String,
    #[gsi(name = Status)]
    status: String,
    #[gsi(name = "Level", projection = KEYS_ONLY)]
    level: u8,
    #[dynamo(rename(text))]
    message: String,
}

fn main() {}
