//! Reads of a part of each item.

mod sparse;

use dynamo_runtime::expr::any;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoView, ErrorKind, Wire};
use dynamo_testkit::Engine;
use dynamo_tests::{Address, Article, Line, Order, Status};
use futures_util::TryStreamExt;

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

fn order() -> Order {
    let line = |article: &str, count| Line { article: Article(article.to_owned()), count };
    Order {
        note: Some("in a hurry".to_owned()),
        labels: ["gift".to_owned()].into(),
        lines: vec![line("pen", 1), line("ink", 2), line("paper", 3)],
        address: Address { city: "Ulm".to_owned(), street: Some("Main Street".to_owned()) },
        ..Order::new("ann", 1)
    }
}

#[tokio::test]
async fn a_tuple_of_paths_is_read_as_a_tuple_of_their_types() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&order()).await?;
    orders.put(&Order::new("ann", 2)).await?;
    let paths = (Order::NUMBER, Order::STATUS, Order::NOTE, Order::LABELS);
    let read = orders.query("ann").project(paths.clone()).all().await?;
    let whole = [order(), Order::new("ann", 2)];
    let expected = whole.map(|order| (order.number, order.status, order.note, order.labels));
    assert_eq!(read, expected);
    let one = orders.get("ann", 1).project(paths).consistent().await?;
    assert_eq!(one.as_ref(), Some(&expected[0]));
    let scanned = orders.scan().project((Order::TOTAL,)).filter(Order::NUMBER.eq(2)).all().await?;
    assert_eq!(scanned, [(200,)]);
    Ok(())
}

#[tokio::test]
async fn nested_attributes_and_elements_are_read_from_where_they_stand() -> Outcome {
    let (orders, engine) = orders().await;
    orders.put(&order()).await?;
    let lines = |index| Order::LINES.index(index);
    let paths = (
        lines(2).at(Line::COUNT),
        Order::ADDRESS.at(Address::STREET),
        lines(0).at(Line::COUNT),
        lines(0).at(Line::ARTICLE),
        Order::ADDRESS.at(Address::CITY),
    );
    let street = || Some("Main Street".to_owned());
    for wire in [Wire::Json, Wire::Sdk] {
        let orders = Order::table(Dynamo::new(engine.client()).with_wire(wire));
        let read = orders.get("ann", 1).project(paths.clone()).await?;
        let article = Article("pen".to_owned());
        assert_eq!(read, Some((Some(3), street(), Some(1), Some(article), "Ulm".to_owned())));
    }
    Ok(())
}

/// Four of an order's ten fields, in an order of their own.
#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Order)]
struct Delivery {
    address: Address,
    placed_at: String,
    number: u64,
    note: Option<String>,
    #[dynamo(skip)]
    done: bool,
}

impl From<Order> for Delivery {
    fn from(Order { address, placed_at, number, note, .. }: Order) -> Self {
        Self { address, placed_at, number, note, done: false }
    }
}

#[tokio::test]
async fn a_view_is_read_in_place_of_the_item() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&order()).await?;
    orders.put(&Order::new("ann", 2)).await?;
    let expected = [order().into(), Order::new("ann", 2).into()];
    assert_eq!(orders.get("ann", 1).view::<Delivery>().await?.as_ref(), Some(&expected[0]));
    assert_eq!(orders.get("ann", 3).view::<Delivery>().await?, None);
    assert_eq!(orders.query("ann").view::<Delivery>().all().await?, expected);
    let by_status = orders.query_by_customer_and_status("ann").view::<Delivery>();
    assert_eq!(by_status.stream().try_collect::<Vec<_>>().await?, expected);
    let scanned = orders.scan().view::<Delivery>().filter(Order::TOTAL.gt(100)).first().await?;
    assert_eq!(scanned.as_ref(), Some(&expected[1]));
    Ok(())
}

#[test]
fn a_view_asks_for_the_attributes_of_its_fields_only() {
    let orders = Order::table(dynamo_tests::offline());
    let input = orders.get("ann", 1).view::<Delivery>().input().expect("a request");
    let names = input.get_expression_attribute_names().as_ref().expect("names");
    let expression = input.get_projection_expression().as_deref().expect("a projection");
    let read: Vec<&str> = expression.split(", ").map(|name| names[name].as_str()).collect();
    assert_eq!(read, ["address", "placedAt", "number", "note"]);
    assert_eq!(names.len(), 4);
}

