// A value of the wrong form is an error at the value, with the right form.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(name = Log, read_capacity = "10", write_capacity = -1, handle = "not a name")]
#[table(crate = "dynamo_runtime", rename_all = "camelcase")]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name, projection = "KEYS")]
    status: String,
    #[gsi(name = "Message", include = "status")]
    #[dynamo(skip = "text", default = let, with = 5, rename("other"))]
    message: String,
}

#[derive(DynamoTable)]
#[table = "Other"]
struct Other {
    #[hash_key]
    #[gsi(name = "Status", range = "yes")]
    id: String,
}

fn main() {}
