// A template is a string with the names of fields in braces.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key]
struct Log {
    at: String,
}

#[derive(DynamoTable)]
#[hash_key(at)]
struct Order {
    at: String,
}

#[derive(DynamoTable)]
#[hash_key(value = format!("USER#{}", name))]
struct User {
    name: String,
}

#[derive(DynamoTable)]
#[hash_key(value = "TASK#{self.number}")]
struct Task {
    number: u64,
}

#[derive(DynamoTable)]
#[hash_key(value = "PAGE#{number:>3}")]
struct Page {
    number: u64,
}

fn main() {}
