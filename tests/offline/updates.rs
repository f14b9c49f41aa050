//! Each form of an update equals the one written by hand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, Bs, L, N, Ns, Null, S, Ss};
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use dynamo_runtime::op::Update;
use dynamo_runtime::{Changes, DynamoTable, DynamoValue, ErrorKind};
use dynamo_tests::{Address, Parcel, Seconds, Status, offline};

/// A field of every kind that an update changes in its own way.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Stock {
    #[hash_key]
    id: String,
    count: i64,
    spare: Option<i64>,
    reserved: i64,
    name: String,
    note: Option<String>,
    labels: BTreeSet<String>,
    sizes: Option<BTreeSet<u32>>,
    hashes: BTreeSet<Vec<u8>>,
    moves: Vec<i64>,
    holes: Vec<Option<u32>>,
    later: Option<Vec<i64>>,
    places: BTreeMap<String, Option<Place>>,
    #[dynamo(with = Seconds)]
    age: Duration,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Place {
    shelf: u32,
    rows: Option<Vec<u32>>,
    rooms: HashMap<String, Address>,
}

fn update() -> Update<Stock> {
    Stock::table(offline()).update("x")
}

fn s(text: &str) -> AttributeValue {
    S(text.to_owned())
}

fn n(number: i64) -> AttributeValue {
    N(number.to_string())
}

/// Asserts that the update is this expression with these names and values in the order of their placeholders.
#[track_caller]
fn assert_is<const V: usize>(
    update: &Update<Stock>,
    expression: &str,
    names: &[&str],
    values: [AttributeValue; V],
) {
    let names = names.iter().chain(&["id"]).enumerate();
    let names: HashMap<_, _> =
        names.map(|(at, name)| (format!("#{at}"), (*name).to_owned())).collect();
    let values = values.into_iter().enumerate();
    let values: HashMap<_, _> = values.map(|(at, value)| (format!(":{at}"), value)).collect();
    let expected = UpdateItemInputBuilder::default()
        .table_name("Stock")
        .key("id", s("x"))
        .update_expression(expression)
        .condition_expression(format!("attribute_exists(#{})", names.len() - 1))
        .set_expression_attribute_names(Some(names))
        .set_expression_attribute_values(Some(values).filter(|values| !values.is_empty()))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .return_values(ReturnValue::AllNew);
    assert_eq!(update.input().unwrap(), expected);
}

