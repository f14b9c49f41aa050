//! What grows and how far in, a Query of it out: sent once, and once more to be measured.

use std::env;
use std::hint::black_box;

use dynamo_benches::canned;
use dynamo_benches::cases::measured;
use dynamo_runtime::DynamoTable;
use serde_json::{Value, json};
use tokio::runtime::Builder;

/// The items of a page whose items grow.
const ITEMS: usize = 100;

/// Reads a page of these items.
macro_rules! read {
    ($table:ident, $items:expr) => {{
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let items: Vec<Value> = $items.collect();
        let count = items.len();
        let page = json!({ "Count": count, "Items": items, "ScannedCount": count });
        let table = $table::table(canned::client(&page));
        let mut read = Vec::with_capacity(2);
        let mut query = || {
            read.push(runtime.block_on(table.query("item").all()).expect("a page"));
        };
        query();
        measured(&mut query);
        assert_eq!(read[1].len(), count);
        black_box(read);
    }};
}

/// Structs with a key and so many other fields.
macro_rules! wide {
    ($($table:ident: $($field:ident)*;)*) => {$(
        #[derive(DynamoTable)]
        pub struct $table {
            #[hash_key]
            id: String,
            $($field: String,)*
        }

        impl $table {
            fn read() {
                let names = ["id", $(stringify!($field)),*];
                let item = || names.iter().map(|name| ((*name).to_owned(), text(10))).collect();
                read!($table, (0..ITEMS).map(|_| item()));
            }
        }
    )*};
}

wide! {
    Of1: ;
    Of3: a00 a01;
    Of10: a00 a01 a02 a03 a04 a05 a06 a07 a08;
    Of30:
    a00 a01 a02 a03 a04 a05 a06 a07 a08 a09 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22
    a23 a24 a25 a26 a27 a28;
    Of100:
    a00 a01 a02 a03 a04 a05 a06 a07 a08 a09 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22
    a23 a24 a25 a26 a27 a28 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38 a39 a40 a41 a42 a43 a44 a45
    a46 a47 a48 a49 a50 a51 a52 a53 a54 a55 a56 a57 a58 a59 a60 a61 a62 a63 a64 a65 a66 a67 a68
    a69 a70 a71 a72 a73 a74 a75 a76 a77 a78 a79 a80 a81 a82 a83 a84 a85 a86 a87 a88 a89 a90 a91
    a92 a93 a94 a95 a96 a97 a98;
}

#[derive(DynamoTable)]
pub struct Text {
    #[hash_key]
    id: String,
    text: String,
}

/// A string of so many bytes, none of which is escaped.
fn text(bytes: usize) -> Value {
    json!({ "S": "almost all of a text ".chars().cycle().take(bytes).collect::<String>() })
}

fn main() {
    let mut arguments = env::args().skip(1);
    let what = arguments.next().expect("what grows");
    let size: usize = arguments.next().and_then(|size| size.parse().ok()).expect("a number");
    match (&*what, size) {
        ("items", _) => {
            read!(Text, (0..size).map(|_| json!({ "id": text(10), "text": text(40) })));
        }
        ("bytes", _) => {
            read!(Text, (0..ITEMS).map(|_| json!({ "id": text(10), "text": text(size) })));
        }
        ("attributes", 1) => Of1::read(),
        ("attributes", 3) => Of3::read(),
        ("attributes", 10) => Of10::read(),
        ("attributes", 30) => Of30::read(),
        ("attributes", 100) => Of100::read(),
        _ => panic!("items N | bytes N | attributes 1, 3, 10, 30 or 100"),
    }
}
