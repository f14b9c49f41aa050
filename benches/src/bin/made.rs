//! An item and how its keys are made in, a page of a thousand of them out: read once, and once more to be measured.

use std::env;
use std::hint::black_box;

use dynamo_benches::canned;
use dynamo_benches::cases::measured;
use dynamo_runtime::{DynamoTable, DynamoValue};
use serde_json::{Value, json};
use tokio::runtime::Builder;

const ITEMS: usize = 1000;

#[derive(DynamoTable)]
pub struct Shop {
    #[hash_key]
    pk: String,
    #[range_key]
    sk: String,
}

#[derive(DynamoValue)]
pub struct Line {
    sku: String,
    amount: u32,
    price: i64,
}

macro_rules! read {
    ($table:ident, [$($field:ident)*], $keys:ident) => {{
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let fields = [$(stringify!($field)),*];
        let table = $table::table(canned::client(&page(&fields, $keys)));
        let mut read = Vec::with_capacity(2);
        let mut query = || {
            read.push(runtime.block_on(table.query("user-1").all()).expect("a page"));
        };
        query();
        measured(&mut query);
        assert_eq!(read[1].len(), ITEMS);
        for item in &read[1] {
            black_box((&item.user, &item.placed, $(&item.$field),*));
        }
    }};
}

/// The item with natural keys, with keys in which alone its fields stand, and with keys beside which they stand too.
macro_rules! item {
    ($item:ident { $($field:ident: $type:ty),* $(,)? }) => {
        mod $item {
            use super::*;

            #[derive(DynamoTable)]
            pub struct Natural {
                #[hash_key]
                pub user: String,
                #[range_key]
                pub placed: String,
                $(pub $field: $type,)*
            }

            #[derive(DynamoTable)]
            #[table(in = Shop)]
            #[hash_key(value = "USER#{user}")]
            #[range_key(value = "ORDER#{placed}")]
            pub struct KeyOnly {
                #[dynamo(key_only)]
                pub user: String,
                #[dynamo(key_only)]
                pub placed: String,
                $(pub $field: $type,)*
            }

            #[derive(DynamoTable)]
            #[table(in = Shop)]
            #[hash_key(value = "USER#{user}")]
            #[range_key(value = "ORDER#{placed}")]
            pub struct Stored {
                pub user: String,
                pub placed: String,
                $(pub $field: $type,)*
            }

            pub fn run(keys: &str) {
                match keys {
                    "natural" => read!(Natural, [$($field)*], natural),
                    "key_only" => read!(KeyOnly, [$($field)*], key_only),
                    "stored" => read!(Stored, [$($field)*], stored),
                    _ => panic!("natural, key_only or stored"),
                }
            }
        }
    };
}

item!(small { status: String, total: i64 });
item!(order { status: String, total: i64, currency: String, address: String, lines: Vec<Line>, });

/// The value of a field that is in no key.
fn value(field: &str) -> Value {
    let line =
        json!({"M": {"sku": {"S": "pen-blue"}, "amount": {"N": "2"}, "price": {"N": "125"}}});
    match field {
        "total" => json!({"N": "1250"}),
        "lines" => json!({"L": [line, line]}),
        "address" => json!({"S": "Hauptstr. 12, 89073 Ulm"}),
        _ => json!({"S": "open"}),
    }
}

fn natural(placed: &str) -> Value {
    json!({"user": {"S": "user-1"}, "placed": {"S": placed}})
}

fn key_only(placed: &str) -> Value {
    json!({"pk": {"S": "USER#user-1"}, "sk": {"S": format!("ORDER#{placed}")}})
}

fn stored(placed: &str) -> Value {
    let mut item = natural(placed);
    let keys = key_only(placed).as_object().expect("an item").clone();
    item.as_object_mut().expect("an item").extend(keys);
    item
}

/// A page of items with these fields beside their `keys`.
fn page(fields: &[&str], keys: fn(&str) -> Value) -> Value {
    let item = |number| {
        let mut item = keys(&format!("2026-11-30 {number:04}"));
        let others = fields.iter().map(|field| ((*field).to_owned(), value(field)));
        item.as_object_mut().expect("an item").extend(others);
        item
    };
    let items: Vec<Value> = (0..ITEMS).map(item).collect();
    json!({"Items": items, "Count": ITEMS, "ScannedCount": ITEMS})
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["small", keys] => small::run(keys),
        ["order", keys] => order::run(keys),
        _ => panic!("small or order, and natural, key_only or stored"),
    }
}
