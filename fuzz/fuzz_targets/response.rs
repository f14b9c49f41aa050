//! Any bytes as the body of a successful response on both wires: to a get behind `G`, to a query behind `Q`, to a scan
//! behind `S`. One call each time: what takes the time is the SDK's part of it.
//!
//! What must hold:
//! - Nothing panics, overflows the stack or runs on without end, whatever the bytes are.
//! - What both wires can read, they read alike: the same items, and the same next page asked for. So for any JSON whose
//!   objects have no member twice; of other bytes, each reader may make what it likes.
//! - What DynamoDB could have sent, both read or both refuse, with errors of the same kind. "Could have sent" is about the
//!   JSON of attribute values, not about the table: items may lack fields or have others. It holds for the compact
//!   spelling; of other spellings (escaped letters in the names of types), either wire may refuse some.
//!
//! JSON that DynamoDB would not send may well be read by one wire and refused by the other: ours passes over what no field
//! asks for without checking it, and the SDK takes `null` for an absent value.

#![no_main]

mod json;
mod service;

use std::fmt::Debug;

use dynamo_runtime::DynamoTable;
use dynamo_tests::{Everything, Order};
use libfuzzer_sys::{Corpus, fuzz_target};

use crate::service::{Called, Service};

thread_local! {
    static SERVICE: Service = Service::new();
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let read = match bytes.first() {
        Some(b'G') => get,
        Some(b'Q') => query,
        Some(b'S') => scan,
        _ => return Corpus::Reject,
    };
    let body = &bytes[1..];
    SERVICE.with(|service| {
        let json = json::parsed(body);
        read(service, body, if json.is_some() { Law::AgreeIfBoth } else { Law::Return });
        if let Some(compact) = json.filter(json::is_sent).map(|json| json.to_string()) {
            read(service, compact.as_bytes(), Law::Agree);
        }
    });
    Corpus::Keep
});

#[derive(Clone, Copy, PartialEq)]
enum Law {
    Return,
    AgreeIfBoth,
    Agree,
}

fn get(service: &Service, body: &[u8], law: Law) {
    let called = service.call(body, async |on| {
        Everything::table(on).get(b"id").await.map(|item| item.into_iter().collect())
    });
    check(called, law);
}

fn query(service: &Service, body: &[u8], law: Law) {
    check(service.call(body, async |on| Order::table(on).query("ann").all().await), law);
}

fn scan(service: &Service, body: &[u8], law: Law) {
    check(service.call(body, async |on| Everything::table(on).scan().all().await), law);
}

fn check<T: DynamoTable + PartialEq + Debug>([json, sdk]: [Called<Vec<T>>; 2], law: Law) {
    match (json, sdk) {
        _ if law == Law::Return => {}
        ((Ok(json), json_asked), (Ok(sdk), sdk_asked)) => {
            assert_eq!(json_asked, sdk_asked);
            assert_eq!(json.len(), sdk.len());
            assert!(json.iter().zip(&sdk).all(|(json, sdk)| same(json, sdk)), "{json:?}, {sdk:?}");
        }
        ((Err(json), _), (Err(sdk), _)) if law == Law::Agree => assert_eq!(json.kind(), sdk.kind()),
        ((json, _), (sdk, _)) => assert!(law != Law::Agree, "{json:?}, {sdk:?}"),
    }
}

/// Whether both are the same item. One with a NaN, which DynamoDB never sends, is not equal to itself.
fn same<T: DynamoTable + PartialEq>(one: &T, other: &T) -> bool {
    one == other || (one.to_item().is_err() && other.to_item().is_err())
}
