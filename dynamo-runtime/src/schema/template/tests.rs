//! What the checks take, and what they refuse, by the message of the compile error.

use std::panic;

use super::*;
use crate::schema::{AttributeType, FieldSchema};

const USER: TemplatePart = text("user");
const COUNT: TemplatePart = number("count", 0);

const fn field(name: &'static str, ty: ScalarType, width: u8, integer: bool) -> TemplateField {
    TemplateField { name, ty, width, optional: false, integer }
}

const fn text(name: &'static str) -> TemplatePart {
    TemplatePart::Field(field(name, ScalarType::S, 0, false))
}

const fn number(name: &'static str, width: u8) -> TemplatePart {
    TemplatePart::Field(field(name, ScalarType::N, width, true))
}

fn message(check: impl FnOnce() + panic::UnwindSafe) -> Option<String> {
    let panicked = panic::catch_unwind(check).err()?;
    Some(match panicked.downcast::<String>() {
        Ok(message) => *message,
        Err(other) => (*other.downcast::<&str>().expect("a message")).to_owned(),
    })
}

fn hash(parts: &[TemplatePart]) -> Option<String> {
    let parts = parts.to_vec();
    message(move || assert!(!Template::hash("pk", parts.leak()).parts.is_empty()))
}

fn range(parts: &[TemplatePart]) -> Option<String> {
    let parts = parts.to_vec();
    message(move || assert!(!Template::range("sk", parts.leak()).parts.is_empty()))
}

#[test]
fn parts_that_can_be_told_apart_are_a_hash_key() {
    use TemplatePart::Text;
    assert_eq!(hash(&[Text("PROFILE")]), None);
    assert_eq!(hash(&[USER]), None);
    assert_eq!(hash(&[Text("COUNT"), COUNT]), None);
    assert_eq!(hash(&[USER, Text("#"), COUNT]), None);
    assert_eq!(hash(&[number("count", 38), Text(" of "), USER, Text("|é")]), None);
}

#[test]
fn parts_that_cannot_be_told_apart_are_refused() {
    use TemplatePart::Text;
    let cases: [(&[TemplatePart], &str); 6] = [
        (&[], "the template is empty"),
        (&[USER, COUNT], "nothing stands between `user` and `count`"),
        (&[Text("a"), Text("b")], "two texts of the template stand side by side"),
        (&[USER, Text("x#")], "the text behind `user` must begin with a separator"),
        (&[USER, Text("$")], "the text behind `user` must begin with a separator"),
        (
            &[COUNT, Text("#"), USER],
            "the number `count` stands before another part; give it a width: `{count:08}`",
        ),
    ];
    for (parts, expected) in cases {
        for refused in [hash(parts), range(parts)] {
            assert!(refused.as_ref().is_some_and(|it| it.starts_with(expected)), "{refused:?}");
        }
    }
}

#[test]
fn a_width_is_for_whole_numbers_of_up_to_38_digits() {
    use TemplatePart::{Field, Text};
    let refused = |field| hash(&[Text("#"), Field(field)]).unwrap_or_default();
    assert!(
        refused(field("a", ScalarType::S, 8, false))
            .contains("`a` has a width, but is no whole number")
    );
    assert!(
        refused(field("a", ScalarType::N, 8, false))
            .contains("`a` has a width, but is no whole number")
    );
    assert!(refused(field("a", ScalarType::N, 39, true)).contains("38 digits"));
    assert!(refused(field("a", ScalarType::B, 0, false)).contains("`a` holds bytes"));
    assert_eq!(refused(field("a", ScalarType::N, 38, true)), "");
}

#[test]
fn a_number_without_a_width_does_not_sort_in_a_text() {
    use TemplatePart::Text;
    assert_eq!(range(&[COUNT]), None);
    assert_eq!(range(&[Text("C#"), number("count", 8)]), None);
    let refused = range(&[Text("C#"), COUNT]).expect("refused");
    assert_eq!(
        refused,
        "the number `count` does not sort in a text; give it a width: `{count:08}`"
    );
}

#[test]
fn a_long_name_is_cut() {
    let name: &'static str = "é".repeat(300).leak();
    assert!(range(&[TemplatePart::Text("C#"), number(name, 0)]).is_some());
}

#[test]
fn a_template_is_shown_as_it_is_written() {
    use TemplatePart::Text;
    const PARTS: &[TemplatePart] = &[Text("{A}#"), USER, Text("#"), number("order", 8)];
    assert_eq!(Template::range("sk", PARTS).to_string(), "{{A}}#{user}#{order:08}");
}

const fn definition(name: &'static str, ty: ScalarType) -> AttributeDefinition {
    AttributeDefinition { name, ty }
}

static BY_DAY: IndexSchema = IndexSchema::global(
    "ByDay",
    &[definition("day", ScalarType::N)],
    &[definition("gsi1sk", ScalarType::S)],
);
static APP: TableSchema = TableSchema::new("App", definition("pk", ScalarType::S))
    .range_key(definition("sk", ScalarType::S))
    .indexes(&[&BY_DAY]);

