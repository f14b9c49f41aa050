use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{a}")]
#[range_key(value = "A#{a}")]
struct OnBoth {
    #[hash_key]
    a: String,
    #[range_key]
    b: String,
}

#[derive(DynamoTable)]
#[hash_key(name = "a", value = "A#{a}")]
#[hash_key(name = "a", value = "A#{a}")]
#[range_key(name = "b", value = "A#{a}")]
#[range_key(name = "c", value = "B#{a}")]
struct Twice {
    id: String,
    a: String,
}

#[derive(DynamoTable)]
#[range_key(value = "A#{a}")]
struct None {
    a: String,
}

fn main() {}
