use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
    #[gsi(name = "ByB")]
    b: String,
}

#[derive(DynamoTable)]
#[table(in = App, name = "Orders", read_capacity = 1, write_capacity = 1, stream = "NEW_IMAGE")]
#[hash_key(value = "A#{a}")]
#[gsi(name = "ByB", hash = "{b}", max_read_units = 3, method = "by_b")]
struct Order {
    a: String,
    b: String,
}

fn main() {}
