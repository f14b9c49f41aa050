use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(in = String)]
#[hash_key(value = "C#{a}")]
struct Third {
    a: String,
}

fn main() {}
