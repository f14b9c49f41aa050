//! Conditions as they are written, and what is known of them.

use aws_sdk_dynamodb::types::AttributeValue;

use super::*;
use crate::expr::placeholders::Placeholders;

struct Thing;
type Written = Result<String, Mistake>;

fn written(condition: &Condition<Thing>) -> Written {
    Placeholders::default().expression(|to| condition.predicate.write(to))
}

fn count() -> Path<Thing, u32> {
    Path::new("count")
}

#[test]
fn operators_keep_their_precedence() {
    let either = count().eq(1) | count().eq(2);
    assert_eq!(
        written(&(!either & count().exists())).unwrap(),
        "(NOT ((#0 = :0) OR (#0 = :1))) AND (attribute_exists(#0))"
    );
}

#[test]
fn an_empty_list_matches_nothing() {
    let none: [u32; 0] = [];
    let nothing = "attribute_exists(#0) AND attribute_not_exists(#0)";
    assert_eq!(written(&any([])).unwrap(), nothing);
    assert_eq!(written(&count().is_in(none)).unwrap(), nothing);
    assert_eq!(written(&!count().is_in(none)).unwrap(), format!("NOT ({nothing})"));
}

#[test]
fn a_list_of_more_than_100_values_is_refused() {
    assert!(written(&count().is_in(0..100)).is_ok());
    assert!(written(&count().is_in(0..101)).is_err());
}

#[test]
fn more_than_300_operators_are_refused_and_cannot_exhaust_the_stack() {
    let mut condition = count().eq(0);
    for _ in 0..100_000 {
        condition = !(condition & count().eq(0));
    }
    assert!(written(&condition).is_err());
    let fits = (1..150).fold(count().eq(0), |all, _| all & count().eq(0));
    assert!(written(&fits).is_ok());
}

#[test]
fn attributes_sizes_and_values_stand_on_either_side() {
    let (text, other): (Path<Thing, Option<String>>, Path<Thing, String>) =
        (Path::new("text"), Path::new("other"));
    let size = || text.clone().size();
    let cases = [
        (count().lt(Path::<Thing, u32>::new("limit")), "#0 < #1"),
        (size().eq(size()), "size(#0) = size(#0)"),
        (text.clone().eq(other.clone()), "#0 = #1"),
        (other.clone().ne(text.clone()), "#0 <> #1"),
        (count().ge(size()), "#0 >= size(#1)"),
        (size().le(count()), "size(#0) <= #1"),
        (size().gt(other.clone().size()), "size(#0) > size(#1)"),
        (size().between(1, count()), "size(#0) BETWEEN :0 AND #1"),
        (count().between(size(), 9), "#0 BETWEEN size(#1) AND :0"),
        (size().is_in([1, 2]), "size(#0) IN (:0, :1)"),
        (text.clone().is_in([other.clone()]), "#0 IN (#1)"),
        (text.clone().begins_with(other.clone()), "begins_with(#0, #1)"),
        (text.clone().contains(other), "contains(#0, #1)"),
    ];
    for (condition, expected) in cases {
        assert_eq!(written(&condition).unwrap(), expected);
    }
}

#[test]
fn an_attribute_is_not_compared_with_itself() {
    let text = || Path::<Thing, String>::new("text");
    let refused = [
        count().eq(count()),
        count().between(1, count()),
        !count().is_in([count()]),
        text().begins_with(text()),
        text().contains(text()),
    ];
    assert!(refused.iter().all(|condition| written(condition).is_err()));
}

#[test]
fn lists_of_conditions_are_flat() {
    let equals = |value| count().eq(value);
    assert_eq!(
        written(&(all([equals(1), equals(2)]) & !any([equals(1), equals(3), equals(4)]))).unwrap(),
        "(#0 = :0) AND (#0 = :1) AND (NOT ((#0 = :0) OR (#0 = :2) OR (#0 = :3)))"
    );
    assert_eq!(written(&all([any([equals(1)])])).unwrap(), "#0 = :0");
}

#[test]
fn lists_of_conditions_end_where_they_are_refused() {
    assert!(written(&any(std::iter::repeat_with(|| count().eq(1)))).is_err());
    assert!(written(&all((0..150).map(|_| count().eq(1)))).is_ok());
    assert!(written(&all((0..151).map(|_| count().eq(1)))).is_err());
}

#[test]
fn all_of_none_is_refused_wherever_it_stands() {
    let none = || all::<Thing>([]);
    let nothing = || any::<Thing>([]);
    let refused = [
        none(),
        !none(),
        !!none(),
        none() | count().exists(),
        count().exists() & none(),
        nothing() & none(),
        any([nothing(), !none()]),
    ];
    assert!(refused.iter().all(|condition| written(condition).is_err()));
}

#[test]
fn what_holds_for_nothing_is_known() {
    let (nothing, open) = (|| count().is_in([0; 0]), || count().exists());
    let cases = [
        (nothing(), true),
        (any([]), true),
        (Path::<Thing, String>::new("text").size().is_in([0; 0]), true),
        (!nothing(), false),
        (!!nothing(), true),
        (open() & nothing(), true),
        (open() | nothing(), false),
        (any([nothing(), any([])]), true),
        (all([open(), open(), !!any([])]), true),
        (!(open() | !nothing()), true),
        (!(open() & nothing()), false),
        (!nothing() & open(), false),
        (open() & !open(), false),
        (all([]), false),
        (nothing() & all([]), false),
    ];
    for (condition, expected) in cases {
        assert_eq!(condition.predicate.holds_for_nothing(), expected, "{condition:?}");
    }
}

#[test]
fn types_have_their_names() {
    let is = |ty| count().attribute_type(ty);
    let placeholders = |ty| {
        let mut placeholders = Placeholders::default();
        let text = placeholders.expression(|to| is(ty).predicate.write(to)).unwrap();
        assert_eq!(text, "attribute_type(#0, :0)");
        placeholders.values().unwrap().remove(":0").unwrap()
    };
    let name = |name: &str| AttributeValue::S(name.to_owned());
    assert_eq!(placeholders(AttributeType::Null), name("NULL"));
    assert_eq!(placeholders(AttributeType::Bool), name("BOOL"));
    assert!(written(&is(AttributeType::Any)).is_err());
}

#[test]
fn both_sides_name_attributes() {
    let names = |condition: Condition<Thing>| condition.predicate.names("count");
    let text: Path<Thing, u32> = Path::new("text");
    assert!(names(text.clone().eq(count())));
    assert!(names(text.clone().between(1, count())) && names(text.clone().is_in([count()])));
    assert!(names(count().is_in([0; 0])) && !names(text.eq(1)));
}

#[test]
fn an_absent_value_cannot_be_compared() {
    let path: Path<Thing, Option<u32>> = Path::new("count");
    assert!(written(&path.eq(None)).is_err());
}
