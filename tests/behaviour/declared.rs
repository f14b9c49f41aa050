//! What fields declare: versions, timestamps, counters.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use dynamo_runtime::Outcome::{self, Done, Rejected};
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind};
use dynamo_testkit::Engine;
use dynamo_tests::{Document, DocumentTable};

/// A table of documents, the seconds its clock shows, and the engine, which must be kept.
async fn documents() -> (DocumentTable, Arc<AtomicU64>, Engine) {
    let engine = Engine::start().expect("an engine");
    let seconds = Arc::new(AtomicU64::new(1));
    let shown = Arc::clone(&seconds);
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(shown.load(Relaxed));
    let documents = Document::table(Dynamo::new(engine.client()).with_clock(clock));
    documents.create().await.expect("a table");
    (documents, seconds, engine)
}

/// The item that a rejected write returns.
fn current<T, D>(outcome: Outcome<T, D>) -> Option<T> {
    match outcome {
        Rejected { current } => current.map(|item| item.expect("an item that can be read")),
        Done(_) => panic!("it is written"),
    }
}

fn document(text: &str) -> Document {
    Document { title: "a".to_owned(), text: text.to_owned(), ..Document::default() }
}

#[tokio::test]
async fn an_item_goes_from_version_to_version() -> Result<(), Error> {
    let (documents, seconds, _engine) = documents().await;
    let first = documents.put(&document("one")).return_new().await?;
    assert_eq!((first.version, first.updated_at, first.edits), (1, 1, Some(5)));
    assert_eq!(first.created_at.as_deref(), Some("1970-01-01T00:00:01.000Z"));
    assert_eq!(documents.get("a").await?.as_ref(), Some(&first));

    seconds.store(9, Relaxed);
    let changed = Document { text: "two".to_owned(), ..first.clone() };
    let second = documents.put(&changed).return_new().await?;
    assert_eq!(second, Document { version: 2, updated_at: 9, ..changed });
    assert_eq!(documents.get("a").await?.as_ref(), Some(&second));

    let stale = documents.put(&first).await.expect_err("a stale version");
    assert_eq!(stale.kind(), ErrorKind::ConditionFailed);
    let found: Option<Document> = stale.current_item().transpose()?;
    assert_eq!(found.as_ref(), Some(&second));
    let unread = documents.put(&document("three")).outcome().await?;
    assert_eq!(current(unread), Some(second.clone()));
    let inserted = documents.insert(&document("three")).outcome().await?;
    assert_eq!(current(inserted), Some(second));
    Ok(())
}

#[tokio::test]
async fn an_insert_makes_a_new_item_of_one_that_was_read() -> Result<(), Error> {
    let (documents, seconds, _engine) = documents().await;
    let read = documents.insert(&document("one")).return_new().await?;
    seconds.store(9, Relaxed);
    let copy = Document { title: "b".to_owned(), edits: Some(7), ..read };
    let inserted = documents.insert(&copy).return_new().await?;
    assert_eq!((inserted.version, inserted.edits), (2, Some(5)));
    assert_eq!(inserted.created_at.as_deref(), Some("1970-01-01T00:00:09.000Z"));
    assert_eq!(documents.get("b").await?, Some(inserted));
    Ok(())
}

#[tokio::test]
async fn an_upsert_and_updates_go_on_from_what_is_stored() -> Result<(), Error> {
    let (documents, seconds, _engine) = documents().await;
    let made = documents.upsert("a").set(Document::TEXT, "one").await?;
    let created_at = Some("1970-01-01T00:00:01.000Z".to_owned());
    let (version, edits) = (1, Some(5));
    assert_eq!(made, Document { version, edits, created_at, updated_at: 1, ..document("one") });

    seconds.store(9, Relaxed);
    let changed = documents.upsert("a").set(Document::TEXT, "two").await?;
    let (text, edits) = ("two".to_owned(), Some(15));
    assert_eq!(changed, Document { version: 2, updated_at: 9, text, edits, ..made.clone() });
    let update = || documents.update("a").set(Document::TEXT, "three");
    let updated = update().if_version(changed.version).await?;
    let (text, edits) = ("three".to_owned(), Some(25));
    assert_eq!(updated, Document { version: 3, text, edits, ..changed });
    let stale = update().if_version(made.version).outcome().await?;
    assert_eq!(current(stale), Some(updated));
    Ok(())
}

#[tokio::test]
async fn what_the_mapper_writes_can_be_read_alone() -> Result<(), Error> {
    let (documents, _, _engine) = documents().await;
    documents.insert(&document("one")).await?;
    let read = documents.get("a").project((Document::VERSION, Document::EDITS)).await?;
    assert_eq!(read, Some((1, Some(5))));
    let changed = documents.query_by_time(1_u64).filter(Document::VERSION.ge(2)).all().await?;
    assert_eq!(changed, []);
    Ok(())
}

