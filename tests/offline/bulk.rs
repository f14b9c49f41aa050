//! What deletes and updates of all that is found ask for, and what they make of the answers.

use dynamo_runtime::{Changes, ErrorKind, Wire};
use dynamo_tests::{Order, Status};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::pages::{key, orders, page, requests};
use crate::script::{Answer, Script};

fn done(body: &Value) -> Answer {
    Answer::Status(200, body.to_string())
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
    Answer::Status(400, json!({ "__type": code, "message": "no" }).to_string())
}

#[tokio::test(start_paused = true)]
async fn what_is_left_unprocessed_is_sent_again_until_it_is_done() {
    let script = Script::new(&[
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
    let script = Script::new(&[done(&page(&[1], 1, 0.5, None)), unprocessed(&[1])]);
    let start = Instant::now();
    let error = orders(&script, Wire::Json).query("ann").delete_all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(requests(&script).len(), 11);
    assert!(start.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn a_batch_has_25_keys_over_all_pages() {
    let pages: [Vec<u64>; 3] = [(1..=20).collect(), (21..=40).collect(), (41..=60).collect()];
    let script = Script::new(&[
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
    let script = Script::new(&[found.clone(), condition_failed(), done(&json!({}))]);
    let orders = orders(&script, Wire::Json);
    let cheap = || orders.query("ann").range(1..).filter(Order::TOTAL.lt(5));
    let written = cheap().delete_all().concurrency(1).await.expect("a delete");
    assert_eq!((written.items, written.skipped), (1, 1));
    let deletes = requests(&script);
    assert_eq!(deletes[1]["Key"], key(1));
    assert_eq!(deletes[2]["ConditionExpression"], "#0 < :0");

    let script = Script::new(&[found, condition_failed(), done(&json!({}))]);
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
