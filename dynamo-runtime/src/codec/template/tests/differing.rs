//! Whether two templates can make the same text, held against the texts that they make.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::made;
use super::templates::{Given, parts};
use crate::codec::template::decimal::is_decimal;
use crate::codec::template::escape::unescape;
use crate::schema::{
    AttributeDefinition, ScalarType, TableSchema, Template, TemplateField, TemplatePart, differ,
};

const TABLE: TableSchema = TableSchema::new("App", AttributeDefinition::key::<String>("pk"));

/// Whether entities with these templates of the table's key differ.
fn keys_differ(one: Template, other: Template) -> bool {
    let table: &'static TableSchema = Box::leak(Box::new(TABLE));
    let entity = |name, template| table.entity(name).templates(vec![template].leak());
    let (one, other) = (entity("One", one), entity("Other", other));
    assert_eq!(differ(&one, &other), differ(&other, &one));
    differ(&one, &other)
}

/// The texts of the template whose fields have these values each, where they can.
fn texts(template: &Template, values: &BTreeSet<String>) -> Vec<String> {
    let fits = |field: TemplateField| {
        values.iter().filter_map(move |value| match (field.ty, field.width) {
            (ScalarType::N, 0) => {
                is_decimal(value, field.integer).then(|| Given::Number(value.clone()))
            }
            (ScalarType::N, width) => {
                let digits = value.bytes().all(|digit| digit.is_ascii_digit());
                let fits = digits && value.len() == usize::from(width);
                fits.then(|| Given::Number(value.clone()))
            }
            _ => Some(Given::Text(value.clone())),
        })
    };
    let mut tuples = vec![vec![]];
    for field in template.fields() {
        let longer =
            |tuple: Vec<Given>| fits(field).map(move |value| [tuple.clone(), vec![value]].concat());
        tuples = tuples.into_iter().flat_map(longer).collect();
    }
    tuples.iter().map(|tuple| made(template, tuple)).collect()
}

/// The values that its fields have in a text of the other, in which the fields are as short as they can be.
fn values_within(other: &Template) -> BTreeSet<String> {
    let shortest: BTreeSet<String> = ["", "1", "11"].map(str::to_owned).into();
    let mut values = shortest.clone();
    for text in texts(other, &shortest) {
        let characters: Vec<char> = text.chars().collect();
        for from in 0..=characters.len() {
            for to in from..=characters.len() {
                let piece: String = characters[from..to].iter().collect();
                values.insert(unescape(&piece).into_owned());
                values.insert(piece);
            }
        }
    }
    values
}

fn share_a_text(one: &Template, other: &Template) -> bool {
    let is_of = |text: String| other.is_of(&AttributeValue::S(text));
    texts(one, &values_within(other)).into_iter().any(is_of)
}

fn small() -> impl Strategy<Value = Template> {
    let text = |count| {
        vec(select(&["#", "-", "a", "1", "$23", "$2D"][..]), count).prop_map(|text| text.concat())
    };
    let field =
        |ty, width| TemplateField { name: "", ty, width, optional: false, integer: width > 0 };
    let field = select(vec![
        field(ScalarType::S, 0),
        field(ScalarType::S, 0),
        field(ScalarType::N, 1),
        field(ScalarType::N, 2),
    ]);
    let behind = (select(&["#", "-", "."][..]), text(0..2))
        .prop_map(|(front, tail)| front.to_owned() + &tail);
    let number = select(&[None, None, Some(true), Some(false)][..]);
    (text(0..3), vec((field, behind), 0..3), number, any::<bool>()).prop_map(
        move |(front, mut fields, number, mut ends_open)| {
            if let Some(integer) = number {
                fields.truncate(1);
                let number = TemplateField {
                    name: "",
                    ty: ScalarType::N,
                    width: 0,
                    optional: false,
                    integer,
                };
                fields.push((number, String::new()));
                ends_open = true;
            }
            Template::hash("pk", parts(front, fields, ends_open))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn entities_differ_where_no_key_is_of_both((one, other) in (small(), small())) {
        let shared = share_a_text(&one, &other) || share_a_text(&other, &one);
        prop_assert_eq!(keys_differ(one, other), !shared, "{} {}", one, other);
    }
}

const fn key<T: crate::codec::KeyAttribute>(name: &'static str) -> TemplatePart {
    TemplatePart::key::<T>(name, 0)
}

#[test]
fn a_key_that_both_can_have_is_found_however_it_is_put_together() {
    use TemplatePart::Text;
    const fn of(parts: &'static [TemplatePart]) -> Template {
        Template::hash("pk", parts)
    }
    const ORDER: Template = of(&[Text("ORDER#"), key::<String>("id")]);
    const ITEM: Template =
        of(&[Text("ORDER#"), key::<String>("id"), Text("#ITEM#"), key::<u8>("n")]);
    const PAID: Template = of(&[Text("ORDER#PAID")]);
    const ESCAPED: Template = of(&[Text("ORDER#$23")]);
    const LOWER: Template = of(&[Text("ORDER#$2d")]);
    const DAY: Template = of(&[TemplatePart::key::<u16>("day", 4), Text("#"), key::<String>("id")]);
    const ANY: Template = of(&[key::<String>("one"), Text("#"), key::<String>("other")]);
    const BARE: Template = of(&[key::<String>("id")]);
    const BELOW: Template = of(&[Text("N#-"), key::<u8>("n")]);
    const NUMBER: Template = of(&[Text("N#"), key::<i64>("n")]);
    const POINT: Template = of(&[Text("N#0.")]);
    let cases = [
        (ORDER, ITEM, true),
        (ORDER, PAID, false),
        (ITEM, PAID, true),
        (ORDER, ESCAPED, false),
        (ORDER, LOWER, true),
        (ORDER, DAY, true),
        (ORDER, ANY, false),
        (ITEM, ANY, true),
        (DAY, ANY, false),
        (BARE, PAID, false),
        (BELOW, NUMBER, false),
        (POINT, NUMBER, true),
        (NUMBER, ORDER, true),
    ];
    for (one, other, differing) in cases {
        assert_eq!(keys_differ(one, other), differing, "{one} {other}");
    }
}
