//! Faults in front of an engine: all of them arrive, and what they leave undone can be finished.

use std::collections::{HashMap, HashSet};
use std::error::Error;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, KeysAndAttributes,
    Put, PutRequest, ScalarAttributeType, TransactWriteItem, WriteRequest,
};
use dynamo_testkit::{Answer, Chaos, Engine, Script, client_of};

type Outcome = Result<(), Box<dyn Error>>;
type Item = HashMap<String, AttributeValue>;

async fn engine_with_table() -> Result<Engine, Box<dyn Error>> {
    let engine = Engine::start()?;
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    let id =
        AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::N);
    let create = engine.client().create_table().table_name("Things");
    let create = create.billing_mode(BillingMode::PayPerRequest).key_schema(key.build()?);
    create.attribute_definitions(id.build()?).send().await?;
    Ok(engine)
}

fn item(number: usize) -> Item {
    let value = |text: String| AttributeValue::N(text);
    HashMap::from([
        ("id".to_owned(), value(number.to_string())),
        ("twice".to_owned(), value((2 * number).to_string())),
    ])
}

fn put(number: usize) -> Result<WriteRequest, Box<dyn Error>> {
    let put = PutRequest::builder().set_item(Some(item(number))).build()?;
    Ok(WriteRequest::builder().put_request(put).build())
}

async fn count(client: &Client) -> Result<i32, Box<dyn Error>> {
    Ok(client.scan().table_name("Things").send().await?.count())
}

#[tokio::test]
async fn batches_of_writes_are_done_in_part() -> Outcome {
    let engine = engine_with_table().await?;
    let chaos = Chaos::new(1).unprocessed(0.9);
    let client = chaos.client(&engine, 1);
    let mut left = (0..25).map(put).collect::<Result<Vec<_>, _>>()?;
    let (mut rounds, mut undone) = (0, 0);
    while !left.is_empty() {
        let batch = client.batch_write_item().request_items("Things", left.clone()).send().await?;
        let next = batch.unprocessed_items.unwrap_or_default().remove("Things").unwrap_or_default();
        assert!(next.len() < left.len(), "one at least is done");
        assert_eq!(count(&engine.client()).await?, 25 - i32::try_from(next.len())?);
        (rounds, undone) = (rounds + 1, undone + u64::try_from(next.len())?);
        left = next;
    }
    assert!(rounds > 1);
    assert_eq!(chaos.injected().unprocessed, undone);
    Ok(())
}

#[tokio::test]
async fn batches_of_reads_are_done_in_part() -> Outcome {
    let engine = engine_with_table().await?;
    let writes = (0..20).map(put).collect::<Result<Vec<_>, _>>()?;
    engine.client().batch_write_item().request_items("Things", writes).send().await?;

    let client = Chaos::new(2).unprocessed(0.9).client(&engine, 1);
    let keys = (0..20)
        .map(|number| HashMap::from([("id".to_owned(), AttributeValue::N(number.to_string()))]));
    let keys = KeysAndAttributes::builder().set_keys(Some(keys.collect()));
    let keys =
        keys.projection_expression("#t").expression_attribute_names("#t", "twice").build()?;
    let (mut found, mut rounds) = (HashSet::new(), 0);
    let mut left = HashMap::from([("Things".to_owned(), keys)]);
    while !left.is_empty() {
        let batch = client.batch_get_item().set_request_items(Some(left)).send().await?;
        for item in batch.responses.unwrap_or_default().remove("Things").unwrap_or_default() {
            assert_eq!(item.len(), 1, "the projection is kept");
            found.insert(item["twice"].as_n().expect("a number").clone());
        }
        left = batch.unprocessed_keys.unwrap_or_default();
        rounds += 1;
    }
    assert_eq!((found.len(), rounds > 1), (20, true));
    Ok(())
}

#[tokio::test]
async fn transactions_conflict_until_they_do_not() -> Outcome {
    let engine = engine_with_table().await?;
    let chaos = Chaos::new(3).conflicts(0.5);
    let client = chaos.client(&engine, 1);
    let actions = (0..3).map(|number| {
        let put = Put::builder().table_name("Things").set_item(Some(item(number))).build()?;
        Ok(TransactWriteItem::builder().put(put).build())
    });
    let actions = actions.collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let mut codes = HashSet::new();
    let mut done = 0;
    for _ in 0..40 {
        let sent =
            client.transact_write_items().set_transact_items(Some(actions.clone())).send().await;
        match sent.map_err(SdkError::into_service_error) {
            Ok(_) => done += 1,
            Err(error) => {
                if let Some(reasons) = canceled(&error) {
                    assert_eq!(reasons.len(), 3);
                    assert!(reasons.contains(&"TransactionConflict".to_owned()));
                }
                codes.extend(error.code().map(str::to_owned));
            }
        }
    }
    let expected = ["TransactionCanceledException", "TransactionInProgressException"];
    assert_eq!(codes, expected.map(str::to_owned).into());
    let injected = chaos.injected();
    assert_eq!(injected.conflicts + injected.in_progress + done, 40);
    assert!(injected.conflicts > 0 && injected.in_progress > 0 && done > 0, "{injected:?}");
    Ok(())
}

fn canceled(error: &TransactWriteItemsError) -> Option<Vec<String>> {
    let TransactWriteItemsError::TransactionCanceledException(canceled) = error else {
        return None;
    };
    let codes = canceled.cancellation_reasons().iter().filter_map(|reason| reason.code.clone());
    Some(codes.collect())
}

#[tokio::test]
async fn what_is_lost_or_fails_is_tried_again() -> Outcome {
    let engine = engine_with_table().await?;
    let chaos = Chaos::new(4).losing(0.2).failing(0.3).garbling(0.05);
    let client = chaos.client(&engine, 20);
    let mut failed = 0;
    for number in 0..60 {
        let sent = client.put_item().table_name("Things").set_item(Some(item(number))).send().await;
        failed += u64::from(sent.is_err());
    }
    // What is garbled has been carried out; the SDK does not try again what it cannot read.
    assert_eq!(count(&engine.client()).await?, 60);
    let injected = chaos.injected();
    assert!(failed <= injected.malformed + injected.truncated, "{failed} {injected:?}");
    let each = [
        injected.lost_requests,
        injected.lost_answers,
        injected.throttled,
        injected.failed,
        injected.malformed + injected.truncated,
    ];
    assert!(each.iter().all(|count| *count > 0), "{injected:?}");
    Ok(())
}

#[tokio::test]
async fn the_next_answers_are_lost_whatever_the_shares() -> Outcome {
    let engine = engine_with_table().await?;
    let chaos = Chaos::new(5);
    chaos.lose_next_answers(1);
    let client = chaos.client(&engine, 1);
    let request = client.put_item().table_name("Things").set_item(Some(item(1)));
    assert!(request.clone().send().await.is_err());
    assert_eq!(count(&client).await?, 1);
    request.send().await?;
    Ok(())
}

#[tokio::test]
async fn a_script_has_bad_days_too() {
    let script = Script::new([Answer::success("{}")]);
    let client = client_of(Chaos::new(6).losing(1.0).around(script.clone()), 50);
    assert!(client.list_tables().send().await.is_err());
    let seen = script.requests().len();
    // The answers to some were lost, and others themselves.
    assert!((1..50).contains(&seen), "{seen}");
}
