//! What spans and the hook tell of each operation, and what they never tell.

mod recorder;
mod secret;
mod service;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dynamo_runtime::op::{Call, TransactGet};
use dynamo_runtime::{Changes, Dynamo, ErrorKind, TransactWrite, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};
use futures_util::{StreamExt, TryStreamExt};

use self::recorder::Recorder;
use self::service::{answer, service};
use crate::wires::WIRES;

/// The calls that a hook was told of.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<Call>>>);

impl Calls {
    fn hook(&self) -> impl Fn(&Call) + Send + Sync + 'static {
        let calls = self.clone();
        move |call: &Call| calls.0.lock().expect("no panic while it is held").push(call.clone())
    }

    fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.0.lock().expect("no panic while it is held"))
    }

    fn one(&self) -> Call {
        let calls = self.take();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.into_iter().next().expect("one")
    }
}

fn orders(script: &Script, wire: Wire, calls: &Calls) -> OrderTable {
    let dynamo = Dynamo::new(script.client(3)).with_wire(wire).with_consumed_capacity();
    Order::table(dynamo.with_metrics(calls.hook()))
}

/// The name of each operation, its table's index, and the numbers read, evaluated, written, of pages and of attempts; and the units.
type Row = (&'static str, Option<&'static str>, [u64; 5], Option<f64>);

fn row(call: &Call) -> Row {
    let counts = [call.read, call.scanned, call.written, call.pages, call.attempts];
    (call.operation, call.index, counts, call.consumed_capacity)
}

async fn every_operation(orders: &OrderTable) {
    let order = Order::new("ann", 1);
    orders.get("ann", 1).await.expect("a get");
    orders.exists("ann", 1).await.expect("whether there is one");
    orders.put(&order).await.expect("a put");
    orders.insert(&order).await.expect("an insert");
    orders.update("ann", 1).set(Order::TOTAL, 5).await.expect("an update");
    orders.delete("ann", 1).await.expect("a delete");
    orders.query("ann").all().await.expect("a query");
    orders.query("ann").first().await.expect("a query");
    orders.query_by_date("ann").count().await.expect("a count");
    orders.query("ann").page().await.expect("a page");
    orders.scan().stream().try_collect::<Vec<_>>().await.expect("a scan");
    orders.scan().pages().try_collect::<Vec<_>>().await.expect("a scan");
    orders.scan().raw_pages().try_collect::<Vec<_>>().await.expect("a scan");
    orders.scan().segments(2).all().await.expect("a scan");
    orders.query_courier("carl").hydrate().all().await.expect("a hydrated query");
    orders.partiql("SELECT * FROM \"Orders\"", ()).await.expect("a statement");
    orders.scan().delete_all().await.expect("a delete");
    orders.scan().filter(Order::TOTAL.lt(5)).delete_all().await.expect("a delete");
    let changes = Changes::new().set(Order::TOTAL, 7);
    orders.query_courier("carl").update_all(changes).await.expect("an update");
}

