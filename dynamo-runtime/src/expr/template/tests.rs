//! Conditions on fields, held against the keys that they select.

use std::cmp::Ordering;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::codec::equal::order;
use crate::codec::template::tests::made;
use crate::codec::template::tests::templates::{
    Given, any_template, given, of_letters, sorted_template, value_of,
};
use crate::schema::{AttributeDefinition, TableSchema};

const ORDER: Template = Template::range(
    "sk",
    &[
        TemplatePart::Text("ORDER#"),
        TemplatePart::key::<String>("date", 0),
        TemplatePart::Text("#"),
        TemplatePart::key::<u16>("line", 4),
    ],
);

fn value(value: &(impl crate::codec::Encode + ?Sized)) -> Value {
    Value::of(&value)
}

fn folded(conditions: Vec<KeyCondition>) -> String {
    let condition = fold(&ORDER, &[], &mut conditions.into_iter());
    shown(&condition.expect("a condition"))
}

fn shown(condition: &KeyCondition) -> String {
    let shown = |value: &Value| match value.required() {
        Ok(AttributeValue::S(text)) => {
            text.trim_end_matches(char::MAX).escape_default().to_string()
        }
        Ok(other) => format!("{other:?}"),
        Err(mistake) => mistake.reason().to_owned(),
    };
    match condition {
        KeyCondition::Equal(value) => format!("= {}", shown(value)),
        KeyCondition::Prefix(value) => format!("{}*", shown(value)),
        KeyCondition::Compare(operator, value) => {
            format!("{}{}", operator.trim_start(), shown(value))
        }
        KeyCondition::Between(low, high) => format!("{} .. {}", shown(low), shown(high)),
    }
}

#[test]
fn conditions_on_fields_are_one_on_the_key() {
    use KeyCondition::{Between, Compare, Equal, Prefix};
    let (june, july) = (|| value("2026-06"), || value("2026-07"));
    for (conditions, expected) in [
        (vec![], "ORDER#*"),
        (vec![Equal(june())], "ORDER#2026-06#*"),
        (vec![Equal(june()), Equal(value(&7_u16))], "= ORDER#2026-06#0007"),
        (vec![Prefix(value("2026-"))], "ORDER#2026-*"),
        (vec![Between(june(), july())], "ORDER#2026-06 .. ORDER#2026-07$"),
        (vec![Compare(" >= ", june())], "ORDER#2026-06 .. ORDER$"),
        (vec![Compare(" > ", june())], "ORDER#2026-06$ .. ORDER$"),
        (vec![Compare(" <= ", june())], "ORDER# .. ORDER#2026-06$"),
        (vec![Compare(" < ", june())], "ORDER# .. ORDER#2026-06"),
        (vec![Compare(" < ", value(""))], "ORDER#$ .. ORDER#$"),
        (
            vec![Equal(june()), Compare(" >= ", value(&7_u16))],
            "ORDER#2026-06#0007 .. ORDER#2026-06#9999",
        ),
        (
            vec![Equal(june()), Compare(" < ", value(&100_u16))],
            "ORDER#2026-06#0000 .. ORDER#2026-06#0099",
        ),
        (
            vec![Equal(june()), Compare(" > ", value(&9_999_u16))],
            "ORDER#2026-06#$ .. ORDER#2026-06#$",
        ),
        (vec![Equal(june()), Compare(" < ", value(&0_u16))], "ORDER#2026-06#$ .. ORDER#2026-06#$"),
    ] {
        assert_eq!(folded(conditions), expected);
    }
}

#[test]
fn conditions_are_taken_only_as_they_are_needed() {
    let mut conditions =
        vec![KeyCondition::Compare(" > ", value("2026")), KeyCondition::Equal(value("next"))]
            .into_iter();
    assert!(fold(&ORDER, &[], &mut conditions).is_some());
    assert_eq!(conditions.next(), Some(KeyCondition::Equal(value("next"))));
    let known = [("date", value("2026")), ("line", value(&1_u16)), ("other", value("x"))];
    let mut conditions = vec![KeyCondition::Equal(value("next"))].into_iter();
    let folded = fold(&ORDER, &known, &mut conditions);
    assert_eq!(folded, Some(KeyCondition::Equal(value("ORDER#2026#0001"))));
    assert!(conditions.next().is_some());
}

