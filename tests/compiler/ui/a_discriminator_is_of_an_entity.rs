use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(discriminator = "type", value = "app")]
struct Own {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(value = "app")]
struct Value {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App, value = "order")]
#[hash_key(value = "A#{a}")]
struct Order {
    a: String,
}

#[derive(DynamoTable)]
#[table(in = App, discriminator = "", value = "")]
#[hash_key(value = "A#{a}")]
struct Empty {
    a: String,
}

fn main() {}
