// Tags differ, have lengths, and leave AWS its prefix.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(tags("" = "x", team = "a", "team" = "b", "aws:team" = "c"))]
struct Log {
    #[hash_key]
    updated_at: String,
}

fn main() {}
