//! Each operation's request equals the one written by hand.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemInputBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanInputBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use dynamo_runtime::expr::{all, prefix};
use dynamo_runtime::{Condition, DynamoTable, DynamoValue, ErrorKind};
use dynamo_tests::{
    Address, Article, Everything, Line, Order, OrderTable, Parcel, Status, offline,
};
use samples::Domain;

fn orders() -> OrderTable {
    Order::table(offline())
}

pub(crate) fn s(text: &str) -> AttributeValue {
    S(text.to_owned())
}

pub(crate) fn n(number: i64) -> AttributeValue {
    N(number.to_string())
}

fn key() -> HashMap<String, AttributeValue> {
    HashMap::from([("customer".to_owned(), s("ann")), ("number".to_owned(), n(1))])
}

pub(crate) fn names(names: &[&str]) -> HashMap<String, String> {
    let placeholders = names.iter().enumerate();
    placeholders.map(|(at, name)| (format!("#{at}"), (*name).to_owned())).collect()
}

pub(crate) fn values<const N: usize>(
    values: [AttributeValue; N],
) -> HashMap<String, AttributeValue> {
    values.into_iter().enumerate().map(|(at, value)| (format!(":{at}"), value)).collect()
}

#[test]
fn get() {
    let expected = GetItemInputBuilder::default().table_name("Orders").set_key(Some(key()));
    assert_eq!(orders().get("ann", 1).input().unwrap(), expected);
    let consistent = orders().get("ann", 1).consistent().input().unwrap();
    assert_eq!(consistent, expected.consistent_read(true));
}

#[test]
fn exists() {
    let expected = GetItemInputBuilder::default()
        .table_name("Orders")
        .set_key(Some(key()))
        .projection_expression("#0")
        .set_expression_attribute_names(Some(names(&["customer"])));
    assert_eq!(orders().exists("ann", 1).input().unwrap(), expected);
}

#[test]
fn put_and_insert() {
    let domain = Domain { url: "u".to_owned(), domain: "d".to_owned() };
    let domains = Domain::table(offline());
    let expected = PutItemInputBuilder::default()
        .table_name("Domain")
        .item("url", s("u"))
        .item("domain", s("d"));
    assert_eq!(domains.put(&domain).input().unwrap(), expected);
    let absent = expected
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .condition_expression("NOT (attribute_exists(#0))")
        .set_expression_attribute_names(Some(names(&["url"])));
    assert_eq!(domains.insert(&domain).input().unwrap(), absent);
}

#[test]
fn update() {
    let update = orders()
        .update("ann", 1)
        .set(Order::STATUS, Status::OnTheWay)
        .set(Order::TOTAL, 7)
        .set(Order::TOTAL, 8)
        .set(Order::ADDRESS.at(Address::STREET), "Main Street")
        .set(Order::COURIER, None)
        .remove(Order::NOTE)
        .condition(Order::STATUS.ne(Status::Done) & Order::TOTAL.lt(8));
    let expected = UpdateItemInputBuilder::default()
        .table_name("Orders")
        .set_key(Some(key()))
        .return_values(ReturnValue::AllNew)
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .update_expression("SET #0 = :0, #1 = :1, #2.#3 = :2 REMOVE #4, #5")
        .condition_expression("(attribute_exists(#6)) AND ((#0 <> :3) AND (#1 < :1))")
        .set_expression_attribute_names(Some(names(&[
            "status", "total", "address", "street", "courier", "note", "customer",
        ])))
        .set_expression_attribute_values(Some(values([
            s("on_the_way"),
            n(8),
            s("Main Street"),
            s("arrived"),
        ])));
    assert_eq!(update.input().unwrap(), expected);
}

#[test]
fn delete() {
    let expected = DeleteItemInputBuilder::default()
        .table_name("Orders")
        .set_key(Some(key()))
        .return_values(ReturnValue::AllOld)
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .condition_expression("#0 = :0")
        .set_expression_attribute_names(Some(names(&["total"])))
        .set_expression_attribute_values(Some(values([n(5)])));
    let delete = orders().delete("ann", 1).condition(Order::TOTAL.eq(5)).return_old();
    assert_eq!(delete.input().unwrap(), expected);
}

#[test]
fn query_on_the_table() {
    let query = orders()
        .query("ann")
        .range(10..=20)
        .filter(Order::STATUS.eq(Status::Open))
        .filter(Order::LABELS.contains("gift") | Order::NOTE.size().le(3))
        .descending()
        .consistent()
        .page_size(50);
    let expected = QueryInputBuilder::default()
        .table_name("Orders")
        .key_condition_expression("#0 = :0 AND #1 BETWEEN :1 AND :2")
        .filter_expression("(#2 = :3) AND ((contains(#3, :4)) OR (size(#4) <= :5))")
        .scan_index_forward(false)
        .consistent_read(true)
        .limit(50)
        .set_expression_attribute_names(Some(names(&[
            "customer", "number", "status", "labels", "note",
        ])))
        .set_expression_attribute_values(Some(values([
            s("ann"),
            n(10),
            n(20),
            s("open"),
            s("gift"),
            n(3),
        ])));
    assert_eq!(query.input().unwrap(), expected);
}

