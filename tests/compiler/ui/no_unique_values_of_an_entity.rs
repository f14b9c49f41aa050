use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{id}")]
struct User {
    id: String,
    #[unique]
    mail: String,
}

fn main() {}
