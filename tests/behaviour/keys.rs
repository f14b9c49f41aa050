//! Keys that other programs have stored in another form.

use std::time::{Duration, SystemTime};

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use dynamo_runtime::codec::Rfc3339Milliseconds;
use dynamo_runtime::{DynamoTable, Error, ErrorKind};
use dynamo_testkit::Engine;

/// Found by a time and a measured value.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Readings")]
struct Reading {
    #[hash_key]
    #[dynamo(with = Rfc3339Milliseconds)]
    at: SystemTime,
    #[range_key]
    value: f64,
    #[gsi(name = "Sensor", projection = "KEYS_ONLY")]
    sensor: String,
    unit: String,
}

async fn readings() -> (ReadingTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let readings = Reading::table(engine.client());
    readings.create().await.expect("a table");
    (readings, engine)
}

async fn stored(engine: &Engine, at: &str, value: &str) {
    let attributes = [("at", S(at.into())), ("value", N(value.into()))];
    let rest = [("sensor", S("a".into())), ("unit", S("m".into()))];
    let item = attributes.into_iter().chain(rest);
    let item = item.map(|(name, value): (&str, AttributeValue)| (name.to_owned(), value)).collect();
    let put = engine.client().put_item().table_name("Readings").set_item(Some(item));
    put.send().await.expect("an item");
}

const AT: &str = "2026-11-22T10:00:00.000Z";

fn at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(498_706)
}

#[tokio::test]
async fn what_is_read_is_found_by_its_key() -> Result<(), Error> {
    let (readings, engine) = readings().await;
    stored(&engine, AT, "1.50").await;
    let [one] = readings.scan().all().await?.try_into().expect("one item");
    assert_eq!(one, Reading { at: at(), value: 1.5, sensor: "a".into(), unit: "m".into() });
    assert_eq!((*readings).get(one.key()).await?, Some(one.clone()));
    readings.put(&one).await?;
    assert_eq!(readings.scan().count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_would_not_be_found_by_its_key_is_not_read() -> Result<(), Error> {
    let (readings, engine) = readings().await;
    stored(&engine, "2026-11-22T10:00:00Z", "1").await;
    let error = readings.scan().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Rfc3339Seconds"), "{error}");
    let error = readings.query_sensor("a").all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    // It can be deleted: its key is taken as it is stored.
    assert_eq!(readings.scan().delete_all().await?.items, 1);
    assert_eq!(readings.scan().count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_index_leads_to_items_however_their_numbers_are_spelt() -> Result<(), Error> {
    let (readings, engine) = readings().await;
    for value in ["1E0", "2.50", "0.3E1", "-0"] {
        stored(&engine, AT, value).await;
    }
    let found = readings.query_sensor("a").hydrate().all().await?;
    let mut values: Vec<f64> = found.into_iter().map(|reading| reading.value).collect();
    values.sort_by(f64::total_cmp);
    assert_eq!(values.len(), 4);
    assert!((values[0].abs(), values[1], values[2], values[3]) == (0.0, 1.0, 2.5, 3.0));
    Ok(())
}
