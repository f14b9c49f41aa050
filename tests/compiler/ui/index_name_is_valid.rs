// An index's name takes 3 to 255 of a-z, A-Z, 0-9, `_`, `.` and `-`.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "by status")]
    status: String,
    #[gsi(name = "äöü")]
    message: String,
}

fn main() {}