#[tokio::test]
async fn each_operation_is_told_once_with_the_sums_over_its_requests() {
    let courier = Some("Courier");
    let expected: Vec<Row> = vec![
        ("GetItem", None, [1, 0, 0, 0, 1], Some(0.5)),
        ("GetItem", None, [1, 0, 0, 0, 1], Some(0.5)),
        ("PutItem", None, [0, 0, 1, 0, 1], Some(2.0)),
        ("PutItem", None, [0, 0, 1, 0, 1], Some(2.0)),
        ("UpdateItem", None, [0, 0, 1, 0, 1], Some(3.0)),
        ("DeleteItem", None, [0, 0, 1, 0, 1], Some(2.0)),
        ("Query", None, [4, 10, 0, 2, 2], Some(1.0)),
        ("Query", None, [1, 5, 0, 1, 1], Some(0.5)),
        ("Query", Some("by-date"), [4, 10, 0, 2, 2], Some(1.0)),
        ("Query", None, [2, 5, 0, 1, 1], Some(0.5)),
        ("Scan", None, [4, 10, 0, 2, 2], Some(1.0)),
        ("Scan", None, [4, 10, 0, 2, 2], Some(1.0)),
        ("Scan", None, [4, 10, 0, 2, 2], Some(1.0)),
        ("Scan", None, [8, 20, 0, 4, 4], Some(2.0)),
        ("hydrate", courier, [4, 10, 0, 2, 3], Some(3.0)),
        ("ExecuteStatement", None, [1, 0, 0, 1, 1], Some(0.5)),
        ("delete_all", None, [4, 10, 4, 2, 3], Some(5.0)),
        ("delete_all", None, [4, 10, 4, 2, 6], Some(9.0)),
        ("update_all", courier, [4, 10, 4, 2, 6], Some(13.0)),
    ];
    for wire in WIRES {
        let calls = Calls::default();
        every_operation(&orders(&service(), wire, &calls)).await;
        let calls = calls.take();
        assert_eq!(calls.iter().map(row).collect::<Vec<_>>(), expected, "{wire:?}");
        for call in calls {
            assert_eq!((call.table(), call.tables.len()), ("Orders", 1));
            assert_eq!((call.error, call.code.as_deref(), call.dropped), (None, None, false));
            assert_eq!(call.request_id.as_deref(), Some(Answer::REQUEST_ID));
            assert!(call.duration > Duration::ZERO);
        }
    }
}

#[tokio::test]
async fn batches_and_transactions_are_told_once_too() {
    let expected: Vec<Row> = vec![
        ("BatchWriteItem", None, [0, 0, 4, 0, 1], Some(4.0)),
        ("BatchGetItem", None, [4, 0, 0, 0, 1], Some(2.0)),
        ("BatchWriteItem", None, [0, 0, 4, 0, 1], Some(4.0)),
        ("TransactWriteItems", None, [0, 0, 2, 0, 1], Some(6.0)),
        ("TransactGetItems", None, [2, 0, 0, 0, 1], Some(4.0)),
    ];
    for wire in WIRES {
        let (script, calls) = (service(), Calls::default());
        let dynamo = Dynamo::new(script.client(3)).with_wire(wire).with_consumed_capacity();
        let dynamo = dynamo.with_metrics(calls.hook());
        let orders = Order::table(&dynamo);
        let all: Vec<_> = (1..=4).map(|number| Order::new("ann", number)).collect();
        let keys = || (1..=4_u64).map(|number| ("ann", number));
        orders.put_all(&all).await.expect("puts");
        orders.get_all(keys()).await.expect("gets");
        orders.delete_all_of(keys()).await.expect("deletes");
        let writes = (orders.insert(&all[0]), orders.delete("ann", 2));
        TransactWrite::new(&dynamo, writes).send().await.expect("a transaction");
        let gets = [orders.get("ann", 1), orders.get("ann", 2)];
        TransactGet::new(&dynamo, gets).send().await.expect("a transaction");
        assert_eq!(calls.take().iter().map(row).collect::<Vec<_>>(), expected, "{wire:?}");
    }
}

#[tokio::test]
async fn capacity_is_asked_for_by_every_request_or_by_none() {
    for wire in WIRES {
        for asks in [false, true] {
            let (script, calls) = (service(), Calls::default());
            let dynamo = Dynamo::new(script.client(1)).with_wire(wire).with_metrics(calls.hook());
            let dynamo = if asks { dynamo.with_consumed_capacity() } else { dynamo };
            every_operation(&Order::table(dynamo)).await;
            // A page holds what it has consumed.
            let (pages, calls): (Vec<_>, Vec<_>) =
                calls.take().into_iter().enumerate().partition(|(at, _)| [9, 11].contains(at));
            assert_eq!(pages.len(), 2);
            assert!(calls.iter().all(|(_, call)| call.consumed_capacity.is_some() == asks));
            let asked = script
                .requests()
                .iter()
                .filter(|request| request.json()["ReturnConsumedCapacity"] == "TOTAL")
                .count();
            let all = calls.iter().chain(&pages).map(|(_, call)| call.attempts).sum::<u64>();
            let by_pages = pages.iter().map(|(_, call)| call.attempts).sum::<u64>();
            assert_eq!(u64::try_from(asked).expect("few"), if asks { all } else { by_pages });
        }
    }
}

