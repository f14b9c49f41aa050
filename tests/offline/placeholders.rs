//! The placeholders of any request: those that its expressions use are those that it defines, each once.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::expr::{after, all, any};
use dynamo_runtime::op::{Delete, Put, Query, Scan, Update};
use dynamo_runtime::schema::AttributeType;
use dynamo_runtime::table::Source;
use dynamo_runtime::{Changes, Condition};
use dynamo_tests::{Address, Article, Everything, Line, Order, OrderTable, Status, offline};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::arbitrary::everything;

/// What a request says in expressions.
struct Said {
    expressions: Vec<String>,
    names: Option<HashMap<String, String>>,
    values: Option<HashMap<String, AttributeValue>>,
}

/// Takes the expressions of an input.
macro_rules! said {
    ($input:expr, $($expression:ident)*) => {{
        let input = $input.expect("a request");
        Said {
            expressions: [$(input.$expression().clone()),*].into_iter().flatten().collect(),
            names: input.get_expression_attribute_names().clone(),
            values: input.get_expression_attribute_values().clone(),
        }
    }};
}

const WORDS: [&str; 19] = [
    "ADD",
    "AND",
    "BETWEEN",
    "DELETE",
    "IN",
    "NOT",
    "OR",
    "REMOVE",
    "SET",
    "attribute_exists",
    "attribute_not_exists",
    "attribute_type",
    "begins_with",
    "contains",
    "if_not_exists",
    "list_append",
    "size",
    // A list's index.
    "0",
    "1",
];

impl Said {
    fn check(self) -> Result<(), TestCaseError> {
        let text = self.expressions.join(" ");
        let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '#' | ':' | '_')));
        let parts = parts.filter(|part| !part.is_empty());
        let (placeholders, words): (BTreeSet<&str>, BTreeSet<&str>) =
            parts.partition(|part| part.starts_with(['#', ':']));
        let raw: Vec<_> = words.iter().filter(|word| !WORDS.contains(word)).collect();
        prop_assert!(raw.is_empty(), "{raw:?} in {text}");

        prop_assert!(self.names.as_ref().is_none_or(|names| !names.is_empty()));
        prop_assert!(self.values.as_ref().is_none_or(|values| !values.is_empty()));
        let (names, values) = (self.names.unwrap_or_default(), self.values.unwrap_or_default());
        let defined: BTreeSet<&str> =
            names.keys().chain(values.keys()).map(String::as_str).collect();
        prop_assert_eq!(placeholders, defined, "{}", text);

        let distinct: BTreeSet<&String> = names.values().collect();
        prop_assert_eq!(distinct.len(), names.len(), "a name has two placeholders: {:?}", names);
        let values: Vec<&AttributeValue> = values.values().collect();
        let repeated = values.iter().enumerate().any(|(at, value)| values[..at].contains(value));
        prop_assert!(!repeated, "a value has two placeholders: {:?}", values);
        Ok(())
    }
}

/// The conditions that `simple` makes of a few numbers, alone or with others.
fn condition<T: 'static>(simple: fn(usize, i64) -> Condition<T>) -> BoxedStrategy<Condition<T>> {
    let simple = (0..12_usize, 0..3_i64).prop_map(move |(nth, value)| simple(nth, value));
    let joined = |inner: BoxedStrategy<Condition<T>>| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, two)| one & two),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| one | two),
            inner.clone().prop_map(|one| !one),
            vec(inner.clone(), 1..4).prop_map(all),
            vec(inner, 0..4).prop_map(any),
        ]
    };
    simple.prop_recursive(3, 10, 3, joined).boxed()
}

fn of_order(nth: usize, value: i64) -> Condition<Order> {
    let text = value.to_string();
    let size = u64::try_from(value).unwrap_or_default();
    match nth {
        0 => Order::TOTAL.eq(value),
        1 => Order::TOTAL.between(value, Order::NOTE.size()),
        2 => Order::TOTAL.is_in(0..value),
        3 => Order::NOTE.begins_with(text),
        4 => Order::NOTE.ne(Order::ADDRESS.at(Address::CITY)),
        5 => Order::NOTE.attribute_type(AttributeType::Null),
        6 => Order::LABELS.contains(text),
        7 => Order::LABELS.size().gt(size),
        8 => Order::LINES.index(0).at(Line::ARTICLE).eq(Article(text)),
        9 => Order::LINES.index(1).exists(),
        10 => Order::ADDRESS.at(Address::STREET).not_exists(),
        _ => Order::ADDRESS.at(Address::CITY).size().is_in([size, 1]),
    }
}

