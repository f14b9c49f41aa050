//! Every way to misuse an encoder, on both sinks: they write the same, or refuse alike.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::*;

/// A value that is written by any calls, in this order.
#[derive(Debug, Clone)]
struct Calls(Vec<Call>);

#[derive(Debug, Clone)]
enum Call {
    String(String),
    Number(String),
    Bytes(Vec<u8>),
    Boolean(bool),
    Null,
    List(Vec<Calls>),
    Map(Vec<(String, Calls)>),
    Fields([Calls; 2], Vec<Calls>),
    Set(SetType, Vec<Calls>),
    Refuse,
}

const FIELDS: &[Field] = &[Field::new("a"), Field::new("b\"")];

impl Encode for Calls {
    fn encode(&self, to: &mut Encoder) {
        fn all(calls: &[Calls]) -> Vec<&dyn Encode> {
            calls.iter().map(|calls| calls as &dyn Encode).collect()
        }
        for call in &self.0 {
            match call {
                Call::String(text) => to.string(text),
                Call::Number(text) => to.number(text),
                Call::Bytes(bytes) => to.bytes(bytes),
                Call::Boolean(value) => to.boolean(*value),
                Call::Null => to.null(),
                Call::List(elements) => to.list(&mut all(elements).into_iter()),
                Call::Map(entries) => {
                    to.map(&mut entries.iter().map(|(key, calls)| (key.as_str(), calls as _)));
                }
                Call::Fields(fields, rest) => {
                    to.fields_and_rest(FIELDS, &all(fields), &all(rest));
                }
                Call::Set(set, elements) => to.set(*set, &mut all(elements).into_iter()),
                Call::Refuse => to.refuse("refused"),
            }
        }
    }
}

/// The calls are to be refused.
#[derive(Debug)]
struct Refused;

/// What the calls write, as the JSON of an attribute value.
fn written(calls: &Calls) -> Result<Option<Value>, Refused> {
    let mut value = None;
    for call in &calls.0 {
        if value.is_some() {
            return Err(Refused);
        }
        value = of_call(call)?;
    }
    Ok(value)
}

fn of_call(call: &Call) -> Result<Option<Value>, Refused> {
    let or_null =
        |calls: &Calls| written(calls).map(|value| value.unwrap_or(json!({ "NULL": true })));
    Ok(Some(match call {
        Call::String(text) => json!({ "S": text }),
        Call::Number(text) => {
            Digits::checked(text).map_err(|_| Refused)?;
            json!({ "N": text })
        }
        Call::Bytes(bytes) => json!({ "B": base64_simd::STANDARD.encode_to_string(bytes) }),
        Call::Boolean(value) => json!({ "BOOL": value }),
        Call::Null => json!({ "NULL": true }),
        Call::List(elements) => {
            json!({ "L": elements.iter().map(or_null).collect::<Result<Vec<_>, Refused>>()? })
        }
        Call::Map(entries) => {
            let entry = |(key, calls): &(String, _)| Ok((key.clone(), or_null(calls)?));
            let entries = entries.iter().map(entry);
            json!({ "M": distinct(entries.collect::<Result<_, Refused>>()?)? })
        }
        Call::Fields(fields, rest) => {
            let mut members = Vec::new();
            for (field, calls) in FIELDS.iter().zip(fields) {
                members.extend(written(calls)?.map(|value| (field.name.to_owned(), value)));
            }
            for calls in rest {
                let rest = written_as_map(calls)?.unwrap_or_default();
                // An absent field keeps its name.
                if FIELDS.iter().any(|field| rest.contains_key(field.name)) {
                    return Err(Refused);
                }
                members.extend(rest);
            }
            json!({ "M": distinct(members)? })
        }
        Call::Set(set, elements) => {
            let (set, tag) = match set {
                SetType::Ss => ("SS", "S"),
                SetType::Ns => ("NS", "N"),
                SetType::Bs => ("BS", "B"),
            };
            let bare = |calls: &Calls| {
                // Not even an empty set stands in one.
                if calls.0.iter().any(|call| matches!(call, Call::Set(..))) {
                    return Err(Refused);
                }
                Ok(written(calls)?.ok_or(Refused)?.get(tag).ok_or(Refused)?.clone())
            };
            let elements: Vec<Value> = elements.iter().map(bare).collect::<Result<_, Refused>>()?;
            return Ok((!elements.is_empty()).then(|| json!({ set: elements })));
        }
        Call::Refuse => return Err(Refused),
    }))
}

