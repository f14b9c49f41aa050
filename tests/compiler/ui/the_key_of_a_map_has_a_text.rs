// The key of a map is stored as a text: strings, numbers, newtypes of them, enums without data.
use std::collections::{BTreeMap, HashMap};

use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    flags: HashMap<bool, u32>,
    shapes: BTreeMap<Shape, u32>,
    #[dynamo(serde)]
    fine: HashMap<bool, u32>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, DynamoValue)]
enum Shape {
    Circle { radius: u32 },
}

fn path() {
    let _ = Names::NAMES.key(1);
}

#[derive(DynamoTable)]
struct Names {
    #[hash_key]
    id: String,
    names: BTreeMap<String, u32>,
}

fn main() {}
