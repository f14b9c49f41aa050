//! Reads that hide what has expired, which no engine deletes at once.

use std::time::{Duration, SystemTime};

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{Dynamo, DynamoTable, Error, Ttl};
use dynamo_testkit::Engine;
use dynamo_tests::Session;

#[tokio::test]
async fn every_read_can_hide_what_has_expired() -> Result<(), Error> {
    let engine = Engine::start().expect("an engine");
    let client = engine.client();
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    // Years from now, so that no engine deletes the items.
    let now = 9_000_000_000;
    let sessions = Session::table(Dynamo::from(&client).with_clock(move || at(now)));
    sessions.create().await?;
    let ttls = [None, Some(now - 1), Some(now), Some(now + 1)];
    for (number, ttl) in (0..).zip(ttls) {
        let expires_at = ttl.map(|seconds| Ttl::at(at(seconds)));
        sessions.put(&Session { user: "ann".to_owned(), number, expires_at }).await?;
    }
    let null = Session { user: "ann".to_owned(), number: 4, expires_at: None };
    let mut item = null.to_item()?;
    item.insert("expires".to_owned(), AttributeValue::Null(true));
    let put = client.put_item().table_name(sessions.name()).set_item(Some(item));
    put.send().await.expect("an item");

    let numbers = |sessions: Vec<Session>| -> Vec<u64> {
        sessions.into_iter().map(|session| session.number).collect()
    };
    assert_eq!(numbers(sessions.query("ann").all().await?), [0, 1, 2, 3, 4]);
    assert_eq!(numbers(sessions.query("ann").hide_expired().all().await?), [0, 3, 4]);
    assert_eq!(sessions.scan().hide_expired().count().await?, 3);
    assert_eq!(sessions.query("ann").hide_expired().limit(2).all().await?.len(), 2);
    for (number, shown) in [(0, true), (1, false), (2, false), (3, true), (4, true), (5, false)] {
        let get = sessions.get("ann", number).hide_expired();
        let projected = get.clone().project((Session::NUMBER,)).await?;
        assert_eq!(projected, shown.then_some((number,)));
        assert_eq!(get.await?.is_some(), shown, "{number}");
    }
    Ok(())
}