#[test]
fn query_on_an_index_of_two_range_attributes() {
    let query =
        orders().query_by_customer_and_status("ann").range((Status::Open, prefix("2026-11")));
    let expected = QueryInputBuilder::default()
        .table_name("Orders")
        .index_name("ByCustomerAndStatus")
        .key_condition_expression("#0 = :0 AND #1 = :1 AND begins_with(#2, :2)")
        .set_expression_attribute_names(Some(names(&["customer", "status", "placedAt"])))
        .set_expression_attribute_values(Some(values([s("ann"), s("open"), s("2026-11")])));
    assert_eq!(query.input().unwrap(), expected);
}

#[test]
fn a_limit_bounds_the_page_only_where_no_filter_does() {
    let limit = |input: QueryInputBuilder| *input.get_limit();
    let query = || orders().query("ann");
    let filtered = || query().filter(Order::TOTAL.gt(1));
    assert_eq!(limit(query().limit(3).input().unwrap()), Some(3));
    assert_eq!(limit(query().limit(3).page_size(2).input().unwrap()), Some(2));
    assert_eq!(limit(query().limit(2).page_size(3).input().unwrap()), Some(2));
    assert_eq!(limit(filtered().limit(3).input().unwrap()), None);
    assert_eq!(limit(filtered().limit(3).page_size(9).input().unwrap()), Some(9));
}

#[test]
fn scan() {
    let expected = ScanInputBuilder::default()
        .table_name("Orders")
        .filter_expression("#0 IN (:0, :1)")
        .consistent_read(true)
        .set_expression_attribute_names(Some(names(&["total"])))
        .set_expression_attribute_values(Some(values([n(1), n(2)])));
    let scan = orders().scan().filter(Order::TOTAL.is_in([1, 2])).consistent();
    assert_eq!(scan.input().unwrap(), expected);
}

#[test]
fn whatever_contains_something_can_be_asked_for_it() {
    let contains: [Condition<Order>; 5] = [
        Order::NOTE.contains("text"),
        Order::STATUS.contains("on_"),
        Order::LABELS.contains("label"),
        Order::LINES.index(0).at(Line::ARTICLE).contains("part of a name"),
        Order::LINES.contains(Line { article: Article("a".to_owned()), count: 1 }),
    ];
    for condition in contains {
        let input = orders().scan().filter(condition).input().unwrap();
        assert!(input.get_filter_expression().as_deref().unwrap().starts_with("contains(#0"));
    }
    let pause = Parcel::PAUSES.contains(Duration::from_secs(7));
    let parcels = Parcel::table(offline()).scan().filter(pause).input().unwrap();
    assert_eq!(*parcels.get_expression_attribute_values(), Some(values([n(7)])));
    let bytes =
        Everything::BYTES.contains(b"\0") & Everything::BOXED.at(Address::CITY).contains("U");
    let input = Everything::table(offline()).scan().filter(bytes).input().unwrap();
    let byte = AttributeValue::B(Blob::new([0]));
    assert_eq!(*input.get_expression_attribute_values(), Some(values([byte, s("U")])));
}

#[test]
fn nested_paths_alias_every_segment() {
    /// A document with a list and a map of documents.
    #[derive(DynamoValue)]
    struct Tree {
        branches: Vec<Address>,
        by_name: HashMap<String, Address>,
        inner: Option<Address>,
    }
    #[derive(dynamo_runtime::DynamoTable)]
    struct Forest {
        #[hash_key]
        id: String,
        tree: Tree,
    }
    let update = Forest::table(offline())
        .update("x")
        .set(Forest::TREE.at(Tree::BRANCHES).index(2).at(Address::CITY), "Ulm")
        .set(Forest::TREE.at(Tree::BY_NAME).key("a.b c").at(Address::CITY), "Ulm")
        .set(Forest::TREE.at(Tree::INNER).at(Address::STREET), "Main Street");
    let input = update.input().unwrap();
    let expression = "SET #0.#1[2].#2 = :0, #0.#3.#4.#2 = :0, #0.#5.#6 = :1";
    assert_eq!(input.get_update_expression().as_deref(), Some(expression));
    let aliases = ["tree", "branches", "city", "by_name", "a.b c", "inner", "street", "id"];
    assert_eq!(*input.get_expression_attribute_names(), Some(names(&aliases)));
}

