// What is generated has Debug, Clone and PartialEq; a type of a field without one is told of once, where it stands.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(Clone, PartialEq, DynamoValue)]
struct Customer(String);

#[derive(Debug, PartialEq, DynamoValue)]
struct Number(u64);

#[derive(Debug, Clone, DynamoValue)]
struct Note(String);

#[derive(DynamoTable)]
#[gsi(name = "ByStatus", hash = [status], include = [note])]
#[gsi(name = "ByNote", hash = [note], projection = "KEYS_ONLY")]
struct Order {
    #[hash_key]
    customer: Customer,
    #[range_key]
    number: Number,
    status: String,
    note: Note,
}

fn main() {}
