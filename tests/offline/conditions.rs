//! Conditions that no item can meet: what they give is known without a request.

use dynamo_runtime::expr::{all, any};
use dynamo_runtime::{Condition, ErrorKind};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};
use futures_util::StreamExt;

/// A service that must not be asked.
fn service() -> (Script, OrderTable) {
    let script = Script::new([Answer::lost()]);
    let orders = Order::table(script.client(1));
    (script, orders)
}

fn nothing() -> [Condition<Order>; 3] {
    let none: [i64; 0] = [];
    [
        Order::TOTAL.is_in(none),
        any([]),
        all([Order::NOTE.exists(), !(Order::TOTAL.gt(1) | !Order::TOTAL.is_in(none))]),
    ]
}

#[tokio::test]
async fn a_write_guarded_by_an_empty_list_fails_without_a_request() {
    let (script, orders) = service();
    let order = Order::new("ann", 1);
    for condition in nothing() {
        let failures = [
            orders.put(&order).condition(condition.clone()).await.err(),
            orders.insert(&order).condition(condition.clone()).await.err(),
            orders.delete("ann", 1).condition(condition.clone()).await.err(),
            orders.update("ann", 1).remove(Order::NOTE).condition(condition).await.err(),
        ];
        for failure in failures {
            assert_eq!(failure.expect("an error").kind(), ErrorKind::ConditionFailed);
        }
    }
    assert_eq!(script.requests(), []);
}

#[tokio::test]
async fn a_read_filtered_by_an_empty_list_gives_nothing_without_a_request() {
    let (script, orders) = service();
    for condition in nothing() {
        let scan = || orders.scan().filter(condition.clone());
        let query = || orders.query("ann").filter(condition.clone()).filter(Order::NOTE.exists());
        assert_eq!(scan().all().await.expect("items"), []);
        assert_eq!(query().limit(3).all().await.expect("items"), []);
        assert_eq!(query().first().await.expect("an item"), None);
        assert_eq!(query().count().await.expect("a count"), 0);
        assert!(scan().stream().next().await.is_none());
        assert!(scan().raw_pages().next().await.is_none());
    }
    assert_eq!(script.requests(), []);
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_before_its_condition_fails() {
    let (script, orders) = service();
    for condition in nothing() {
        let refusals = [
            orders.put(&Order::new("", 1)).condition(condition.clone()).await.err(),
            orders.delete("ann", 1).condition(condition.clone() & all([])).await.err(),
            orders.update("ann", 1).condition(condition.clone()).await.err(),
            orders.scan().filter(condition & all([])).count().await.err(),
        ];
        for refusal in refusals {
            assert_eq!(refusal.expect("an error").kind(), ErrorKind::InvalidRequest);
        }
    }
    assert_eq!(script.requests(), []);
}
