//! Maps whose keys are no strings, but have texts.

use std::collections::{BTreeMap, HashMap};

use dynamo_runtime::codec::Encode;
use dynamo_runtime::{DynamoTable, DynamoValue, ErrorKind, Table};
use dynamo_tests::offline;
use proptest::collection::{btree_map, hash_map};
use proptest::prelude::*;
use serde_json::json;

use super::{assert_kept, assert_stored, assert_unreadable, assert_unwritable};

#[derive(Debug, Clone, Default, PartialEq, DynamoTable)]
struct Prices {
    #[hash_key]
    id: String,
    colours: HashMap<Colour, u32>,
    users: BTreeMap<UserId, Vec<String>>,
    years: BTreeMap<u32, i64>,
    nested: HashMap<i8, BTreeMap<Level, Option<bool>>>,
    #[dynamo(flatten)]
    rest: BTreeMap<Colour, u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DynamoValue)]
#[dynamo(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DynamoValue)]
struct UserId(String);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DynamoValue)]
struct Level(u64);

fn prices() -> Prices {
    Prices {
        id: "p".to_owned(),
        colours: [(Colour::DarkBlue, 1)].into(),
        users: [(UserId("ann \"x\"".to_owned()), vec!["a".to_owned()])].into(),
        years: [(2026, -5), (0, 1)].into(),
        nested: [(-128, [(Level(u64::MAX), None)].into())].into(),
        rest: [(Colour::Red, 7)].into(),
    }
}

#[test]
fn enums_newtypes_and_numbers_are_keys_of_maps() {
    let spelt = json!({
        "id": { "S": "p" }, "colours": { "M": { "dark_blue": { "N": "1" } } },
        "users": { "M": { "ann \"x\"": { "L": [{ "S": "a" }] } } },
        "years": { "M": { "2026": { "N": "-5" }, "0": { "N": "1" } } },
        "nested": { "M": { "-128": { "M": { "18446744073709551615": { "NULL": true } } } } },
        "red": { "N": "7" },
    });
    assert_stored(&prices(), &spelt);
}

#[test]
fn a_key_that_is_none_of_the_type_is_not_shown() {
    let one = |name: &str, map| json!({ "id": { "S": "p" }, "colours": { "M": {} }, "users": { "M": {} }, "years": { "M": {} }, "nested": { "M": {} }, name: map });
    let other_form =
        "is stored in a different form than its type writes; use `String` for the keys";
    for (name, key, why) in [
        ("colours", "secret", "cannot be read: the string is not the name of a known variant"),
        ("years", "secret", "cannot be read: the number does not fit `u32`"),
        ("years", "-1", "cannot be read: the number does not fit `u32`"),
        ("years", "", "cannot be read: the number does not fit `u32`"),
        ("years", "+1", other_form),
        ("years", "01", other_form),
    ] {
        let item = one(name, json!({ "M": { key: { "N": "1" } } }));
        assert_unreadable::<Prices>(&item, &format!("Prices.{name}[key]: a key of the map {why}"));
    }
    let flat = one("secret", json!({ "N": "1" }));
    let why = "Prices[key]: a key of the map cannot be read: the string is not the name of a known variant";
    assert_unreadable::<Prices>(&flat, why);
}

/// Two of them are different, but written alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Spelling(&'static str);

impl dynamo_runtime::codec::Attribute for Spelling {
    type Kind = dynamo_runtime::codec::kind::S;
    type Required = Self;
    type List = dynamo_runtime::codec::kind::L;
}

impl Encode for Spelling {
    fn encode(&self, to: &mut dynamo_runtime::codec::Encoder) {
        match self.0 {
            "" => {}
            "long" => "1".repeat(39).parse::<i128>().unwrap_or(i128::MAX).encode(to),
            spelling => to.string(&spelling.to_lowercase()),
        }
    }
}

impl dynamo_runtime::codec::Decode<'_> for Spelling {
    fn decode(from: &mut dynamo_runtime::codec::Decoder<'_>) -> Option<Self> {
        from.string().map(|_| Self("read"))
    }
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Spelt {
    #[hash_key]
    id: String,
    map: BTreeMap<Spelling, u8>,
}

#[test]
fn two_keys_with_one_text_and_a_key_without_are_refused() {
    let spelt = |keys: &[&'static str]| Spelt {
        id: "s".to_owned(),
        map: keys.iter().map(|key| (Spelling(key), 1)).collect(),
    };
    assert_unwritable(&spelt(&["a", "A"]), "Spelt.map: two keys of the map have the same text");
    let no_text = "Spelt.map: the key of a map must be written as a string or a number";
    assert_unwritable(&spelt(&[""]), no_text);
    let path = || Spelt::MAP.key(Spelling(""));
    let update = Table::<Spelt>::new(offline())
        .update(dynamo_runtime::table::Key::from(SpeltKey { id: "s".to_owned() }));
    for input in [update.clone().remove(path()).input(), update.condition(path().exists()).input()]
    {
        assert_eq!(input.map(drop).map_err(|error| error.kind()), Err(ErrorKind::InvalidRequest));
    }
}

#[test]
fn paths_take_the_keys_of_the_map() {
    let bob = UserId("bob".to_owned());
    let found = Prices::table(offline()).scan().filter(
        Prices::COLOURS.key(Colour::DarkBlue).gt(1)
            & Prices::USERS.key(UserId("ann".to_owned())).index(0).eq("a")
            & Prices::USERS.key(&bob).not_exists()
            & Prices::YEARS.key(2026).lt(7)
            & Prices::NESTED.key(-1).key(Level(3)).eq(true)
            & Prices::REST.key(Colour::Red).eq(5),
    );
    let input = found.input().expect("a scan");
    let names = input.get_expression_attribute_names().as_ref().expect("names");
    let mut names: Vec<&str> = names.values().map(String::as_str).collect();
    names.sort_unstable();
    let expected = [
        "-1",
        "2026",
        "3",
        "ann",
        "bob",
        "colours",
        "dark_blue",
        "nested",
        "red",
        "users",
        "years",
    ];
    assert_eq!(names, expected);
}

fn colours() -> impl Strategy<Value = Colour> {
    prop_oneof![Just(Colour::Red), Just(Colour::DarkBlue)]
}

prop_compose! {
    fn arbitrary()(
        colours in hash_map(colours(), any::<u32>(), 0..3), users in btree_map(any::<String>().prop_map(UserId), Just(Vec::new()), 0..4),
        years in btree_map(any::<u32>(), any::<i64>(), 0..4), rest in btree_map(colours(), any::<u8>(), 0..3),
        nested in hash_map(any::<i8>(), btree_map(any::<u64>().prop_map(Level), any::<Option<bool>>(), 0..3), 0..3),
    ) -> Prices {
        Prices { id: "p".to_owned(), colours, users, years, nested, rest }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_are_sent_and_read_alike(prices in arbitrary()) {
        assert_kept(&prices);
    }
}