/// The members that the calls write where nothing but M may be written.
fn written_as_map(calls: &Calls) -> Result<Option<Map<String, Value>>, Refused> {
    let others = |call: &Call| !matches!(call, Call::Map(_) | Call::Fields(..) | Call::Refuse);
    if calls.0.iter().any(others) {
        return Err(Refused);
    }
    Ok(written(calls)?.and_then(|value| value["M"].as_object().cloned()))
}

fn distinct(members: Vec<(String, Value)>) -> Result<Map<String, Value>, Refused> {
    let count = members.len();
    Some(members.into_iter().collect::<Map<_, _>>()).filter(|map| map.len() == count).ok_or(Refused)
}

/// The JSON of the SDK's value, as the SDK spells it.
fn spelt(value: &AttributeValue) -> Value {
    let base64 = |blob: &Blob| base64_simd::STANDARD.encode_to_string(blob.as_ref());
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(text) => json!({ "N": text }),
        AttributeValue::B(blob) => json!({ "B": base64(blob) }),
        AttributeValue::Bool(value) => json!({ "BOOL": value }),
        AttributeValue::Null(value) => json!({ "NULL": value }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(spelt).collect::<Vec<_>>() }),
        AttributeValue::M(map) => json!({ "M": members(map) }),
        AttributeValue::Ss(texts) => json!({ "SS": texts }),
        AttributeValue::Ns(texts) => json!({ "NS": texts }),
        AttributeValue::Bs(blobs) => json!({ "BS": blobs.iter().map(base64).collect::<Vec<_>>() }),
        other => panic!("{other:?}"),
    }
}

fn members(map: &Attributes) -> BTreeMap<&String, Value> {
    map.iter().map(|(name, value)| (name, spelt(value))).collect()
}

/// What each sink makes of the item.
fn sunk(item: &dyn Encode) -> [Result<Value, Mistake>; 2] {
    let map = Encoder::item(item).map(|item| json!(members(&item)));
    let mut json = Json::default();
    let written = Encoder::append_item(&mut json, item, None);
    let json = written.map(|()| serde_json::from_slice(&json.into_bytes()).expect("JSON"));
    [map, json]
}

