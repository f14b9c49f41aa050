//! The functions of both sample tables.

use std::slice;

use dynamo_runtime::ErrorKind;
use dynamo_testkit::Engine;
use samples::{Domains, Log, Logs};

type Outcome = Result<(), dynamo_runtime::Error>;

async fn logs() -> (Logs, Engine) {
    let engine = Engine::start().expect("an engine");
    let logs = Logs::new(engine.client());
    logs.table.create().await.expect("a table");
    (logs, engine)
}

#[tokio::test]
async fn a_domain_is_found_by_its_url() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let domains = Domains::new(engine.client());
    domains.table.create().await?;
    let url = "https://example.com/a";
    assert_eq!(domains.get_domain(url).await?, None);
    domains.set_value(url, "example.org").await?;
    domains.set_value(url, "example.com").await?;
    assert_eq!(domains.get_domain(url).await?.as_deref(), Some("example.com"));
    assert!(domains.exists(url).await?);
    assert_eq!(domains.remove(url).await?.as_deref(), Some("example.com"));
    assert!(!domains.exists(url).await?);
    assert_eq!(domains.remove(url).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_log_entry_is_found_by_its_time_and_by_its_status() -> Outcome {
    let (logs, _engine) = logs().await;
    let [first, second] =
        [Log::new("2026-11-22T10:00", "open", "one"), Log::new("2026-11-22T11:00", "open", "two")];
    logs.put(&first).await?;
    logs.put(&second).await?;
    assert_eq!(logs.get(&first.updated_at).await?.as_ref(), Some(&first));
    assert_eq!(logs.filter_by_timestamp_status(&first.updated_at, "done").await?, []);
    assert_eq!(
        logs.filter_by_timestamp_status(&first.updated_at, "open").await?,
        slice::from_ref(&first)
    );
    assert_eq!(logs.filter_by_status("open").await?.len(), 2);

    let done = logs.set_status(&first.updated_at, "done").await?;
    assert_eq!(done, Log { status: "done".to_owned(), ..first });
    assert_eq!(logs.filter_by_status("done").await?, slice::from_ref(&done));
    assert_eq!(logs.filter_by_status("open").await?, [second]);
    assert_eq!(logs.list_all().await?.len(), 2);

    assert_eq!(logs.remove(&done.updated_at).await?, Some(done.clone()));
    assert!(!logs.exists(&done.updated_at).await?);
    assert_eq!(logs.list_all().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_status_of_an_absent_entry_cannot_be_set() -> Outcome {
    let (logs, _engine) = logs().await;
    let absent = logs.set_status("2026-11-22T10:00", "done").await.unwrap_err();
    assert_eq!(absent.kind(), ErrorKind::ConditionFailed);
    assert_eq!(logs.list_all().await?, []);
    Ok(())
}

#[tokio::test]
async fn an_empty_key_is_refused_where_it_is_an_index_too() -> Outcome {
    let (logs, _engine) = logs().await;
    for log in [Log::new("", "open", "no time"), Log::new("2026-11-22T10:00", "", "no status")] {
        assert_eq!(logs.put(&log).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    logs.put(&Log::new("2026-11-22T10:00", "open", "")).await?;
    let empty = logs.set_status("2026-11-22T10:00", "").await.unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::InvalidRequest);
    assert_eq!(logs.filter_by_status("").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    Ok(())
}
