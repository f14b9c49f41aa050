//! Items of few different values, so that they often meet: attributes of the struct's type, of another, or absent.

use std::collections::{BTreeSet, HashMap};

use dynamo_runtime::{DynamoTable, DynamoValue};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::model::{Map, Stored};

/// What the conditions are written for. Stored items need not fit it.
#[derive(DynamoTable)]
#[table(name = "Samples")]
pub(super) struct Sample {
    #[hash_key]
    pub(super) id: i64,
    pub(super) text: String,
    pub(super) other: String,
    pub(super) number: i64,
    pub(super) second: i64,
    pub(super) flag: bool,
    pub(super) bytes: Vec<u8>,
    pub(super) list: Vec<String>,
    pub(super) counts: HashMap<String, i64>,
    pub(super) nested: Nested,
    pub(super) words: BTreeSet<String>,
    pub(super) digits: BTreeSet<i64>,
    pub(super) blobs: BTreeSet<Vec<u8>>,
}

#[derive(DynamoValue)]
pub(super) struct Nested {
    pub(super) name: String,
    pub(super) count: i64,
    pub(super) inner: Vec<Inner>,
}

#[derive(DynamoValue)]
pub(super) struct Inner {
    pub(super) name: String,
}

pub(super) fn text() -> BoxedStrategy<String> {
    let texts = ["", "a", "ab", "b", "ba", "\u{fc}", "\u{ffff}", "\u{1f600}a"].map(str::to_owned);
    proptest::sample::select(texts.to_vec()).boxed()
}

pub(super) fn number() -> BoxedStrategy<i64> {
    (-2_i64..4).boxed()
}

pub(super) fn bytes() -> BoxedStrategy<Vec<u8>> {
    vec(prop_oneof![Just(0), Just(1), Just(200)], 0..3).boxed()
}

pub(super) fn set<E: Ord + std::fmt::Debug + 'static>(
    element: BoxedStrategy<E>,
) -> BoxedStrategy<BTreeSet<E>> {
    btree_set(element, 1..3).boxed()
}

pub(super) fn list() -> BoxedStrategy<Vec<String>> {
    vec(text(), 0..3).boxed()
}

pub(super) fn counts() -> BoxedStrategy<HashMap<String, i64>> {
    let key = prop_oneof![Just("a".to_owned()), Just("b c".to_owned())];
    proptest::collection::hash_map(key, number(), 0..3).boxed()
}

/// Each part under its name, absent now and then, or something else.
fn map<const N: usize>(parts: [(&'static str, BoxedStrategy<Stored>); N]) -> BoxedStrategy<Map> {
    let keys = parts.each_ref().map(|(key, _)| *key);
    let values =
        parts.map(|(_, part)| option::weighted(0.8, prop_oneof![3 => part, 1 => anything()]));
    let map = move |values: [Option<Stored>; N]| {
        keys.into_iter()
            .zip(values)
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect()
    };
    values.prop_map(map).boxed()
}

fn anything() -> BoxedStrategy<Stored> {
    let scalar = prop_oneof![
        Just(Stored::Null),
        any::<bool>().prop_map(Stored::Bool),
        text().prop_map(Stored::S),
        number().prop_map(Stored::N),
        bytes().prop_map(Stored::B),
        set(text()).prop_map(Stored::Ss),
        set(number()).prop_map(Stored::Ns),
        set(bytes()).prop_map(Stored::Bs),
    ];
    let key = prop_oneof![Just("a".to_owned()), Just("name".to_owned())];
    let nested = move |inner: BoxedStrategy<Stored>| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Stored::L),
            btree_map(key.clone(), inner, 0..3).prop_map(Stored::M),
        ]
    };
    scalar.prop_recursive(2, 8, 3, nested).boxed()
}

/// The attributes of an item but for its key.
pub(super) fn item() -> BoxedStrategy<Map> {
    let texts = |list: Vec<String>| Stored::L(list.into_iter().map(Stored::S).collect());
    let numbers = |map: HashMap<String, i64>| {
        Stored::M(map.into_iter().map(|(key, number)| (key, Stored::N(number))).collect())
    };
    let name = || text().prop_map(Stored::S).boxed();
    let count = || number().prop_map(Stored::N).boxed();
    let inner = vec(map([("name", name())]).prop_map(Stored::M), 0..3).prop_map(Stored::L);
    let nested = map([("name", name()), ("count", count()), ("inner", inner.boxed())]);
    map([
        ("text", name()),
        ("other", name()),
        ("number", count()),
        ("second", count()),
        ("flag", any::<bool>().prop_map(Stored::Bool).boxed()),
        ("bytes", bytes().prop_map(Stored::B).boxed()),
        ("list", list().prop_map(texts).boxed()),
        ("counts", counts().prop_map(numbers).boxed()),
        ("nested", nested.prop_map(Stored::M).boxed()),
        ("words", set(text()).prop_map(Stored::Ss).boxed()),
        ("digits", set(number()).prop_map(Stored::Ns).boxed()),
        ("blobs", set(bytes()).prop_map(Stored::Bs).boxed()),
    ])
}
