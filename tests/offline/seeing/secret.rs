//! A secret in every key, item, expression and error in, spans, events and calls without it out.

use std::time::Duration;

use dynamo_runtime::op::{Retries, TransactGet};
use dynamo_runtime::{Changes, Dynamo, DynamoTable, TransactWrite};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::Order;
use futures_util::TryStreamExt;
use serde_json::json;

use super::Calls;
use super::recorder::Recorder;
use super::service::answer;
use crate::wires::WIRES;

#[tokio::test]
async fn no_key_item_value_or_statement_is_ever_told() {
    const SECRET: &str = "s3cret";
    for wire in WIRES {
        let (recorder, calls) = (Recorder::default(), Calls::default());
        let _listening = recorder.listen();
        let told = json!({ "__type": "x#ValidationException", "message": SECRET, "Item": { "note": { "S": SECRET } } });
        let refused = json!({ "__type": "x#ConditionalCheckFailedException", "message": SECRET });
        let broken = json!({ "Item": { "total": { "S": SECRET } }, "Items": [{ "total": { "S": SECRET } }], "Count": 1 });
        let answers = [
            Answer::computed(answer),
            Answer::status(400, told.to_string()),
            Answer::status(400, refused.to_string()),
            Answer::success(broken.to_string()),
            Answer::lost(),
        ];
        for answer in answers {
            let dynamo = Dynamo::new(Script::new([answer]).client(1)).with_wire(wire);
            let dynamo = dynamo.with_slow_after(Duration::ZERO).with_metrics(calls.hook());
            let dynamo = dynamo.with_retries(Retries::default().with_attempts(1));
            let orders = Order::table(&dynamo);
            let mut order = Order::new(SECRET, 1);
            order.note = Some(SECRET.to_owned());
            let is_secret = || Order::NOTE.eq(SECRET);
            let _ = orders.put(&order).condition(is_secret()).await;
            let _ = orders.get(SECRET, 1).await;
            let _ = orders.exists(SECRET, 1).await;
            let _ = orders.update(SECRET, 1).set(Order::NOTE, SECRET).await;
            let _ = orders.delete(SECRET, 1).condition(is_secret()).return_old().await;
            let _ = orders.query(SECRET).filter(is_secret()).all().await;
            let _ = orders.scan().filter(is_secret()).stream().try_collect::<Vec<_>>().await;
            let _ = orders.query_courier(SECRET).hydrate().all().await;
            let _ = orders.query(SECRET).delete_all().await;
            let changes = Changes::new().set(Order::NOTE, SECRET);
            let _ = orders.query(SECRET).filter(is_secret()).update_all(changes).await;
            let statement =
                format!("SELECT * FROM \"Orders\" WHERE customer = '{SECRET}' AND note = ?");
            let _ = orders.partiql(statement, (SECRET,)).await;
            let _ = orders.put_all([&order]).await;
            let _ = orders.put_all_attributes([order.to_item().expect("an item")]).await;
            let _ = orders.get_all([(SECRET, 1_u64)]).await;
            let _ = orders.delete_all_of([(SECRET, 1_u64)]).await;
            let write = orders.put(&order).condition(is_secret());
            let _ = TransactWrite::new(&dynamo, write).outcome().await;
            let _ = TransactGet::new(&dynamo, orders.get(SECRET, 1)).send().await;
        }
        let (spans, events) = (recorder.spans(), recorder.events());
        // Every operation is slow.
        assert_eq!((spans.len(), events.len()), (85, 85), "{wire:?}");
        let calls = calls.take();
        assert_eq!(calls.len(), 85);
        let shown = format!("{spans:?} {events:?} {calls:?}");
        assert!(shown.contains("Orders") && !shown.contains(SECRET), "{shown}");
    }
}