#[tokio::test]
async fn an_element_that_may_be_absent_is_an_option() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&order()).await?;
    let paths = (Order::LINES.index(7), Order::LINES.index(1), Order::STATUS);
    let read = orders.get("ann", 1).project(paths).await?;
    assert_eq!(read, Some((None, Some(order().lines.swap_remove(1)), Status::Open)));
    Ok(())
}

#[tokio::test]
async fn an_item_without_what_is_read_of_it_is_there_all_the_same() -> Outcome {
    let (orders, engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    for wire in [Wire::Json, Wire::Sdk] {
        let orders = Order::table(Dynamo::new(engine.client()).with_wire(wire));
        let note = |number| orders.get("ann", number).project((Order::NOTE, Order::LABELS));
        assert_eq!(note(1).await?, Some((None, [].into())), "{wire:?}");
        assert_eq!(note(2).await?, None, "{wire:?}");
        let count = orders.get("ann", 1).project((Order::LINES.index(0).at(Line::COUNT),)).await?;
        assert_eq!(count, Some((None,)), "{wire:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_projection_names_what_is_missing() -> Outcome {
    let (orders, engine) = orders().await;
    let mut item = Order::new("ann", 1).to_item()?;
    item.remove("address");
    let put = engine.client().put_item().table_name("Orders").set_item(Some(item));
    put.send().await.expect("an item without an address");
    let city = Order::ADDRESS.at(Address::CITY);
    let error = orders.get("ann", 1).project((Order::STATUS, city)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Orders.address.city"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_projection_is_not_counted() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&order()).await?;
    let query = || orders.query("ann").project((Order::STATUS,));
    assert_eq!(query().filter(Order::STATUS.eq(Status::Open)).count().await?, 1);
    assert_eq!(query().first().await?, Some((Status::Open,)));
    Ok(())
}

#[test]
fn a_global_index_is_not_asked_for_what_it_does_not_hold() {
    let orders = Order::table(dynamo_tests::offline());
    let kind =
        |input: Result<_, dynamo_runtime::Error>| input.map(|_| ()).map_err(|error| error.kind());
    let courier = || orders.query_courier("carl");
    let refused = Err(ErrorKind::InvalidRequest);
    assert_eq!(kind(courier().project((Order::NUMBER, Order::NOTE)).input()), refused);
    assert_eq!(kind(courier().view::<Delivery>().input()), refused);
    assert_eq!(
        kind(courier().filter(Order::NUMBER.gt(1) & !Order::NOTE.exists()).input()),
        refused
    );
    assert_eq!(
        kind(courier().filter(Order::NUMBER.gt(1)).project((Order::NUMBER,)).input()),
        Ok(())
    );
    assert_eq!(kind(courier().filter(any([])).input()), Ok(()));
    assert_eq!(kind(orders.query_by_customer_and_status("ann").view::<Delivery>().input()), Ok(()));
}

/// The embedded engine does not look into the table.
#[tokio::test]
async fn on_dynamodb_local_a_local_index_fetches_what_it_does_not_hold() -> Outcome {
    /// An index of keys.
    #[derive(DynamoTable)]
    struct Note {
        #[hash_key]
        author: String,
        #[range_key]
        number: u64,
        #[lsi(name = "ByDay", projection = "KEYS_ONLY")]
        day: String,
        text: String,
    }
    let engine = Engine::start().expect("an engine");
    if engine.is_embedded() {
        return Ok(());
    }
    let notes = Note::table(engine.client());
    notes.create().await?;
    let [author, day, text] = ["ann", "2026-11-22", "hello"].map(str::to_owned);
    notes.put(&Note { author, number: 1, day, text }).await?;
    let filtered = notes.query_by_day("ann").filter(Note::TEXT.exists()).all().await.unwrap_err();
    assert_eq!(filtered.kind(), ErrorKind::InvalidRequest);
    let query = notes.query_by_day("ann");
    assert_eq!(query.project((Note::TEXT,)).all().await?, [("hello".to_owned(),)]);
    let held = notes.query_by_day("ann").all().await?;
    assert_eq!(held.iter().map(|note| note.number).collect::<Vec<_>>(), [1]);
    Ok(())
}

#[test]
fn paths_within_one_another_are_refused() {
    let orders = Order::table(dynamo_tests::offline());
    let city = Order::ADDRESS.at(Address::CITY);
    let twice = orders.scan().project((Order::STATUS, Order::STATUS)).input().unwrap_err();
    let within = orders.get("ann", 1).project((city, Order::ADDRESS)).input().unwrap_err();
    assert_eq!(
        (twice.kind(), within.kind()),
        (ErrorKind::InvalidRequest, ErrorKind::InvalidRequest)
    );
}
