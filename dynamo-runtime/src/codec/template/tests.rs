//! The laws of templates: what is made of values is of the template, is read as they are, and sorts as they do.

mod differing;
pub(crate) mod templates;

use std::cmp::Ordering;
use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use proptest::collection::vec;
use proptest::prelude::*;

use self::templates::{
    Given, any_template, given, given_twice, letters, of_letters, sorted_template,
};
use super::decimal::{decimal, is_decimal};
use super::*;
use crate::codec::Field;
use crate::codec::equal::order;
use crate::codec::value::Value;
use crate::schema::TemplatePart;

const USER: Template =
    Template::hash("pk", &[TemplatePart::Text("USER#"), TemplatePart::key::<String>("user", 0)]);
const LESSON: Template = Template::range(
    "sk",
    &[
        TemplatePart::Text("L#"),
        TemplatePart::key::<u16>("order", 4),
        TemplatePart::Text("#"),
        TemplatePart::key::<String>("title", 0),
    ],
);
const SCORE: Template =
    Template::hash("pk", &[TemplatePart::Text("SCORE-"), TemplatePart::key::<f64>("score", 0)]);

const SCORES: Template = Template::hash(
    "pk",
    &[
        TemplatePart::key::<String>("game", 0),
        TemplatePart::Text("-"),
        TemplatePart::key::<f64>("score", 0),
    ],
);

/// The text that the template makes of the values.
pub(crate) fn made(template: &Template, values: &[Given]) -> String {
    let values: Vec<Value> = values.iter().map(Given::value).collect();
    match template.render(&values).required() {
        Ok(AttributeValue::S(text)) => text.clone(),
        other => panic!("{template}: {other:?}"),
    }
}

fn refusal(template: &Template, values: &[Value]) -> String {
    template.render(values).required().expect_err("a mistake").reason().to_owned()
}

#[test]
fn a_text_is_made_of_values() {
    let values = [Given::Number("7".into()), Given::Text("a b#c$".into())];
    assert_eq!(made(&LESSON, &values), "L#0007#a b$23c$24");
    assert_eq!(made(&USER, &[Given::Text(String::new())]), "USER#");
    assert_eq!(made(&SCORE, &[Given::Number("-1.50e1".into())]), "SCORE--15");
    assert_eq!(LESSON.to_string(), "L#{order:04}#{title}");
}

#[test]
fn what_does_not_fit_a_template_is_refused() {
    let title = Value::of(&"t");
    assert!(refusal(&LESSON, &[Value::of(&10_000), title.clone()]).contains("4 digits"));
    assert!(refusal(&LESSON, &[Value::of(&-1), title.clone()]).contains("negative"));
    assert!(refusal(&LESSON, &[Value::of(&1.5), title.clone()]).contains("whole"));
    assert!(refusal(&LESSON, &[title.clone(), title.clone()]).contains("must be N"));
    assert!(refusal(&LESSON, &[Value::of(&1)]).contains("must have a value"));
    let mistake = Value::mistaken(Mistake::new("wrong"));
    assert_eq!(refusal(&LESSON, &[mistake, title]), "wrong");
}

#[test]
fn an_attribute_is_absent_where_an_optional_field_is() {
    const PARTS: &[TemplatePart] =
        &[TemplatePart::Text("STATUS#"), TemplatePart::index_key::<Option<String>>("status", 0)];
    let template = Template::hash("gsi1pk", PARTS);
    let absent = template.render(&[Value::of(&None::<String>)]);
    assert_eq!(absent.optional().expect("sound"), None);
    let there = template.render(&[Value::of(&Some("open"))]);
    assert_eq!(there.required().expect("there").as_s().map(String::as_str), Ok("STATUS#open"));
}

#[test]
fn a_bare_field_keeps_its_type_and_value() {
    const PARTS: &[TemplatePart] = &[TemplatePart::key::<u64>("number", 0)];
    let template = Template::range("sk", PARTS);
    let value = template.render(&[Value::of(&7)]);
    let value = value.required().expect("a number");
    assert_eq!(value.as_n().map(String::as_str), Ok("7"));
    assert!(template.is_of(value));
    assert!(!template.is_of(&AttributeValue::S("7".into())));
    assert_eq!(template.values(value).expect("of it")[0].1, *value);
}