fn stored(name: &'static str, ty: AttributeType) -> FieldSchema {
    FieldSchema { name, ty, optional: false }
}

fn entity(fields: &[FieldSchema], templates: &[Template]) -> TableSchema {
    APP.entity("Order").fields(fields.to_vec().leak()).templates(templates.to_vec().leak())
}

fn checked(entity: TableSchema) -> Option<String> {
    message(move || entity.check_entity(&APP))
}

const PK: Template = Template::hash("pk", &[TemplatePart::Text("USER#"), USER]);
const SK: Template = Template::range("sk", &[TemplatePart::Text("PROFILE")]);

#[test]
fn an_entity_has_the_keys_of_its_table() {
    let natural = stored("sk", AttributeType::S);
    assert_eq!(checked(entity(&[], &[PK, SK])), None);
    assert_eq!(checked(entity(&[natural], &[PK])), None);
    let told = Template::new("type", &[TemplatePart::Text("order")]);
    let day = Template::hash("day", &[COUNT]);
    assert_eq!(checked(entity(&[], &[PK, SK, told, day])), None);

    let cases = [
        (entity(&[], &[PK]), "the entity `Order` does not have the table's `range_key` `sk`; add"),
        (
            entity(&[natural], &[]),
            "the entity `Order` does not have the table's `hash_key` `pk`; add",
        ),
        (entity(&[FieldSchema { optional: true, ..natural }], &[PK]), "the field is optional"),
        (
            entity(&[stored("sk", AttributeType::N)], &[PK]),
            "has the key `sk` of another type than its table, where it is S",
        ),
        (
            entity(&[], &[PK, SK, Template::hash("day", &[USER])]),
            "has the key `day` of another type",
        ),
        (
            entity(&[stored("gsi1sk", AttributeType::B)], &[PK, SK]),
            "has the key `gsi1sk` of another type",
        ),
        (
            entity(&[], &[PK, SK, Template::hash("gsi9pk", &[USER])]),
            "makes the attribute `gsi9pk`, which is no key",
        ),
        (entity(&[], &[PK, SK, SK]), "makes the attribute `sk` by two templates"),
        (
            entity(&[], &[PK, SK, Template::new("day", &[COUNT])]),
            "makes the attribute `day`, a key, to tell its items",
        ),
    ];
    for (entity, expected) in cases {
        let refused = checked(entity);
        assert!(refused.as_ref().is_some_and(|it| it.contains(expected)), "{refused:?}");
    }
}

#[test]
fn a_key_of_the_table_is_made_of_fields_that_are_always_there() {
    const OPTIONAL: TemplateField =
        TemplateField { optional: true, ..field("user", ScalarType::S, 0, false) };
    let template = Template::hash("pk", &[TemplatePart::Text("#"), TemplatePart::Field(OPTIONAL)]);
    assert!(checked(entity(&[], &[template, SK])).is_some_and(|it| it.contains("is optional")));
}

#[test]
fn an_entity_expires_as_its_table_does() {
    let expiring = |ttl| TableSchema { ttl: Some(ttl), ..APP.clone() };
    let order = TableSchema { ttl: Some("expires"), ..entity(&[], &[PK, SK]) };
    let check = |table: TableSchema| {
        let order = order.clone();
        message(move || order.check_entity(&table))
    };
    assert_eq!(check(expiring("expires")), None);
    assert!(check(expiring("other")).is_some_and(|it| it.contains("another time to live")));
    assert!(check(APP.clone()).is_some_and(|it| it.contains("another time to live")));
}

#[test]
fn entities_that_can_have_one_key_are_refused_unless_they_are_told() {
    const USERS: &[TemplatePart] = &[TemplatePart::Text("#"), USER];
    let natural = stored("sk", AttributeType::S);
    let told = |name, value: &'static str| {
        let parts: &'static [TemplatePart] = vec![TemplatePart::Text(value)].leak();
        Template::new(name, parts)
    };
    let differ = |one: TableSchema, other: TableSchema| {
        message(move || entities_differ(&[&one, &other, &entity(&[], &[PK, SK])]))
    };
    let profile = || entity(&[], &[PK, Template::range("sk", USERS)]);
    let other_hash = || entity(&[natural], &[Template::hash("pk", &[TemplatePart::Text("TEAM")])]);
    assert_eq!(differ(profile(), other_hash()), None);
    let refused = differ(other_hash(), other_hash()).expect("refused");
    assert!(refused.starts_with("the entities `Order` and `Order` can have items of the same key"));
    let same = |one, other| {
        let hash = || Template::hash("pk", &[TemplatePart::Text("TEAM")]);
        differ(entity(&[natural], &[hash(), one]), entity(&[natural], &[hash(), other])).is_none()
    };
    assert!(same(told("type", "a"), told("type", "b")));
    assert!(!same(told("type", "a"), told("type", "a")));
    assert!(!same(told("type", "a"), told("kind", "b")));
}
