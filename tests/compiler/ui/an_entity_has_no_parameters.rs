use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{id}")]
struct User<T> {
    id: String,
    data: T,
}

#[derive(DynamoTable)]
#[hash_key(value = "USER#{id}")]
struct Own<T> {
    id: T,
}

fn main() {}