#[test]
fn the_condition_on_a_bare_field_is_the_keys() {
    const PARTS: &[TemplatePart] = &[TemplatePart::key::<f64>("score", 0)];
    let template = Template::range("sk", PARTS);
    let condition = KeyCondition::Compare(" < ", value(&7));
    assert_eq!(fold(&template, &[], &mut [condition.clone()].into_iter()), Some(condition));
    assert_eq!(fold(&template, &[], &mut [].into_iter()), None);
    let known = [("score", value(&7))];
    let equal = Some(KeyCondition::Equal(value(&7)));
    assert_eq!(fold(&template, &known, &mut [].into_iter()), equal);
}

#[test]
fn a_field_that_stands_twice_has_one_condition() {
    const A: TemplatePart = TemplatePart::key::<String>("a", 0);
    const PARTS: &[TemplatePart] = &[A, TemplatePart::Text("#"), A];
    let template = Template::range("sk", PARTS);
    let mut conditions =
        vec![KeyCondition::Equal(value("x")), KeyCondition::Equal(value("y"))].into_iter();
    let folded = fold(&template, &[], &mut conditions);
    assert_eq!(folded, Some(KeyCondition::Equal(value("x#x"))));
}

#[test]
fn mistakes_stay_in_the_condition() {
    let of = |condition| folded(vec![KeyCondition::Equal(value("2026")), condition]);
    assert!(of(KeyCondition::Compare(" > ", value(&10_000))).contains("4 digits"));
    assert!(of(KeyCondition::Equal(value(&-1))).contains("negative"));
    assert!(of(KeyCondition::Prefix(value("1"))).contains("no prefix"));
    assert!(of(KeyCondition::Equal(value(&None::<u16>))).contains("no value"));
}

#[test]
fn a_range_ends_where_a_key_can_end() {
    use super::texts::{above_all, below};
    assert_eq!(above_all("A#"), "A$");
    assert_eq!(above_all("A|").len(), 1024);
    assert_eq!(below("a\0"), "a");
    assert!(below("b").starts_with("a\u{10ffff}") && below("b").len() == 1024);
    assert!(below("\u{e000}").starts_with('\u{d7ff}'));
    assert!(below("a\u{e000}").ends_with(['\u{10ffff}', '\u{ffff}', '\u{7ff}', '\u{7f}']));
}

/// Whether an attribute of this text meets the condition.
fn selects(condition: &KeyCondition, text: &str) -> bool {
    let bound = |value: &Value| value.required().expect("sound").as_s().expect("a text").clone();
    match condition {
        KeyCondition::Equal(value) => text == bound(value),
        KeyCondition::Prefix(value) => text.starts_with(&bound(value)),
        KeyCondition::Between(low, high) => *bound(low) <= *text && *text <= *bound(high),
        KeyCondition::Compare(operator, value) => compares(text.cmp(&bound(value)), operator),
    }
}

