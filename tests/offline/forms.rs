//! The forms of data that programs have: each is written and read alike on both wires.

mod generic;
mod map_keys;
mod optional;
mod other;
mod recursive;
mod serde_names;
mod tag_index;

use std::fmt::Debug;

use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind, Table};
use dynamo_testkit::{Answer, Script};
use serde_json::Value;

use crate::wires::{WIRES, run};

fn kind_and_text(error: &dynamo_runtime::Error) -> (ErrorKind, String) {
    (error.kind(), error.to_string())
}

/// The item that a put sends on each wire, as JSON, or why it is refused.
fn sent<T: DynamoTable>(item: &T) -> [Result<Value, (ErrorKind, String)>; 2] {
    WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        let table = Table::<T>::new(Dynamo::new(script.client(1)).with_wire(wire));
        let put = run(table.put(item).send());
        put.map_err(|error| {
            assert!(script.requests().is_empty(), "{error}");
            kind_and_text(&error)
        })?;
        let request: Value = script.requests()[0].json();
        Ok(request["Item"].clone())
    })
}

/// What each wire reads from an item that is spelt so.
fn read<T: DynamoTable>(item: &Value) -> [Result<T, (ErrorKind, String)>; 2] {
    WIRES.map(|wire| {
        let body = format!("{{\"Items\":[{item}],\"Count\":1,\"ScannedCount\":1}}");
        let script = Script::new([Answer::success(body)]);
        let table = Table::<T>::new(Dynamo::new(script.client(1)).with_wire(wire));
        let mut read = run(table.scan().all()).map_err(|error| kind_and_text(&error))?;
        Ok(read.pop().expect("an item"))
    })
}

/// The item is sent as `spelt`, and that is read as the item.
#[track_caller]
fn assert_stored<T: DynamoTable + Debug + PartialEq>(item: &T, spelt: &Value) {
    assert_eq!(sent(item), [Ok(spelt.clone()), Ok(spelt.clone())]);
    for read in read::<T>(spelt) {
        assert_eq!(read.as_ref(), Ok(item));
    }
}

/// The item is sent alike, and what was sent is read as the item.
#[track_caller]
fn assert_kept<T: DynamoTable + Debug + PartialEq>(item: &T) {
    let [json, _] = sent(item);
    assert_stored(item, &json.expect("an item that can be written"));
}

#[track_caller]
fn assert_unreadable<T: DynamoTable + Debug + PartialEq>(item: &Value, why: &str) {
    for read in read::<T>(item) {
        assert_eq!(read, Err((ErrorKind::Decode, why.to_owned())));
    }
}

#[track_caller]
fn assert_unwritable<T: DynamoTable>(item: &T, why: &str) {
    for sent in sent(item) {
        assert_eq!(sent, Err((ErrorKind::InvalidRequest, why.to_owned())));
    }
}
