// A type that cannot be stored is one error, whatever it is in.
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use dynamo_runtime::{DynamoTable, DynamoValue};

struct Foreign;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    at: String,
    list: Vec<Foreign>,
    option: Option<Foreign>,
    set: HashSet<f64>,
    flags: HashSet<bool>,
    took: Duration,
    pair: (u8, u8),
    letter: char,
}

#[derive(DynamoValue)]
struct Place {
    rooms: BTreeMap<String, Foreign>,
    prices: HashMap<u64, Foreign>,
}

#[derive(DynamoValue)]
enum Shape {
    Circle { center: Foreign },
    None,
}

fn main() {}