#[tokio::test]
async fn both_wires_ask_for_capacity_alike() {
    let mut asked = Vec::new();
    for wire in WIRES {
        let script = service();
        every_operation(&orders(&script, wire, &Calls::default())).await;
        let requests = script.requests().into_iter();
        asked.push(requests.map(|sent| (sent.json(), sent.target)).collect::<Vec<_>>());
    }
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0].len(), 41);
}

#[tokio::test]
async fn each_operation_is_one_span_by_the_semantic_conventions() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    let orders = Order::table(
        Dynamo::new(service().client(1)).with_wire(Wire::Json).with_consumed_capacity(),
    );
    every_operation(&orders).await;
    let spans = recorder.spans();
    assert_eq!(spans.len(), 19);
    assert!(spans.iter().all(|span| span.is_closed));
    let fields = |at: usize| {
        let fields = spans[at].fields.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(
        fields(14),
        [
            ("aws.dynamodb.consumed_capacity", "{\"CapacityUnits\":3}"),
            ("aws.dynamodb.count", "4"),
            ("aws.dynamodb.index_name", "Courier"),
            ("aws.dynamodb.scanned_count", "10"),
            ("aws.request_id", Answer::REQUEST_ID),
            ("db.collection.name", "Orders"),
            ("db.operation.name", "hydrate"),
            ("db.system.name", "aws.dynamodb"),
            ("dynamo_runtime.attempts", "3"),
            ("dynamo_runtime.pages", "2"),
            ("otel.kind", "client"),
            ("otel.name", "hydrate Orders"),
        ]
    );
    assert_eq!(
        fields(2),
        [
            ("aws.dynamodb.consumed_capacity", "{\"CapacityUnits\":2}"),
            ("aws.request_id", Answer::REQUEST_ID),
            ("db.collection.name", "Orders"),
            ("db.operation.name", "PutItem"),
            ("db.system.name", "aws.dynamodb"),
            ("dynamo_runtime.attempts", "1"),
            ("dynamo_runtime.written", "1"),
            ("otel.kind", "client"),
            ("otel.name", "PutItem Orders"),
        ]
    );
}

#[tokio::test]
async fn a_failure_has_its_kind_and_code_and_every_attempt_is_counted() {
    for wire in WIRES {
        let recorder = Recorder::default();
        let _listening = recorder.listen();
        let (script, calls) = (Script::new([Answer::throttled()]), Calls::default());
        orders(&script, wire, &calls).get("ann", 1).await.expect_err("a throttle");
        let call = calls.one();
        assert_eq!((call.error, call.attempts, call.read), (Some(ErrorKind::Throttled), 3, 0));
        assert_eq!(call.code.as_deref(), Some("ProvisionedThroughputExceededException"));
        let span = recorder.spans().remove(0);
        for (field, value) in [
            ("error.type", "Throttled"),
            ("otel.status_code", "ERROR"),
            ("db.response.status_code", "ProvisionedThroughputExceededException"),
            ("dynamo_runtime.attempts", "3"),
        ] {
            assert_eq!(span.fields.get(field).map(String::as_str), Some(value), "{field}");
        }
        script.answer([Answer::throttled(), Answer::failed(), Answer::computed(answer)]);
        orders(&script, wire, &calls).query("ann").all().await.expect("a query");
        let call = calls.one();
        assert_eq!((call.error, call.pages, call.attempts), (None, 2, 4));
    }
}

