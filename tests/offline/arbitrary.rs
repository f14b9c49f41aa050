//! Items of every type: one, and any.

use std::collections::{BTreeMap, HashMap, HashSet};

use dynamo_tests::{Address, Everything, Foreign, Status};
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec};
use proptest::option;
use proptest::prelude::*;

pub(crate) fn everything() -> Everything {
    let address = Address { city: "Ulm".to_owned(), street: None };
    Everything {
        id: b"id".to_vec(),
        text: String::new(),
        flag: true,
        maybe_flag: None,
        tiny: -128,
        long: u64::MAX,
        huge: -10_i128.pow(37),
        unsigned: 10_u128.pow(37),
        single: 0.1,
        double: 1e100,
        bytes: Vec::new(),
        list: vec!["b".to_owned(), "a".to_owned(), "b".to_owned()],
        holes: vec![Some(1), None],
        map: HashMap::from([("k".to_owned(), -1)]),
        optional_map: BTreeMap::from([("k".to_owned(), None)]),
        strings: HashSet::from(["x".to_owned()]),
        statuses: [Status::Done].into(),
        numbers: [-1].into(),
        blobs: [b"\0".to_vec()].into(),
        boxed: Box::new(address.clone()),
        documents: vec![address],
        foreign: Foreign::Data { number: 1, texts: vec!["t".to_owned()] },
        maybe_foreign: None,
        defaulted: 7,
        renamed: "r".to_owned(),
        skipped: 0,
    }
}

/// Rust's shortest spelling of a finite float that DynamoDB can hold.
fn float() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), -1e125..1e125, -1.0..1.0, 1e-130..1e-100]
}

fn arbitrary_address() -> impl Strategy<Value = Address> {
    (any::<String>(), option::of(any::<String>()))
        .prop_map(|(city, street)| Address { city, street })
}

fn arbitrary_foreign() -> impl Strategy<Value = Foreign> {
    let data = (any::<i32>(), vec(any::<String>(), 0..3));
    prop_oneof![
        Just(Foreign::Unit),
        data.prop_map(|(number, texts)| Foreign::Data { number, texts })
    ]
}

fn arbitrary_status() -> impl Strategy<Value = Status> {
    prop_oneof![Just(Status::Open), Just(Status::OnTheWay), Just(Status::Done)]
}

prop_compose! {
    fn numbers()(
        tiny: i8, long: u64, huge in -10_i128.pow(38) + 1..10_i128.pow(38), single in -1e37_f32..1e37,
        double in float(), unsigned in 0..10_u128.pow(38), defaulted: u32,
    ) -> Everything {
        Everything { tiny, long, huge, unsigned, single, double, defaulted, ..everything() }
    }
}

prop_compose! {
    fn scalars()(
        numbers in numbers(), id in vec(any::<u8>(), 1..9), text: String, flag: bool, maybe_flag: Option<bool>,
        bytes: Vec<u8>, renamed: String, foreign in arbitrary_foreign(), maybe_foreign in option::of(arbitrary_foreign()),
    ) -> Everything {
        Everything { id, text, flag, maybe_flag, bytes, renamed, foreign, maybe_foreign, ..numbers }
    }
}

prop_compose! {
    pub(crate) fn arbitrary()(
        scalars in scalars(), list in vec(any::<String>(), 0..4), holes in vec(any::<Option<u16>>(), 0..4),
        map in hash_map(any::<String>(), any::<i32>(), 0..4),
        optional_map in btree_map(any::<String>(), option::of(any::<String>()), 0..4),
        strings in hash_set(any::<String>(), 0..4), statuses in btree_set(arbitrary_status(), 0..4),
        numbers in btree_set(any::<i64>(), 0..4), blobs in btree_set(any::<Vec<u8>>(), 0..4),
        boxed in arbitrary_address().prop_map(Box::new), documents in vec(arbitrary_address(), 0..3),
    ) -> Everything {
        Everything {
            list, holes, map, optional_map, strings, statuses, numbers, blobs, boxed, documents, ..scalars
        }
    }
}
