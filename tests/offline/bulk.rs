//! What deletes and updates of all that is found ask for, and what they make of the answers.

use dynamo_runtime::op::Written;
use dynamo_runtime::{Changes, DynamoTable, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, Status};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::pages::{key, orders, page, requests};

fn done(body: &Value) -> Answer {
    Answer::success(body.to_string())
}

fn unprocessed(numbers: &[u64]) -> Answer {
    let deletes: Vec<_> = numbers.iter().map(|number| delete(*number)).collect();
    done(&json!({ "UnprocessedItems": { "Orders": deletes } }))
}

fn delete(number: u64) -> Value {
    json!({ "DeleteRequest": { "Key": key(number) } })
}

fn condition_failed() -> Answer {
    let code = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    Answer::status(400, json!({ "__type": code, "message": "no" }).to_string())
}

#[tokio::test(start_paused = true)]
async fn what_is_left_unprocessed_is_sent_again_until_it_is_done() {
    let script = Script::new([
        done(&page(&[1, 2, 3], 3, 0.5, None)),
        unprocessed(&[2, 3]),
        unprocessed(&[2, 3]),
        unprocessed(&[3]),
        done(&json!({ "UnprocessedItems": {} })),
    ]);
    let written = orders(&script, Wire::Json).query("ann").delete_all().await.expect("a delete");
    assert_eq!((written.items, written.skipped), (3, 0));
    let requests = requests(&script);
    assert_eq!(requests[0]["ProjectionExpression"], "#0, #1");
    let sent = requests[1..].iter().map(|request| request["RequestItems"]["Orders"].clone());
    let deletes = |numbers: &[u64]| numbers.iter().map(|number| delete(*number)).collect::<Value>();
    let expected: [&[u64]; 4] = [&[1, 2, 3], &[2, 3], &[2, 3], &[3]];
    assert_eq!(sent.collect::<Vec<_>>(), expected.map(deletes));
}

