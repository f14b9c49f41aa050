//! How the keys of the items come in, a page of a thousand of them out: read once, and once more to be measured.

use std::env;
use std::hint::black_box;

use dynamo_benches::canned;
use dynamo_benches::cases::measured;
use dynamo_runtime::DynamoTable;
use serde_json::{Value, json};
use tokio::runtime::Builder;

const ITEMS: usize = 1000;

#[derive(DynamoTable)]
struct Natural {
    #[hash_key]
    user: String,
    #[range_key]
    date_and_number: String,
    status: String,
    total: i64,
}

#[derive(DynamoTable)]
struct Shop {
    #[hash_key]
    pk: String,
    #[range_key]
    sk: String,
}

/// Whose fields stand in the keys only.
#[derive(DynamoTable)]
#[table(in = Shop)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "ORDER#{date_and_number}")]
struct KeyOnly {
    #[dynamo(key_only)]
    user: String,
    #[dynamo(key_only)]
    date_and_number: String,
    status: String,
    total: i64,
}

/// Whose fields stand beside the keys too.
#[derive(DynamoTable)]
#[table(in = Shop)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "ORDER#{date_and_number}")]
struct Stored {
    user: String,
    date_and_number: String,
    status: String,
    total: i64,
}

fn page(item: impl Fn(String) -> Value) -> Value {
    let items: Vec<Value> = (0..ITEMS).map(|number| item(format!("2026-11-30 {number:04}"))).collect();
    json!({"Items": items, "Count": ITEMS, "ScannedCount": ITEMS})
}

macro_rules! read {
    ($table:ident, $item:expr) => {{
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let table = $table::table(canned::client(&page($item)));
        let mut read = Vec::with_capacity(2);
        let mut query = || {
            read.push(runtime.block_on(table.query("user-1").all()).expect("a page"));
        };
        query();
        measured(&mut query);
        assert_eq!(read[1].len(), ITEMS);
        for item in &read[1] {
            black_box((&item.user, &item.date_and_number, &item.status, item.total));
        }
    }};
}

fn main() {
    let (user, status, total) = (json!({"S": "user-1"}), json!({"S": "open"}), json!({"N": "1250"}));
    let (pk, sk) = (json!({"S": "USER#user-1"}), |text: String| json!({"S": format!("ORDER#{text}")}));
    match env::args().nth(1).as_deref() {
        Some("natural") => read!(Natural, |text: String| {
            json!({"user": user, "date_and_number": {"S": text}, "status": status, "total": total})
        }),
        Some("key_only") => read!(KeyOnly, |text: String| {
            json!({"pk": pk, "sk": sk(text), "status": status, "total": total})
        }),
        Some("stored") => read!(Stored, |text: String| {
            json!({"pk": pk, "sk": sk(text.clone()), "user": user, "date_and_number": {"S": text}, "status": status, "total": total})
        }),
        _ => panic!("natural, key_only or stored"),
    }
}