#[track_caller]
fn assert_refused(update: &Update<Stock>) {
    assert_eq!(update.input().unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn set_takes_a_value_or_a_path() {
    let set = update()
        .set(Stock::COUNT, 5)
        .set(Stock::SPARE, Stock::RESERVED)
        .set(Stock::RESERVED, Stock::SPARE)
        .set(Stock::NAME, "n")
        .set(Stock::AGE, Duration::from_secs(7));
    let names = ["count", "spare", "reserved", "name", "age"];
    assert_is(
        &set,
        "SET #0 = :0, #1 = #2, #2 = #1, #3 = :1, #4 = :2",
        &names,
        [n(5), s("n"), n(7)],
    );
}

#[test]
fn set_takes_one_sum_or_difference_of_values_and_paths() {
    let set = update()
        .set(Stock::COUNT.unguarded(), Stock::COUNT + 5)
        .set(Stock::SPARE, Stock::SPARE.unguarded() - 5)
        .set(Stock::RESERVED, Stock::COUNT - Stock::SPARE.unguarded());
    let expression = "SET #0 = #0 + :0, #1 = #1 - :0, #2 = #0 - #1";
    assert_is(&set, expression, &["count", "spare", "reserved"], [n(5)]);
}

#[test]
fn a_default_of_an_absent_attribute_is_kept_beside_a_sum() {
    let set = update()
        .set(Stock::COUNT, Stock::COUNT.unguarded().if_not_exists(0) + 1)
        .set(Stock::SPARE.unguarded(), Stock::RESERVED - Stock::SPARE.if_not_exists(1))
        .set(Stock::RESERVED, Stock::RESERVED.if_not_exists(Stock::SPARE.if_not_exists(2)));
    let expression = "SET #0 = if_not_exists(#0, :0) + :1, #1 = #2 - if_not_exists(#1, :1), \
                      #2 = if_not_exists(#2, if_not_exists(#1, :2))";
    assert_is(&set, expression, &["count", "spare", "reserved"], [n(0), n(1), n(2)]);
}

#[test]
fn if_not_exists_takes_a_value_or_a_path() {
    let set = update()
        .set(Stock::NOTE, Stock::NOTE.if_not_exists("none"))
        .set(Stock::NAME, Stock::NOTE.if_not_exists(Stock::NAME))
        .set(Stock::AGE, Stock::AGE.if_not_exists(Duration::from_secs(1)));
    let expression = "SET #0 = if_not_exists(#0, :0), #1 = if_not_exists(#0, #1), \
                      #2 = if_not_exists(#2, :1)";
    assert_is(&set, expression, &["note", "name", "age"], [s("none"), n(1)]);
}

#[test]
fn lists_grow_behind_and_in_front() {
    let set = update()
        .set(Stock::MOVES, Stock::MOVES.append([1, 2]))
        .set(Stock::HOLES, Stock::HOLES.prepend([None, Some(3)]))
        .set(Stock::LATER, Stock::LATER.if_not_exists(Vec::new()).append(vec![4]));
    let expression = "SET #0 = list_append(#0, :0), #1 = list_append(:1, #1), \
                      #2 = list_append(if_not_exists(#2, :2), :3)";
    let values = [L(vec![n(1), n(2)]), L(vec![Null(true), n(3)]), L(Vec::new()), L(vec![n(4)])];
    assert_is(&set, expression, &["moves", "holes", "later"], values);
}

#[test]
fn elements_and_entries_are_set_and_removed_alone() {
    let change = update()
        .set(Stock::MOVES.index(2), Stock::MOVES.index(0).unguarded() + 1)
        .set(Stock::PLACES.key("a").at(Place::ROWS).index(1), 9)
        .set(Stock::PLACES.key("a").at(Place::ROOMS.key("b").at(Address::CITY)), "Ulm")
        .remove(Stock::MOVES.index(3))
        .remove(Stock::LATER.index(0))
        .remove(Stock::PLACES.key("c"));
    let expression = "SET #0[2] = #0[0] + :0, #1.#2.#3[1] = :1, #1.#2.#4.#5.#6 = :2 \
                      REMOVE #0[3], #7[0], #1.#8";
    let names = ["moves", "places", "a", "rows", "rooms", "b", "city", "later", "c"];
    assert_is(&change, expression, &names, [n(1), n(9), s("Ulm")]);
}

#[test]
fn none_removes_an_attribute_and_is_null_in_a_list_or_map() {
    let change = update()
        .set(Stock::NOTE, None)
        .set(Stock::LABELS, BTreeSet::new())
        .set(Stock::HOLES.index(0), None)
        .set(Stock::PLACES.key("a"), None)
        .set_option(Stock::SPARE, None::<i64>)
        .set_option(Stock::LATER.index(0), None::<i64>)
        .set_option(Stock::SIZES, Some(BTreeSet::from([1])));
    let names = ["holes", "places", "a", "sizes", "note", "labels", "spare", "later"];
    let expression = "SET #0[0] = :0, #1.#2 = :0, #3 = :1 REMOVE #4, #5, #6, #7[0]";
    assert_is(&change, expression, &names, [Null(true), Ns(vec!["1".to_owned()])]);
}

#[test]
fn add_takes_numbers_and_elements_of_sets() {
    let add = update()
        .add(Stock::COUNT.unguarded(), -5)
        .add(Stock::SPARE.unguarded(), 1)
        .add(Stock::LABELS, ["a", "b", "a"])
        .add(Stock::SIZES, BTreeSet::from([1, 2]))
        .add(Stock::HASHES, [b"h"])
        .add(Stock::AGE, Duration::from_secs(2));
    let values = [
        n(-5),
        n(1),
        Ss(vec!["a".to_owned(), "b".to_owned()]),
        Ns(vec!["1".to_owned(), "2".to_owned()]),
        Bs(vec![Blob::new(b"h")]),
        n(2),
    ];
    let names = ["count", "spare", "labels", "sizes", "hashes", "age"];
    assert_is(&add, "ADD #0 :0, #1 :1, #2 :2, #3 :3, #4 :4, #5 :5", &names, values);
}

#[test]
fn all_four_clauses_stand_in_one_update() {
    let change = update()
        .delete(Stock::LABELS, ["a"])
        .add(Stock::COUNT.unguarded(), 1)
        .remove(Stock::NOTE)
        .set(Stock::NAME, "n");
    let names = ["name", "note", "count", "labels"];
    let values = [s("n"), n(1), Ss(vec!["a".to_owned()])];
    assert_is(&change, "SET #0 = :0 REMOVE #1 ADD #2 :1 DELETE #3 :2", &names, values);
}

#[test]
fn to_add_or_delete_nothing_is_no_change() {
    let none: [&str; 0] = [];
    let change = update()
        .set(Stock::COUNT, 1)
        .add(Stock::LABELS, none)
        .delete(Stock::LABELS, none)
        .add(Stock::SPARE, None);
    assert_is(&change, "SET #0 = :0", &["count"], [n(1)]);
    assert_refused(&update().add(Stock::LABELS, none));
    assert_refused(&update());
}

#[test]
fn optional_parts_need_no_if() {
    let part = Changes::new().set_if(false, Stock::COUNT, 1).set_option(Stock::NOTE, Some("n"));
    let change = update()
        .set(Stock::NOTE, "o")
        .set_if(true, Stock::COUNT, Stock::COUNT.unguarded() + 2)
        .merge(part.clone())
        .merge(Changes::default());
    assert_is(&change, "SET #0 = #0 + :0, #1 = :1", &["count", "note"], [n(2), s("n")]);
    assert!(!part.is_empty());
    assert!(Changes::new().set_if(false, Stock::COUNT, 1).is_empty());
}

#[test]
fn a_patch_sets_what_it_has() {
    let (name, none): (Option<&str>, Option<&str>) = (Some("n"), None);
    let change = update()
        .set_some(Stock::NAME, name)
        .set_some(Stock::NOTE, none)
        .set_some(Stock::COUNT, Some(Stock::RESERVED))
        .set_some(Stock::SPARE, Some(None));
    let names = ["name", "count", "reserved", "spare"];
    assert_is(&change, "SET #0 = :0, #1 = #2 REMOVE #3", &names, [s("n")]);
    assert!(Changes::new().set_some(Stock::NAME, none).is_empty());
}

#[test]
fn of_several_calls_for_one_path_the_last_counts() {
    let change = update()
        .set(Stock::NOTE, "a")
        .set(Stock::NOTE, "b")
        .remove(Stock::NOTE)
        .remove(Stock::SPARE)
        .set(Stock::SPARE, 3)
        .add(Stock::COUNT, 1)
        .add(Stock::COUNT.unguarded(), 2)
        .add(Stock::LABELS, ["a"])
        .add(Stock::LABELS, [] as [&str; 0]);
    let names = ["spare", "note", "count", "labels"];
    let values = [n(3), n(2), Ss(vec!["a".to_owned()])];
    assert_is(&change, "SET #0 = :0 REMOVE #1 ADD #2 :1, #3 :2", &names, values);
}

#[test]
fn changes_that_overlap_are_refused_before_they_are_sent() {
    let place = Place { shelf: 1, rows: None, rooms: HashMap::new() };
    let shelf = || Stock::PLACES.key("a").at(Place::SHELF);
    assert_refused(&update().set(Stock::COUNT, 1).add(Stock::COUNT, 1));
    assert_refused(&update().add(Stock::LABELS, ["a"]).delete(Stock::LABELS, ["b"]));
    assert_refused(&update().set(Stock::LABELS, BTreeSet::new()).delete(Stock::LABELS, ["b"]));
    assert_refused(&update().add(shelf(), 1).set(Stock::PLACES.key("a"), place.clone()));
    assert_refused(&update().add(shelf(), 1).remove(Stock::PLACES.key("a")));
    assert_refused(&update().set(Stock::MOVES, vec![1]).remove(Stock::MOVES.index(0)));
    let beside = update().add(shelf(), 1).set(Stock::PLACES.key("b"), place);
    assert!(beside.input().is_ok());
}

#[test]
fn a_value_that_is_needed_is_there() {
    assert_refused(&update().set(Stock::NOTE, Stock::NOTE.if_not_exists(None)));
    assert_refused(&update().add(Stock::LABELS, ["a"]).set(Stock::SPARE, Stock::SPARE + None));
}

#[test]
fn a_flattened_map_gives_no_way_to_the_key() {
    let parcels = Parcel::table(offline());
    let update = |name| {
        let path = Parcel::REST.key(name);
        parcels.update("p", Duration::from_secs(1)).set(path, Null(true)).input()
    };
    assert!(update("other").is_ok());
    for key in ["id", "sent"] {
        assert_eq!(update(key).unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    let removed = parcels.update("p", Duration::from_secs(1)).remove(Parcel::REST.key("other"));
    assert_eq!(removed.input().unwrap().get_update_expression().as_deref(), Some("REMOVE #0"));
}

#[test]
fn debug_of_changes_shows_no_values() {
    let changes = Changes::new()
        .set(Stock::NAME, "SECRET")
        .set(Stock::NOTE, Stock::NOTE.if_not_exists("SECRET"))
        .add(Stock::LABELS, ["SECRET"]);
    let shown = format!("{changes:?} {:?}", Stock::NOTE.if_not_exists("SECRET"));
    assert!(shown.contains("note"), "{shown}");
    assert!(!shown.contains("SECRET"), "{shown}");
}

#[test]
fn a_status_is_a_value_like_any_other() {
    let orders = dynamo_tests::Order::table(offline());
    let status = dynamo_tests::Order::STATUS;
    let update = orders.update("ann", 1).set(status.clone(), status.if_not_exists(Status::Open));
    let input = update.input().unwrap();
    let expression = "SET #0 = if_not_exists(#0, :0)";
    assert_eq!(input.get_update_expression().as_deref(), Some(expression));
}

#[test]
fn the_changed_attributes_are_asked_for() {
    let change = || update().set(Stock::COUNT, 1);
    let asked = |input: UpdateItemInputBuilder| input.get_return_values().clone();
    let new = change().return_updated_new().input().unwrap();
    assert_eq!(asked(new), Some(ReturnValue::UpdatedNew));
    let old = change().return_updated_old().input().unwrap();
    assert_eq!(asked(old), Some(ReturnValue::UpdatedOld));
}
