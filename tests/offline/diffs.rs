//! The update that turns one item into another writes what differs and guards exactly that.

use std::collections::{BTreeMap, BTreeSet};

use dynamo_runtime::op::Update;
use dynamo_runtime::{DynamoTable, DynamoValue, ErrorKind};
use dynamo_tests::{Address, Order, offline};

fn between(old: &Order, new: &Order) -> Option<Update<Order>> {
    Order::table(offline()).update_diff(old, new)
}

fn labels(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Replaces the placeholders of names by the names.
fn spelt(expression: Option<&String>, names: &std::collections::HashMap<String, String>) -> String {
    let mut text = expression.cloned().unwrap_or_default();
    // The longest first: `#1` begins `#10`.
    for at in (0..names.len()).rev() {
        text = text.replace(&format!("#{at}"), &names[&format!("#{at}")]);
    }
    text
}

#[track_caller]
fn assert_is<T: DynamoTable>(update: Option<Update<T>>, expression: &str, guard: &str) {
    let input = update.unwrap().input().unwrap();
    let names = input.get_expression_attribute_names().clone().unwrap();
    assert_eq!(spelt(input.get_update_expression().as_ref(), &names), expression);
    assert_eq!(spelt(input.get_condition_expression().as_ref(), &names), guard);
}

#[test]
fn items_that_are_equal_need_no_update() {
    let order = Order { labels: labels(&["a", "b"]), ..Order::new("ann", 1) };
    assert!(between(&order, &order.clone()).is_none());
}

#[test]
fn what_differs_is_set_or_removed_and_guarded() {
    let old = Order { note: Some("n".to_owned()), ..Order::new("ann", 1) };
    let new = Order { total: 7, courier: Some("c".to_owned()), note: None, ..old.clone() };
    assert_is(
        between(&old, &new),
        "SET courier = :0, total = :1 REMOVE note",
        "(attribute_exists(customer)) AND ((attribute_not_exists(courier)) AND (note = :2) AND \
         (total = :3))",
    );
}

#[test]
fn nested_attributes_are_changed_alone() {
    let old = Order::new("ann", 1);
    let address = Address { city: "Bonn".to_owned(), street: Some("s".to_owned()) };
    let new = Order { address, ..old.clone() };
    assert_is(
        between(&old, &new),
        "SET address.city = :0, address.street = :1",
        "(attribute_exists(customer)) AND ((address.city = :2) AND \
         (attribute_not_exists(address.street)) AND (attribute_type(address, :3)))",
    );
}

#[test]
fn a_set_gains_or_loses_elements_or_is_written_whole() {
    let with = |texts| Order { labels: labels(texts), ..Order::new("ann", 1) };
    let exists = "(attribute_exists(customer)) AND";
    let same = format!("{exists} (labels = :1)");
    let all = with(&["a", "b", "c"]);
    assert_is(between(&with(&["b"]), &all), "ADD labels :0", &same);
    assert_is(between(&all, &with(&["b", "c"])), "DELETE labels :0", &same);
    assert_is(between(&all, &with(&["b"])), "SET labels = :0", &same);
    assert_is(between(&all, &with(&["b", "d"])), "SET labels = :0", &same);
    assert_is(between(&all, &with(&[])), "REMOVE labels", &format!("{exists} (labels = :0)"));
    let absent = format!("{exists} (attribute_not_exists(labels))");
    assert_is(between(&with(&[]), &all), "SET labels = :0", &absent);
}

#[test]
fn items_with_different_keys_are_refused() {
    let update = between(&Order::new("ann", 1), &Order::new("ann", 2)).unwrap();
    assert_eq!(update.input().unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_value_that_cannot_be_written_is_refused() {
    #[derive(Clone, DynamoTable)]
    struct Reading {
        #[hash_key]
        id: u32,
        degrees: f64,
    }
    let old = Reading { id: 1, degrees: 0.0 };
    let new = Reading { degrees: f64::NAN, ..old.clone() };
    let update = Reading::table(offline()).update_diff(&old, &new).unwrap();
    assert_eq!(update.input().unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[derive(Clone, DynamoTable)]
struct Counts {
    #[hash_key]
    id: u32,
    counts: BTreeMap<String, Count>,
}

#[derive(Clone, DynamoValue)]
struct Count {
    number: u32,
}

fn counts(number: u32, names: impl Iterator<Item = String>) -> Counts {
    Counts { id: 1, counts: names.map(|name| (name, Count { number })).collect() }
}

#[test]
fn of_more_differences_than_fit_the_map_is_written_whole() {
    let diff = |count: u32| {
        let names = || (0..count).map(|at| at.to_string());
        let (old, new) = (counts(0, names()), counts(1, names()));
        let input = Counts::table(offline()).update_diff(&old, &new).unwrap().input().unwrap();
        input.get_update_expression().clone().unwrap()
    };
    assert_eq!(diff(149).matches(" = ").count(), 149);
    assert_eq!(diff(150), "SET #0 = :0");
}

#[test]
fn of_two_maps_the_smaller_is_changed_within() {
    #[derive(DynamoTable)]
    struct Two {
        #[hash_key]
        id: u32,
        large: BTreeMap<String, u32>,
        small: BTreeMap<String, u32>,
    }
    let two = |value| {
        let entries = |count: u32| (0..count).map(|at| (at.to_string(), value)).collect();
        Two { id: 1, large: entries(300), small: entries(3) }
    };
    assert_is(
        Two::table(offline()).update_diff(&two(0), &two(1)),
        "SET large = :0, small.0 = :1, small.1 = :1, small.2 = :1",
        "(attribute_exists(id)) AND ((large = :2) AND (small.0 = :3) AND (small.1 = :3) AND \
         (small.2 = :3))",
    );
}

#[test]
fn what_differs_too_much_is_refused_with_what_to_do() {
    #[derive(DynamoTable)]
    struct Open {
        #[hash_key]
        id: u32,
        #[dynamo(flatten)]
        rest: BTreeMap<String, u32>,
    }
    let open = |count: u32, value| Open {
        id: 1,
        rest: (0..count).map(|at| (format!("a{at}"), value)).collect(),
    };
    let diff = |count| {
        Open::table(offline()).update_diff(&open(count, 0), &open(count, 1)).unwrap().input()
    };
    assert!(diff(149).is_ok());
    for count in [150, 20_000] {
        let refused = diff(count).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
        assert!(refused.to_string().contains("put the whole item"), "{refused}");
    }
}

#[test]
fn changes_without_number_are_refused_soon() {
    let mut update = Counts::table(offline()).update(1);
    for at in 0..50_000_u32 {
        update = update.remove(Counts::COUNTS.key(at.to_string()));
    }
    assert_eq!(update.input().unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_large_set_is_added_and_deleted_in_time_that_grows_as_it_does() {
    let texts = |range: std::ops::Range<u32>| range.map(|at| at.to_string());
    let order = |range| Order { labels: texts(range).collect(), ..Order::new("ann", 1) };
    let update = between(&order(0..60_000), &order(0..60_001)).unwrap().input().unwrap();
    assert_eq!(update.get_update_expression().as_deref(), Some("ADD #0 :0"));
    let update = between(&order(0..60_000), &order(9..60_000)).unwrap().input().unwrap();
    assert_eq!(update.get_update_expression().as_deref(), Some("DELETE #0 :0"));
    let twice = || texts(0..60_000).chain(texts(0..60_000));
    let orders = Order::table(offline());
    let added = orders.update("ann", 1).add(Order::LABELS, twice()).input().unwrap();
    let added = added.get_expression_attribute_values().as_ref().unwrap()[":0"].as_ss().unwrap();
    assert_eq!(added.len(), 60_000);
}
