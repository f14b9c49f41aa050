use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(nmae = "App")]
struct App {
    #[hash_key]
    pk: String,
    #[range_key]
    sk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "A#{a}")]
#[range_key(value = "A")]
struct First {
    a: String,
}

fn main() {}