#[tokio::test]
async fn a_delete_can_require_the_version() -> Result<(), Error> {
    let (documents, _, _engine) = documents().await;
    let first = documents.put(&document("one")).return_new().await?;
    let second = documents.put(&first).return_new().await?;
    let stale = documents.delete("a").if_version(first.version).outcome().await?;
    assert_eq!(current(stale), Some(second.clone()));
    documents.delete("a").if_version(second.version).await?;
    assert_eq!(documents.get("a").await?, None);
    Ok(())
}

#[tokio::test]
async fn items_of_before_the_version_are_adopted() -> Result<(), Error> {
    /// A document as an earlier program knew it.
    #[derive(DynamoTable)]
    struct Earlier {
        #[hash_key]
        title: String,
        text: String,
        updated_at: u64,
    }
    let (documents, _, engine) = documents().await;
    let earlier = Earlier { title: "a".to_owned(), text: "one".to_owned(), updated_at: 3 };
    Earlier::table(engine.client()).named("Document").put(&earlier).await?;
    let read = documents.get("a").await?.expect("a document");
    assert_eq!((read.version, read.updated_at), (0, 3));
    let written = documents.put(&read).return_new().await?;
    assert_eq!(written.version, 1);
    assert_eq!(current(documents.put(&read).outcome().await?), Some(written));
    Earlier::table(engine.client()).named("Document").put(&earlier).await?;
    let update = || documents.update("a").set(Document::TEXT, "two").if_version(read.version);
    assert_eq!(update().await?.version, 1);
    assert!(matches!(update().outcome().await?, Rejected { .. }));
    Ok(())
}

#[tokio::test]
async fn a_version_that_was_stored_as_0_is_adopted() -> Result<(), Error> {
    let (documents, _, engine) = documents().await;
    let read = document("one");
    let item = read.to_item()?;
    engine.client().put_item().table_name("Document").set_item(Some(item)).send().await.unwrap();
    assert_eq!(documents.get("a").await?.as_ref(), Some(&read));
    let written = documents.put(&read).return_new().await?;
    assert_eq!(written.version, 1);
    assert_eq!(current(documents.put(&read).outcome().await?), Some(written));
    Ok(())
}

/// A number that two writers count.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Tally {
    #[hash_key]
    id: u8,
    total: u64,
    #[version]
    version: Option<u64>,
}

#[tokio::test]
async fn of_two_concurrent_writers_one_wins_and_the_other_gets_the_current_item()
-> Result<(), Error> {
    const ROUNDS: u64 = 1_000;
    let engine = Engine::start().expect("an engine");
    let tallies = Tally::table(engine.client());
    tallies.create().await?;
    let mut read = Tally { id: 1, total: 0, version: None };
    for round in 1..=ROUNDS {
        let write = async |step: u64| -> Result<Outcome<Tally>, Error> {
            let put = Tally { total: read.total + step, ..read.clone() };
            let put = tallies.put(&put).return_new();
            if round % 2 == 0 {
                return put.outcome().await;
            }
            match put.await {
                Ok(new) => Ok(Done(new)),
                Err(error) if error.kind() == ErrorKind::ConditionFailed => {
                    Ok(Rejected { current: error.current_item() })
                }
                Err(error) => Err(error),
            }
        };
        let (one, other) = tokio::join!(write(1), write(1_000_000));
        let (winner, loser) = match (one?, other?) {
            (Done(winner), Rejected { current }) | (Rejected { current }, Done(winner)) => {
                (winner, current)
            }
            both => panic!("round {round}: {both:?}"),
        };
        assert_eq!(loser.transpose()?.as_ref(), Some(&winner));
        assert_eq!(winner.version, Some(round));
        assert!([1, 1_000_000].contains(&(winner.total - read.total)), "nothing is lost");
        read = winner;
    }
    assert_eq!(tallies.get(1).await?, Some(read));
    Ok(())
}

#[tokio::test]
async fn a_diff_needs_the_version_that_was_read_and_leaves_declared_fields_to_the_mapper()
-> Result<(), Error> {
    let (documents, seconds, _engine) = documents().await;
    let old = documents.put(&document("one")).return_new().await?;
    seconds.store(9, Relaxed);
    let new = Document { text: "two".to_owned(), version: 70, updated_at: 70, ..old.clone() };
    let update = documents.update_diff(&old, &new).expect("a difference");
    let written = update.clone().await?;
    let edits = Some(15);
    assert_eq!(written, Document { version: 2, updated_at: 9, edits, ..new.clone() });
    // The text may be as it was; the version is not.
    documents.update("a").set(Document::TEXT, "one").await?;
    assert_eq!(update.await.expect_err("a conflict").kind(), ErrorKind::ConditionFailed);
    let same = Document { text: old.text.clone(), ..new };
    assert!(documents.update_diff(&old, &same).is_none());
    Ok(())
}