fn compares(order: Ordering, operator: &str) -> bool {
    match operator {
        " < " => order.is_lt(),
        " <= " => order.is_le(),
        " > " => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// A condition on a field.
#[derive(Debug, Clone)]
enum On {
    Prefix(String),
    Compare(&'static str, Given),
    Between(Given, Given),
}

impl On {
    fn condition(&self) -> KeyCondition {
        match self {
            Self::Prefix(text) => KeyCondition::Prefix(value(text)),
            Self::Compare(operator, bound) => KeyCondition::Compare(operator, bound.value()),
            Self::Between(low, high) => KeyCondition::Between(low.value(), high.value()),
        }
    }

    fn meets(&self, given: &Given) -> bool {
        match (self, given) {
            (Self::Prefix(prefix), Given::Text(text)) => text.starts_with(prefix),
            (Self::Prefix(_), Given::Number(_)) => false,
            (Self::Compare(operator, bound), _) => compares(compared(given, bound), operator),
            (Self::Between(low, high), _) => {
                compared(given, low).is_ge() && compared(given, high).is_le()
            }
        }
    }

    /// A value at the end of the range.
    fn end(&self) -> Given {
        match self {
            Self::Prefix(prefix) => Given::Text(prefix.clone()),
            Self::Compare(_, bound) | Self::Between(_, bound) => bound.clone(),
        }
    }

    fn is_reversed(&self) -> bool {
        matches!(self, Self::Between(low, high) if compared(low, high).is_gt())
    }
}

fn compared(one: &Given, other: &Given) -> Ordering {
    order(&one.attribute(), &other.attribute()).expect("of one type")
}

fn on(field: TemplateField) -> BoxedStrategy<On> {
    let operators = select(&[" < ", " <= ", " > ", " >= "][..]);
    let compare =
        (operators, value_of(field)).prop_map(|(operator, bound)| On::Compare(operator, bound));
    let between = (value_of(field), value_of(field)).prop_map(|(low, high)| On::Between(low, high));
    match field.ty {
        ScalarType::S => {
            prop_oneof![4 => compare, 2 => between, 1 => of_letters(0..3).prop_map(On::Prefix)]
                .boxed()
        }
        _ => prop_oneof![compare, between].boxed(),
    }
}

/// A template whose texts sort, keys of it, values of its first fields, and what the next is to be.
type Case = (Template, Vec<Vec<Given>>, Vec<Given>, Option<On>);

fn case() -> impl Strategy<Value = Case> {
    let template = (sorted_template(), any::<prop::sample::Index>());
    let case = template.prop_flat_map(|(template, first)| {
        let count = template.fields().count();
        let first = first.index(count + 1);
        let on = template.fields().nth(first).map(on);
        let on =
            on.map_or_else(|| Just(None).boxed(), |on| proptest::option::weighted(0.9, on).boxed());
        (vec(given(template), 1..12), given(template), Just(first), on)
    });
    case.prop_map(|(keys, (template, mut equal), first, on)| {
        equal.truncate(first);
        // Two of three have the values of the first fields, where the condition on the next tells them apart.
        let key = |(at, (_, mut key)): (usize, (_, Vec<Given>))| {
            if at % 3 > 0 {
                key[..first].clone_from_slice(&equal);
            }
            if let Some(on) = on.as_ref().filter(|_| at % 4 == 1) {
                key[first] = on.end();
            }
            key
        };
        (template, keys.into_iter().enumerate().map(key).collect(), equal, on)
    })
}

fn same(one: &Given, other: &Given) -> bool {
    compared(one, other).is_eq()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn the_keys_are_selected_whose_fields_meet_the_conditions((template, keys, equal, on) in case(), known in 0_usize..3) {
        let known = known.min(equal.len());
        let named: Vec<_> = template.fields().zip(&equal).map(|(field, value)| (field.name, value.value())).collect();
        let rest = named[known..].iter().map(|(_, value)| KeyCondition::Equal(value.clone()));
        let conditions: Vec<_> = rest.chain(on.iter().map(On::condition)).collect();
        let folded = fold(&template, &named[..known], &mut conditions.into_iter());
        let schema = TableSchema::new("App", AttributeDefinition::key::<String>("pk"))
            .range_key(AttributeDefinition::key::<String>("sk"));
        if let Some(folded) = &folded {
            let checked = folded.check(&schema, "sk");
            let is_reversed = on.as_ref().is_some_and(On::is_reversed);
            // As of a natural key.
            let is_empty = matches!(&on, Some(On::Prefix(prefix)) if prefix.is_empty())
                && checked.as_ref().is_err_and(|mistake| mistake.is("a key cannot be empty"));
            prop_assert_eq!(checked.is_err(), is_reversed || is_empty, "{} {:?}", template, folded);
        }
        for key in keys {
            let text = made(&template, &key);
            let meets = equal.iter().zip(&key).all(|(equal, value)| same(equal, value))
                && on.as_ref().is_none_or(|on| on.meets(&key[equal.len()]));
            let selected = folded.as_ref().is_none_or(|folded| selects(folded, &text));
            prop_assert_eq!(selected, meets, "{} {:?} {}", template, text, folded.as_ref().map(shown).unwrap_or_default());
        }
    }

    #[test]
    fn no_key_of_a_template_that_begins_with_another_text_is_selected(
        (template, _, equal, on) in case(),
        (other, values) in any_template().prop_flat_map(given),
        constant in select(&["U", "U\"", "V", "ORDES", "OR", "T}", "b", "1", "ê", "\"", "$A"][..])
    ) {
        let conditions = equal.iter().map(|value| KeyCondition::Equal(value.value())).chain(on.iter().map(On::condition));
        let folded = fold(&template, &[], &mut { conditions });
        let (Some(TemplatePart::Text(front)), Some(folded)) = (template.parts.first(), folded) else { return Ok(()) };
        let others = match other.parts.first() {
            Some(TemplatePart::Text(others)) => Some((*others, made(&other, &values))),
            _ => None,
        };
        for (others, text) in others.into_iter().chain([(constant, constant.to_owned())]) {
            if !others.starts_with(front) && !front.starts_with(others) {
                prop_assert!(!selects(&folded, &text), "{} {} {:?}", template, shown(&folded), text);
            }
        }
    }
}
