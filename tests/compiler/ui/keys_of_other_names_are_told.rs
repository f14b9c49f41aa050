// A key by the name that it has elsewhere is told what it is here.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(table_name = "Log", read = 10, write = 10)]
#[gsi(name = "Place", partition_key = [place], sort_key = [status])]
struct Log {
    #[hash_key]
    at: String,
    place: String,
    #[gsi(name = "Status", hash_key)]
    status: String,
    #[gsi(name = "Status", sort)]
    level: u8,
    #[dynamo(name = "text")]
    message: String,
}

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(entity = App)]
#[hash_key(template = "USER#{name}")]
struct User {
    name: String,
}

fn main() {}
