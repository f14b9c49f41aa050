//! The number of elements of a set in, the request of the `update_diff` that adds one out: made once, and once more to be measured.

use std::collections::BTreeSet;
use std::env;
use std::hint::black_box;

use dynamo_benches::canned;
use dynamo_benches::cases::measured;
use dynamo_runtime::DynamoTable;
use serde_json::json;

#[derive(DynamoTable)]
struct Labelled {
    #[hash_key]
    id: String,
    labels: BTreeSet<String>,
}

fn main() {
    let elements = env::args().nth(1).and_then(|count| count.parse().ok()).expect("a number");
    let with = |count: u32| {
        let labels = (0..count).map(|at| format!("{at:05}")).collect();
        Labelled { id: "a".to_owned(), labels }
    };
    let (old, new) = (with(elements), with(elements + 1));
    let table = Labelled::table(canned::client(&json!({})));
    let mut made = Vec::with_capacity(2);
    let mut make = || {
        made.push(table.update_diff(&old, &new).expect("a difference").input().expect("a request"));
    };
    make();
    measured(&mut make);
    black_box(made);
}
