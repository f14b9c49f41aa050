// A table's name takes 3 to 255 of a-z, A-Z, 0-9, `_`, `.` and `-`; without one, the struct's counts.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(name = "my logs")]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
struct Ab {
    #[hash_key]
    id: String,
}

fn main() {}
