//! The update that turns one item into another writes what differs and guards exactly that.

use std::collections::{BTreeMap, BTreeSet};

use dynamo_runtime::{DynamoTable, DynamoValue, ErrorKind, Update};
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
        "(attribute_exists(customer)) AND (((attribute_not_exists(courier)) OR \
         (attribute_type(courier, :2))) AND (note = :3) AND (total = :4))",
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
    let absent =
        format!("{exists} ((attribute_not_exists(labels)) OR (attribute_type(labels, :1)))");
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
fn of_many_differences_the_map_is_written_whole() {
    let diff = |count: u32| {
        let names = || (0..count).map(|at| at.to_string());
        let (old, new) = (counts(0, names()), counts(1, names()));
        let input = Counts::table(offline()).update_diff(&old, &new).unwrap().input().unwrap();
        input.get_update_expression().clone().unwrap()
    };
    assert_eq!(diff(64).matches(" = ").count(), 64);
    assert_eq!(diff(65), "SET #0 = :0");
}