#[tokio::test(start_paused = true)]
async fn what_is_never_processed_is_given_up() {
    let script = Script::new([done(&page(&[1], 1, 0.5, None)), unprocessed(&[1])]);
    let start = Instant::now();
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(requests(&script).len(), 11);
    assert!(start.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn a_batch_has_25_keys_over_all_pages() {
    let pages: [Vec<u64>; 3] = [(1..=20).collect(), (21..=40).collect(), (41..=60).collect()];
    let script = Script::new([
        done(&page(&pages[0], 20, 0.5, Some(20))),
        done(&page(&pages[1], 20, 0.5, Some(40))),
        done(&page(&pages[2], 20, 0.5, None)),
        done(&json!({})),
    ]);
    let delete = orders(&script, Wire::Json).scan().delete_all().concurrency(1);
    assert_eq!(delete.await.expect("a delete").items, 60);
    let batches = requests(&script).into_iter();
    let batches =
        batches.filter_map(|request| Some(request["RequestItems"]["Orders"].as_array()?.len()));
    assert_eq!(batches.collect::<Vec<_>>(), [25, 25, 10]);
}

#[tokio::test]
async fn what_no_longer_is_as_asked_for_is_skipped() {
    let found = done(&page(&[1, 2], 2, 0.5, None));
    let script = Script::new([found.clone(), condition_failed(), done(&json!({}))]);
    let orders = orders(&script, Wire::Json);
    let cheap = || orders.query("ann").range(1..).filter(Order::TOTAL.lt(5));
    let written = cheap().delete_all().concurrency(1).await.expect("a delete");
    assert_eq!((written.items, written.skipped), (1, 1));
    let deletes = requests(&script);
    assert_eq!(deletes[1]["Key"], key(1));
    assert_eq!(deletes[2]["ConditionExpression"], "(#0 < :0) AND (attribute_exists(#1))");
    assert_eq!(deletes[2]["ExpressionAttributeNames"]["#1"], "customer");

    let script = Script::new([found, condition_failed(), done(&json!({}))]);
    let orders = self::orders(&script, Wire::Json);
    let open = orders.query_by_customer_and_status("ann").range((Status::Open, "2026"..));
    let changes = Changes::new().set(Order::STATUS, Status::Done);
    let written = open.update_all(changes).concurrency(1).await.expect("an update");
    assert_eq!((written.items, written.skipped), (1, 1));
    let update = &requests(&script)[1];
    assert_eq!(update["UpdateExpression"], "SET #0 = :0");
    let condition = "(attribute_exists(#1)) AND ((#0 = :1) AND (#2 >= :2))";
    assert_eq!(update["ConditionExpression"], condition);
    assert_eq!(update["ExpressionAttributeNames"]["#2"], "placedAt");
}

fn denied() -> Answer {
    let code = "com.amazonaws.dynamodb.v20120810#AccessDeniedException";
    Answer::status(400, json!({ "__type": code, "message": "no" }).to_string())
}

fn counts(written: Option<Written>) -> Option<(usize, usize)> {
    written.map(|written| (written.items, written.skipped))
}

#[tokio::test(start_paused = true)]
async fn a_deletion_that_fails_tells_what_it_has_deleted() {
    // The last of three batches is under way when the second fails.
    let found = done(&page(&(1..=60).collect::<Vec<_>>(), 60, 0.5, None));
    let script = Script::new([found.clone(), done(&json!({})), denied(), done(&json!({}))]);
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    assert_eq!(counts(error.written()), Some((35, 0)));

    // Nothing is begun behind a failure.
    let script = Script::new([found, done(&json!({})), denied(), done(&json!({}))]);
    let delete = orders(&script, Wire::Json).query("ann").delete_all().concurrency(1);
    assert_eq!(counts(delete.await.unwrap_err().written()), Some((25, 0)));
    assert_eq!(requests(&script).len(), 3);

    // A batch that fails half way.
    let found = done(&page(&[1, 2, 3], 3, 0.5, None));
    let script = Script::new([found.clone(), unprocessed(&[2, 3]), unprocessed(&[3]), denied()]);
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(counts(error.written()), Some((2, 0)));
    let script = Script::new([found, unprocessed(&[2, 3])]);
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!((error.kind(), counts(error.written())), (ErrorKind::Throttled, Some((1, 0))));

    // The read itself.
    let pages = [done(&page(&[1], 1, 0.5, Some(1))), denied()];
    let script = Script::new(pages);
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(counts(error.written()), Some((0, 0)));
    let error = orders(&script, Wire::Json).query("ann").all().await.unwrap_err();
    assert_eq!(error.written(), None);
}

#[tokio::test]
async fn an_update_that_fails_tells_what_it_has_updated() {
    let found = done(&page(&[1, 2, 3, 4], 4, 0.5, None));
    let changes = || Changes::new().set(Order::TOTAL, 0);
    let answers = [found, done(&json!({})), condition_failed(), denied(), done(&json!({}))];
    for (at_once, expected) in [(1, (1, 1)), (4, (2, 1))] {
        for wire in [Wire::Json, Wire::Sdk] {
            let script = Script::new(answers.clone());
            let update = orders(&script, wire).scan().update_all(changes()).concurrency(at_once);
            let error = update.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AccessDenied);
            assert_eq!(counts(error.written()), Some(expected), "{at_once} {wire:?}");
        }
    }
}

#[tokio::test]
async fn only_what_was_asked_for_is_deleted_again() {
    let script =
        Script::new([done(&page(&[1, 2], 2, 0.5, None)), unprocessed(&[2, 9]), done(&json!({}))]);
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(requests(&script).len(), 2);
}

/// Sends what is to be refused because `customize` has changed which items are found.
async fn is_refused<T>(script: &Script, write: impl Future<Output = Result<T, Error>>) {
    let error = write.await.map(drop).expect_err("no guard of what is found");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(requests(script).len(), 0);
    assert_eq!(counts(error.written()), Some((0, 0)));
}

#[tokio::test]
async fn what_customize_finds_is_not_written_without_a_guard() {
    let script = Script::new([done(&page(&[1], 1, 0.5, None)), done(&json!({}))]);
    let orders = orders(&script, Wire::Json);
    let changes = || Changes::new().set(Order::TOTAL, 0);
    let cheap = "total < :cheap";
    let value = || aws_sdk_dynamodb::types::AttributeValue::N("5".to_owned());
    let query = || {
        let query = orders.query("ann");
        query.customize(move |query| {
            query.filter_expression(cheap).expression_attribute_values(":cheap", value())
        })
    };
    is_refused(&script, query().delete_all().send()).await;
    is_refused(&script, query().filter(Order::NOTE.exists()).delete_all().send()).await;
    is_refused(&script, query().update_all(changes()).send()).await;
    let scan = || {
        let scan = orders.scan();
        scan.customize(move |scan| {
            scan.filter_expression(cheap).expression_attribute_values(":cheap", value())
        })
    };
    is_refused(&script, scan().delete_all().send()).await;
    is_refused(&script, scan().update_all(changes()).send()).await;
    is_refused(&script, scan().segments(2).delete_all().send()).await;
    is_refused(&script, scan().segments(2).update_all(changes()).send()).await;
    let narrow = orders
        .query("ann")
        .customize(|query| query.key_condition_expression("customer = :0 AND #1 > :0"));
    is_refused(&script, narrow.delete_all().send()).await;
    let index = orders.scan().customize(|scan| scan.index_name("Courier"));
    is_refused(&script, index.delete_all().send()).await;
    let elsewhere = orders.scan().customize(|scan| scan.table_name("Others"));
    is_refused(&script, elsewhere.delete_all().send()).await;
    let value = orders
        .query("ann")
        .customize(move |query| query.expression_attribute_values(":0", value()));
    is_refused(&script, value.delete_all().send()).await;
}

#[tokio::test]
async fn how_much_is_read_can_be_customized() {
    let script = Script::new([done(&page(&[1], 1, 0.5, None)), done(&json!({}))]);
    let orders = orders(&script, Wire::Json);
    let query = orders.query("ann").customize(|query| query.limit(3).consistent_read(true));
    assert_eq!(query.delete_all().await.expect("a delete").items, 1);
    assert_eq!(requests(&script)[0]["Limit"], 3);
}

#[derive(DynamoTable)]
#[table(name = "Tasks")]
#[gsi(name = "Due", hash = [owner], range = [due])]
struct Task {
    #[hash_key]
    id: String,
    owner: String,
    due: Option<u64>,
}

#[tokio::test]
async fn what_has_left_a_sparse_index_is_skipped() {
    let found = json!({ "Items": [{ "id": { "S": "1" } }], "Count": 1, "ScannedCount": 1 });
    let script = Script::new([done(&found), condition_failed()]);
    let written = Task::table(script.client(1)).query_due("ann").delete_all().await;
    assert_eq!(counts(written.ok()), Some((0, 1)));
    let delete = &requests(&script)[1];
    let condition = "(#0 = :0) AND (attribute_exists(#1)) AND (attribute_exists(#2))";
    assert_eq!(delete["ConditionExpression"], condition);
    let names = json!({ "#0": "owner", "#1": "due", "#2": "id" });
    assert_eq!(delete["ExpressionAttributeNames"], names);
}

#[tokio::test(start_paused = true)]
async fn writes_consume_no_more_capacity_than_the_limit() {
    let of = |units: f64| json!({ "TableName": "Orders", "CapacityUnits": units });
    let batch = done(&json!({ "ConsumedCapacity": [of(5.0)] }));
    let found = done(&page(&(1..=20).collect::<Vec<_>>(), 20, 0.5, None));
    let (script, start) = (Script::new([found, batch]), Instant::now());
    let delete = orders(&script, Wire::Json).scan().max_capacity(5).delete_all();
    assert_eq!(delete.await.expect("a delete").items, 20);
    let requests = requests(&script);
    assert_eq!(requests.len(), 1 + 4);
    assert_eq!(requests[1]["ReturnConsumedCapacity"], "TOTAL");
    assert!(start.elapsed().as_secs() >= 3, "{:?}", start.elapsed());

    for wire in [Wire::Json, Wire::Sdk] {
        let found = done(&page(&[1, 2, 3, 4], 4, 0.5, None));
        let one = done(&json!({ "ConsumedCapacity": of(2.0) }));
        let (script, start) = (Script::new([found.clone(), one.clone()]), Instant::now());
        let scan = orders(&script, wire).scan().max_capacity(1);
        let update = scan.update_all(Changes::new().set(Order::TOTAL, 0)).concurrency(1);
        assert_eq!(update.await.expect("an update").items, 4);
        assert!(start.elapsed().as_secs() >= 6, "{wire:?}: {:?}", start.elapsed());

        let (script, start) = (Script::new([found, one]), Instant::now());
        let cheap = orders(&script, wire).scan().max_capacity(1).filter(Order::TOTAL.lt(5));
        assert_eq!(cheap.delete_all().concurrency(1).await.expect("a delete").items, 4);
        assert!(start.elapsed().as_secs() >= 6, "{wire:?}: {:?}", start.elapsed());
    }
}