#[test]
fn only_the_text_that_would_be_written_is_of_a_template() {
    let foreign = [
        "",
        "L#",
        "L#7#a",
        "L#00007#a",
        "L#0007",
        "L#0007#a#b",
        "L#0007#a$",
        "L#0007#a$2",
        "L#0007#a$2A",
        "L#0007#a$2a",
        "L#0007#$61",
        "L#0007#$FF",
        "l#0007#a",
        "L#000\u{0667}#a",
    ];
    for text in foreign {
        assert_eq!(LESSON.split(text), None, "{text}");
        assert!(!LESSON.is_of(&AttributeValue::S(text.into())), "{text}");
    }
    assert_eq!(SCORES.split("a$2Db-$2D1").expect("of it").as_slice(), ["a-b", "-1"]);
    for text in ["a$2db-1", "a-$2d1", "a-b-1", "a--1"] {
        assert_eq!(SCORES.split(text), None, "{text}");
    }
    for text in ["SCORE-01", "SCORE--0", "SCORE-1.0", "SCORE-1e3", "SCORE-", "SCORE-+1", "SCORE-x"]
    {
        assert_eq!(SCORE.split(text), None, "{text}");
    }
    assert_eq!(SCORE.split("SCORE--0.5").expect("of it")[0], "-0.5");
}

#[test]
fn a_number_has_one_decimal_text() {
    for (text, expected) in [
        ("0", "0"),
        ("-0.00", "0"),
        ("1e3", "1000"),
        ("-12.50", "-12.5"),
        ("0.00120", "0.0012"),
        ("120", "120"),
        ("1.25e1", "12.5"),
        ("+7", "7"),
        ("007", "7"),
        (".5", "0.5"),
    ] {
        assert_eq!(decimal(text).as_deref(), Some(expected));
    }
    for text in ["", "-", "x", "1e999999999", "1e-999999999"] {
        assert_eq!(decimal(text), None, "{text}");
    }
}