fn of_everything(nth: usize, value: i64) -> Condition<Everything> {
    let text = value.to_string();
    match nth {
        0 => Everything::NUMBERS.contains(value),
        1 => Everything::DOUBLE.lt(1.5),
        2 => Everything::FLAG.eq(value > 1),
        3 => Everything::MAYBE_FLAG.ne(Everything::FLAG),
        4 => Everything::MAP.key(&text).ge(1),
        5 => Everything::MAP.key("re-named.attribute").le(Everything::MAP.key("size")),
        6 => Everything::RENAMED.eq(Everything::TEXT),
        7 => Everything::STATUSES.contains(Status::Open),
        8 => Everything::BYTES.begins_with(text.as_bytes()),
        9 => Everything::DOCUMENTS.index(1).at(Address::CITY).contains(text),
        10 => Everything::BOXED.at(Address::CITY).exists(),
        _ => Everything::LIST.index(0).is_in([text, "1".to_owned()]),
    }
}

/// A change of one attribute, which takes the placeholders that conditions take too.
type Change = fn(i64) -> Changes<Order>;

/// Some of the changes that can be made at once: no two are of one attribute.
fn changes() -> impl Strategy<Value = Vec<Change>> {
    let changes: Vec<Change> = vec![
        |value| Changes::new().set(Order::TOTAL, Order::TOTAL.if_not_exists(0) + value),
        |value| Changes::new().set(Order::NOTE, value.to_string()),
        |_| Changes::new().set(Order::COURIER, Order::ADDRESS.at(Address::STREET)),
        |value| Changes::new().add(Order::LABELS, [value.to_string()]),
        |value| Changes::new().set(Order::ADDRESS.at(Address::CITY), value.to_string()),
        |_| Changes::new().remove(Order::ADDRESS.at(Address::STREET)),
        |_| Changes::new().set(Order::LINES.index(0).at(Line::COUNT), 1),
        |_| Changes::new().remove(Order::LINES.index(1)),
        |_| Changes::new().set(Order::STATUS, Status::Open),
        |value| Changes::new().set(Order::PLACED_AT, value.to_string()),
    ];
    let all = changes.len();
    subsequence(changes, 1..=all)
}

fn orders() -> OrderTable {
    Order::table(offline())
}

fn check_query<S: Source<Table = Order>>(
    query: Query<S>,
    filters: Vec<Condition<Order>>,
) -> Result<(), TestCaseError> {
    macro_rules! check {
        ($query:expr) => {
            said!(
                $query.input(),
                get_key_condition_expression get_filter_expression get_projection_expression
            )
            .check()
        };
    }
    let query = filters.into_iter().fold(query, Query::filter);
    check!(query)?;
    let city = Order::ADDRESS.at(Address::CITY);
    check!(query.project((Order::NOTE, city, Order::LINES.index(0), Order::CUSTOMER)))
}

proptest! {
    #[test]
    fn of_queries(
        range in 0..4_usize, hash in select(vec!["1", "ann"]), value in 0..3_u64,
        filters in vec(condition(of_order), 0..3),
    ) {
        let query = || orders().query(hash);
        let query = match range {
            0 => query(),
            1 => query().range(value),
            2 => query().range(value..=2),
            _ => query().range(after(value)),
        };
        check_query(query, filters.clone())?;
        let index = orders().query_by_customer_and_status(hash);
        check_query(index.range((Status::Open, value.to_string()..)), filters)?;
    }

    #[test]
    fn of_gets_and_scans(filters in vec(condition(of_everything), 0..3)) {
        let table = Everything::table(offline());
        let paths = (Everything::RENAMED, Everything::MAP.key("1"), Everything::MAP.key("size"));
        let get = table.get(b"id").project(paths.clone()).input().expect("a request");
        let said = Said {
            expressions: get.get_projection_expression().clone().into_iter().collect(),
            names: get.get_expression_attribute_names().clone(),
            values: None,
        };
        said.check()?;
        let scan = filters.into_iter().fold(table.scan(), Scan::filter);
        said!(scan.input(), get_filter_expression).check()?;
        said!(scan.project(paths).input(), get_filter_expression get_projection_expression).check()?;
    }

    #[test]
    fn of_puts_and_deletes(conditions in vec(condition(of_everything), 0..3)) {
        let (table, item) = (Everything::table(offline()), everything());
        for put in [table.put(&item), table.insert(&item)] {
            let put = conditions.iter().cloned().fold(put, Put::condition);
            said!(put.input(), get_condition_expression).check()?;
        }
        let delete = table.delete(b"id");
        let delete = conditions.into_iter().fold(delete, Delete::condition);
        said!(delete.input(), get_condition_expression).check()?;
    }

    #[test]
    fn of_updates(
        changes in changes(), value in 0..3_i64, conditions in vec(condition(of_order), 0..3),
    ) {
        for update in [orders().update("1", 1), orders().upsert("1", 1)] {
            let update = changes.iter().fold(update, |update, change| update.merge(change(value)));
            let conditions = conditions.iter().cloned();
            let update = conditions.fold(update, Update::condition);
            said!(update.input(), get_update_expression get_condition_expression).check()?;
        }
    }
}