#[test]
fn what_the_service_would_refuse_is_refused_before_it_is_sent() {
    let long = "x".repeat(2049);
    let deep = (0..200).fold(Order::TOTAL.eq(0), |all, _| all & Order::TOTAL.eq(1));
    let address = Address { city: String::new(), street: None };
    let refusals = [
        orders().get("", 1).input().err(),
        orders().get(&long, 1).input().err(),
        orders().delete("", 1).input().err(),
        orders().exists("", 1).input().err(),
        orders().named("no").get("ann", 1).input().err(),
        orders().named("not/a name").scan().input().err(),
        orders().update("ann", 1).input().err(),
        orders()
            .update("ann", 1)
            .set(Order::ADDRESS, address)
            .set(Order::ADDRESS.at(Address::CITY), "Ulm")
            .input()
            .err(),
        orders().scan().filter(deep).input().err(),
        orders().scan().filter(Order::TOTAL.is_in(0..101)).input().err(),
        orders().scan().filter(Order::NOTE.eq(None)).input().err(),
        orders().scan().filter(Order::NOTE.exists() | all([])).input().err(),
        orders().delete("ann", 1).condition(!all([])).input().err(),
        orders().scan().filter(Order::NOTE.ne(Order::NOTE)).input().err(),
        orders().query("ann").filter(Order::NUMBER.gt(1)).input().err(),
        orders().query_courier("c").filter(Order::COURIER.exists()).input().err(),
        orders().put(&Order::new("", 1)).input().err(),
        orders().put(&Order::new(&long, 1)).input().err(),
    ];
    for (at, refusal) in refusals.into_iter().enumerate() {
        assert_eq!(refusal.map(|error| error.kind()), Some(ErrorKind::InvalidRequest), "{at}");
    }
}

#[test]
fn a_table_may_be_named_by_its_arn() {
    let arn = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders";
    let input = orders().named(arn).scan().input().unwrap();
    assert_eq!(input.get_table_name().as_deref(), Some(arn));
}

#[test]
fn debug_of_an_operation_shows_no_keys_items_or_values() {
    let mut order = Order::new("SECRET", 1);
    order.note = Some("SECRET".to_owned());
    let shown = [
        format!("{:?}", orders().get("SECRET", 1)),
        format!("{:?}", orders().put(&order).condition(Order::NOTE.eq("SECRET"))),
        format!("{:?}", orders().update("SECRET", 1).set(Order::NOTE, "SECRET")),
        format!("{:?}", orders().delete("SECRET", 1).condition(Order::NOTE.eq("SECRET"))),
        format!("{:?}", orders().exists("SECRET", 1)),
        format!("{:?}", orders().query("SECRET").filter(Order::NOTE.contains("SECRET"))),
        format!("{:?}", orders().scan().filter(Order::NOTE.eq("SECRET"))),
        format!("{:?}", orders().query_courier("SECRET")),
    ];
    for text in shown {
        assert!(text.contains("Orders"), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[test]
fn operations_are_cloned_and_shown_whatever_the_item_is() {
    /// Neither `Clone` nor `Debug`.
    #[derive(DynamoTable)]
    struct Bare {
        #[hash_key]
        id: String,
        #[range_key]
        number: u64,
        #[gsi(name = "Note", projection = "KEYS_ONLY")]
        note: Option<String>,
    }

    macro_rules! cloned {
        ($($operation:expr),* $(,)?) => {$(
            let operation = $operation;
            assert_eq!(operation.clone().input().unwrap(), operation.input().unwrap());
            assert!(format!("{operation:?}").contains("Bare"));
        )*};
    }

    let (bare, item) = (Bare::table(offline()), Bare { id: "a".into(), number: 1, note: None });
    let noted = || Bare::NOTE.eq("b");
    cloned! {
        bare.get("a", 1).consistent().project((Bare::NOTE,)),
        bare.exists("a", 1).customize(|get| get.consistent_read(true)),
        bare.insert(&item).condition(noted()).return_old(),
        bare.update("a", 1).set(Bare::NOTE, "c").condition(noted()).return_updated_new(),
        bare.upsert("a", 1).set(Bare::NOTE, "c"),
        bare.delete("a", 1).condition(noted()).return_old(),
        bare.query("a").range(1..=5).descending().filter(noted()).limit(3).project((Bare::NOTE,)),
        bare.query_note("b").hydrate(),
        bare.scan().consistent().filter(noted()).page_size(3),
        bare.scan().filter(noted()).segments(4),
        bare.partiql("SELECT * FROM Bare WHERE note = ?", ("b",)).consistent().page_size(3),
    }
}