#[tokio::test]
async fn what_is_refused_before_it_is_sent_is_told_too() {
    let (script, calls) = (service(), Calls::default());
    let refused = orders(&script, Wire::Json, &calls).query("ann").limit(0).all().await;
    refused.expect_err("a limit of 0");
    let call = calls.one();
    assert_eq!((call.error, call.attempts), (Some(ErrorKind::InvalidRequest), 0));
    assert_eq!((call.code, call.request_id), (None, None));
}

#[tokio::test]
async fn a_stream_ends_with_its_last_item_or_when_it_is_dropped() {
    for wire in WIRES {
        let (script, calls) = (service(), Calls::default());
        let orders = orders(&script, wire, &calls);
        let mut stream = orders.scan().stream();
        stream.next().await.expect("an item").expect("no error");
        assert_eq!(calls.take(), []);
        drop(stream);
        let call = calls.one();
        // One page is read ahead.
        assert_eq!((call.dropped, call.error, call.pages), (true, None, 2));

        let mut stream = orders.scan().stream();
        while stream.next().await.is_some() {}
        assert!(!calls.one().dropped);
        assert!(stream.next().await.is_none());
        drop(stream);
        assert_eq!(calls.take(), [], "it is told once");

        script.answer([Answer::error("ResourceNotFoundException")]);
        let mut stream = orders.scan().pages();
        stream.next().await.expect("an error").expect_err("no table");
        let call = calls.one();
        assert_eq!((call.error, call.dropped), (Some(ErrorKind::NotFound), false));
    }
}

#[tokio::test]
async fn a_stream_takes_the_time_in_which_it_is_waited_for() {
    let calls = Calls::default();
    let mut stream = orders(&service(), Wire::Json, &calls).scan().stream();
    while stream.next().await.is_some() {
        std::thread::sleep(Duration::from_millis(100));
    }
    let waited = calls.one().duration;
    assert!(waited > Duration::ZERO && waited < Duration::from_millis(300), "{waited:?}");
}

#[tokio::test]
async fn a_future_that_is_dropped_is_told() {
    let calls = Calls::default();
    let orders = orders(&Script::new([Answer::never()]), Wire::Json, &calls);
    let get = tokio::time::timeout(Duration::from_millis(20), orders.get("ann", 1));
    get.await.expect_err("no answer");
    let call = calls.one();
    assert_eq!((call.dropped, call.error, call.attempts), (true, None, 1));
    assert!(call.duration >= Duration::from_millis(20));
    drop(orders.get("ann", 2));
    assert_eq!(calls.take(), [], "what is not sent is no operation");
}

#[tokio::test]
async fn only_slow_operations_are_warned_of() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    let on = |dynamo: Dynamo| Order::table(dynamo.with_wire(Wire::Json));
    let dynamo = || Dynamo::new(service().client(1));
    on(dynamo()).get("ann", 1).await.expect("a get");
    on(dynamo().with_slow_after(Duration::from_mins(1))).get("ann", 1).await.expect("a get");
    assert_eq!(recorder.events(), []);
    let slow = on(dynamo().with_slow_after(Duration::ZERO));
    slow.query_courier("carl").all().await.expect("a query");
    let event = recorder.events().remove(0);
    for (field, value) in [
        ("operation", "Query"),
        ("table", "Orders"),
        ("index", "Courier"),
        ("pages", "2"),
        ("attempts", "2"),
        ("message", "slow operation"),
    ] {
        assert_eq!(event.get(field).map(String::as_str), Some(value), "{field}");
    }
    assert!(event.contains_key("duration_ms"));
}

#[tokio::test]
async fn a_value_that_is_cloned_is_an_operation_each_time() {
    let calls = Calls::default();
    let query = orders(&service(), Wire::Json, &calls).query("ann");
    query.clone().all().await.expect("a query");
    query.clone().all().await.expect("a query");
    query.all().await.expect("a query");
    let pages: Vec<_> = calls.take().iter().map(|call| call.pages).collect();
    assert_eq!(pages, [2, 2, 2]);
}