fn calls() -> impl Strategy<Value = Calls> {
    let texts = || select(vec!["a", "b\"", "c", "", "\u{0}\\\"\n", "}]"]).prop_map(str::to_owned);
    let numbers = select(vec!["1", "-1.5e3", "NaN", "1\"},\"b\":{\"S\":\"", ""]);
    let sets = || select(vec![SetType::Ss, SetType::Ns, SetType::Bs]);
    // Most values are written by one call.
    let some = |call: BoxedStrategy<Call>| {
        let count = prop_oneof![8 => Just(1), 1 => Just(0), 1 => Just(2_usize)];
        count.prop_flat_map(move |count| vec(call.clone(), count)).prop_map(Calls)
    };
    let scalar = prop_oneof![
        texts().prop_map(Call::String),
        numbers.prop_map(|text| Call::Number(text.to_owned())),
        vec(any::<u8>(), 0..3).prop_map(Call::Bytes),
        any::<bool>().prop_map(Call::Boolean),
        Just(Call::Null),
        (sets(), vec(texts(), 0..3)).prop_map(|(set, texts)| {
            let string = |text| Calls(vec![Call::String(text)]);
            Call::Set(set, texts.into_iter().map(string).collect())
        }),
        Just(Call::Refuse),
    ];
    some(scalar.boxed()).prop_recursive(4, 24, 4, move |inner| {
        let inner = || inner.clone();
        let call = prop_oneof![
            vec(inner(), 0..4).prop_map(Call::List),
            vec((texts(), inner()), 0..3).prop_map(Call::Map),
            (inner(), inner(), vec(inner(), 0..3))
                .prop_map(|(one, two, rest)| Call::Fields([one, two], rest)),
            (sets(), vec(inner(), 0..3)).prop_map(|(set, elements)| Call::Set(set, elements)),
        ];
        some(call.boxed())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn both_sinks_write_the_same_or_refuse_alike(calls in calls()) {
        // As an item, as an attribute of one, and among those of one.
        let attribute = Calls(vec![Call::Map(vec![("k".to_owned(), calls.clone())])]);
        let beside = Calls(vec![Call::Fields([Calls(vec![]), Calls(vec![])], vec![calls.clone()])]);
        for item in [calls, attribute, beside] {
            let [map, json] = sunk(&item);
            prop_assert_eq!(&map, &json);
            let expected = written_as_map(&item).ok().flatten().map(Value::Object);
            prop_assert_eq!(map.ok(), expected);
        }
    }
}

#[test]
fn what_is_no_value_is_refused_with_the_reason() {
    let field = |calls| Calls(vec![Call::Fields([Calls(calls), Calls(vec![])], vec![])]);
    let text = || Call::String("x".to_owned());
    for (item, reason) in [
        (field(vec![text(), Call::Null]), "writes more than one value"),
        (field(vec![Call::List(vec![]), Call::Boolean(true)]), "writes more than one value"),
        (
            field(vec![Call::Set(SetType::Ss, vec![Calls(vec![Call::Boolean(true)])])]),
            "the type of the set",
        ),
        (field(vec![Call::Set(SetType::Ss, vec![Calls(vec![])])]), "the type of the set"),
        (Calls(vec![text()]), "must be written as a map of attributes"),
        (Calls(vec![]), "must be written as a map of attributes"),
        (
            Calls(vec![Call::Fields([Calls(vec![]), Calls(vec![])], vec![Calls(vec![text()])])]),
            "must be written as a map of attributes",
        ),
    ] {
        let [map, json] = sunk(&item);
        assert_eq!(map, json);
        let shown = format!("{:?}", map.expect_err(reason));
        assert!(shown.contains(reason), "{shown}");
    }
}

#[test]
fn lists_and_maps_nest_32_deep_with_the_item() {
    let deep = |levels| {
        let inner = Calls(vec![Call::Null]);
        (0..levels).fold(inner, |inner, level| {
            let map = Call::Map(vec![("k".to_owned(), inner.clone())]);
            Calls(vec![if level % 2 == 0 { Call::List(vec![inner]) } else { map }])
        })
    };
    let item = |levels| Calls(vec![Call::Fields([deep(levels), Calls(vec![])], vec![])]);
    let beside = |levels| {
        let rest = Calls(vec![Call::Map(vec![("k".to_owned(), deep(levels))])]);
        Calls(vec![Call::Fields([Calls(vec![]), Calls(vec![])], vec![rest])])
    };
    for (levels, fits) in [(31, true), (32, false)] {
        for item in [item(levels), beside(levels)] {
            assert!(sunk(&item).iter().all(|sunk| sunk.is_ok() == fits), "{levels}");
        }
    }
    // A value alone stands in an item later.
    assert!(Encoder::attribute(&deep(31)).is_ok());
    assert!(Encoder::attribute(&deep(32)).is_err());
}

#[test]
fn a_value_without_end_is_refused_before_it_is_gone_through() {
    // Deeper, the SDK's own drop overflows the stack.
    let mut deep = AttributeValue::Null(true);
    for _ in 0..2_000 {
        deep = AttributeValue::L(vec![AttributeValue::M([("k".to_owned(), deep)].into())]);
    }
    let item = Attributes::from([("k".to_owned(), deep)]);
    assert!(sunk(&item).iter().all(Result::is_err));
}

#[test]
fn an_encoder_shows_nothing() {
    struct Shown(&'static str);
    impl Encode for Shown {
        fn encode(&self, to: &mut Encoder) {
            to.string(self.0);
            assert_eq!(format!("{to:?}"), "Encoder");
        }
    }
    let item = BTreeMap::from([("secret".to_owned(), Shown("secret"))]);
    assert!(sunk(&item).iter().all(Result::is_ok));
}