fn part<T>(template: &'static Template, text: &str, nth: usize) -> Result<T, Mistake>
where
    T: crate::codec::Attribute + Encode + for<'t> Decode<'t>,
{
    let mut stored = AttributeValue::S(text.to_owned());
    Decoder::attribute(&mut stored, |from| {
        let mut made = Made::new(template);
        from.slot(&mut made)?;
        made.part(nth, from)
    })
}

#[test]
fn fields_are_read_from_a_key() {
    assert_eq!(part(&LESSON, "L#0007#a$23b", 0), Ok(7_u16));
    assert_eq!(part(&LESSON, "L#0000#", 0), Ok(0_u16));
    assert_eq!(part(&LESSON, "L#0007#a$23b", 1), Ok("a#b".to_owned()));
    assert_eq!(part(&LESSON, "L#0007#", 1), Ok(Some(String::new())));
    assert_eq!(part(&SCORE, "SCORE-10000000000000000000000", 0), Ok(1e22));
    let mistake = part::<String>(&LESSON, "X#0007#a", 1).expect_err("foreign");
    assert!(mistake.reason().contains("another entity"), "{mistake:?}");
    // It is read as 0.1, which is written otherwise.
    let longer = "SCORE-0.1000000000000000000001";
    assert!(part::<f64>(&SCORE, longer, 0).expect_err("another number").reason().contains("form"));
    assert!(part::<u8>(&LESSON, "L#0300#", 0).is_err());
}

#[test]
fn an_absent_attribute_is_missed_where_it_is_needed() {
    static TOLD: Template = Template::new("type", &[TemplatePart::Text("lesson")]);
    let absent = |from: &mut Decoder<'_>| Made::new(&LESSON).part::<String>(1, from);
    assert!(Decoder::attribute(&mut AttributeValue::Null(true), absent).is_err());
    let optional = |from: &mut Decoder<'_>| Made::new(&LESSON).part::<Option<String>>(1, from);
    assert_eq!(Decoder::attribute(&mut AttributeValue::Null(true), optional), Ok(None));
    assert!(Made::new(&LESSON).settle());
    assert!(!Made::new(&TOLD).settle());
}

#[test]
fn a_declared_attribute_must_be_what_its_template_makes() {
    let values: &[&dyn Encode] = &[&"ann"];
    let declared = |value: &dyn Encode| {
        Encoder::attribute(&Declared(Render(&USER, values), value))
            .map_err(|it| it.reason().to_owned())
    };
    assert_eq!(declared(&"USER#ann"), Ok(Some(AttributeValue::S("USER#ann".into()))));
    assert!(declared(&"USER#bob").is_err_and(|reason| reason.contains("`USER#{user}`")));
    assert!(declared(&None::<String>).is_err());
}

#[test]
fn a_declared_attribute_is_read_twice() {
    let mut stored = AttributeValue::S("USER#ann".into());
    let read = Decoder::attribute(&mut stored, |from| {
        let (mut made, mut whole) = (Made::new(&USER), None::<String>);
        from.slot(&mut Both(&mut made, &mut whole))?;
        Some((made.part::<String>(0, from)?, whole?))
    });
    assert_eq!(read, Ok(("ann".to_owned(), "USER#ann".to_owned())));
}

#[test]
fn a_key_of_other_values_than_the_fields_is_refused() {
    let read = |title: &str| {
        let mut stored = AttributeValue::S("L#0007#a$23b".into());
        Decoder::attribute(&mut stored, |from| {
            let mut made = Made::new(&LESSON);
            from.slot(&mut made)?;
            from.made(&[(&made, &[&7_u16, &title])])
        })
    };
    assert_eq!(read("a#b"), Ok(()));
    let mistake = read("a$23b").expect_err("another title");
    assert!(mistake.reason().contains("`order`, `title`"), "{mistake:?}");
}

/// Reads the text fields of a key, and holds them against themselves.
fn read_texts(template: &'static Template, from: &mut Decoder<'_>) -> Option<Vec<String>> {
    const FIELDS: &[Field] = &[Field::new("sk")];
    let mut made = Made::new(template);
    from.fields(FIELDS, &mut [&mut made])?;
    let mut texts = Vec::new();
    for (nth, field) in template.fields().enumerate() {
        if field.ty == ScalarType::S {
            let text: String = made.part(nth, from)?;
            assert!(made.agrees(nth, &text) && !made.agrees(nth, &format!("{text}$")));
            texts.push(text);
        }
    }
    Some(texts)
}

fn read_value(template: &'static Template, text: &str) -> Result<Vec<String>, Mistake> {
    let mut item = HashMap::from([("sk".to_owned(), AttributeValue::S(text.to_owned()))]);
    Decoder::item(&mut item, |from| read_texts(template, from))
}

fn read_json(template: &'static Template, text: &str) -> Result<Vec<String>, Mistake> {
    let json = serde_json::json!({"sk": {"S": text}}).to_string();
    let mut from = Decoder::of_response(&json);
    let read = from.json_item(|from| read_texts(template, from));
    read.ok_or_else(|| from.into_mistake())
}

/// The order of the values as the service has it, from the left.
pub(crate) fn as_tuples(one: &[Given], other: &[Given]) -> Ordering {
    let orders = one
        .iter()
        .zip(other)
        .map(|(one, other)| order(&one.attribute(), &other.attribute()).expect("of one type"));
    orders.fold(Ordering::Equal, Ordering::then)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn fields_of_the_key_of_fields_are_the_same((template, values) in any_template().prop_flat_map(given)) {
        let text = made(&template, &values);
        let attribute = AttributeValue::S(text.clone());
        let texts = template.split(&text).expect("of the template");
        for (text, value) in texts.iter().zip(&values) {
            prop_assert_eq!(text, &*value.canonical(), "{}", template);
        }
        prop_assert!(template.is_of(&attribute));
        let read = template.values(&attribute).expect("of the template");
        let read: Vec<_> = read.into_iter().map(|(_, value)| value).collect();
        let expected: Vec<_> = values.iter().map(Given::canonical_attribute).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn keys_of_other_values_are_other_keys(
        (template, one, other) in any_template().prop_flat_map(given_twice)
    ) {
        let same = one.iter().zip(&other).all(|(one, other)| one.canonical() == other.canonical());
        prop_assert_eq!(made(&template, &one) == made(&template, &other), same);
    }

    #[test]
    fn keys_sort_as_their_fields(
        (template, one, other) in sorted_template().prop_flat_map(given_twice)
    ) {
        let (text, others) = (made(&template, &one), made(&template, &other));
        prop_assert_eq!(text.cmp(&others), as_tuples(&one, &other), "{:?} {:?}", text, others);
    }

    #[test]
    fn what_begins_a_value_begins_its_text(template in any_template(), value in of_letters(0..6), at in 0_usize..6) {
        let escaped = template.escaped(template.parts.len());
        let characters: Vec<char> = value.chars().collect();
        let beginning: String = characters.iter().take(at).collect();
        let (mut whole, mut front) = (String::new(), String::new());
        escape::escape(&value, escaped, &mut whole);
        escape::escape(&beginning, escaped, &mut front);
        prop_assert!(whole.starts_with(&front));
        prop_assert_eq!(whole.len() == front.len(), value == beginning);
    }

    #[test]
    fn a_text_is_of_no_template_or_made_of_its_fields(
        (template, values) in any_template().prop_flat_map(given),
        changes in vec((any::<prop::sample::Index>(), letters(), any::<bool>()), 0..3)
    ) {
        let mut text: Vec<char> = made(&template, &values).chars().collect();
        for (at, letter, replaces) in changes {
            let at = at.index(text.len() + 1);
            text.splice(at..(at + usize::from(replaces)).min(text.len()), letter.chars());
        }
        let text: String = text.into_iter().collect();
        let attribute = AttributeValue::S(text.clone());
        let values = template.values(&attribute);
        prop_assert_eq!(values.is_some(), template.is_of(&attribute));
        prop_assert_eq!(values.is_some(), template.split(&text).is_some());
        if let Some(values) = values {
            let values: Vec<Value> = values.iter().map(|(_, value)| Value::encoded(Ok(Some(value.clone())))).collect();
            let again = template.render(&values);
            prop_assert_eq!(again.required().ok(), Some(&attribute));
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_split(
        (template, values) in any_template().prop_flat_map(given),
        longer in of_letters(0..14),
        (at, letter, changes) in (any::<prop::sample::Index>(), letters(), any::<bool>())
    ) {
        let values = values.into_iter().map(|value| match value {
            Given::Text(text) => Given::Text(text + &longer),
            Given::Number(number) => Given::Number(number),
        });
        let mut text = made(&template, &values.collect::<Vec<_>>());
        if changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.insert_str(*at.get(&places), letter);
        }
        let template: &'static Template = Box::leak(Box::new(template));
        let split = template.split(&text).map(|texts| {
            let texts = texts.iter().zip(template.fields());
            texts.filter(|(_, field)| field.ty == ScalarType::S).map(|(text, _)| text.to_string()).collect()
        });
        for read in [read_value(template, &text), read_json(template, &text)] {
            prop_assert_eq!(read.ok(), split.clone(), "{} {:?}", template, text);
        }
    }

    #[test]
    fn the_decimal_text_of_a_number_is_its_own(number in any::<f64>(), whole in any::<i128>(), exponent in -120..120) {
        for text in [number.to_string(), format!("{number:e}"), whole.to_string(), format!("{whole}e{exponent}")] {
            if let Some(decimal_text) = decimal(&text) {
                prop_assert!(is_decimal(&decimal_text, false), "{text} {decimal_text}");
                prop_assert_eq!(Number::of(&text), Number::of(&decimal_text));
            }
        }
    }
}
