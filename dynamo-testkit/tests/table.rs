//! Tables of a test's own, the clock, and what fakes return, beside real reads.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use dynamo_runtime::{Cursor, DynamoTable, Error, ErrorKind, Page, Refusal};
use dynamo_testkit::{Clock, Engine};

type Outcome = Result<(), Box<dyn StdError>>;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Note {
    #[hash_key]
    id: String,
    #[unique]
    title: String,
    #[version]
    version: u64,
    #[created_at]
    created: u64,
    #[updated_at]
    updated: u64,
}

fn note(id: u64) -> Note {
    let (id, title) = (id.to_string(), format!("title {id}"));
    Note { id, title, version: 0, created: 0, updated: 0 }
}

#[tokio::test]
async fn each_table_is_another() -> Outcome {
    let engine = Engine::start()?;
    let (one, two) = (engine.table(Note::table).await?, engine.table(Note::table).await?);
    assert_ne!(one.name(), two.name());
    one.put(&note(7)).await?;
    assert!(one.exists("7").await?);
    assert!(!two.exists("7").await?);
    Ok(())
}

#[tokio::test]
async fn seeded_items_are_those_that_a_program_puts() -> Outcome {
    let engine = Engine::start()?;
    let notes = engine.seeded(Note::table, &[note(1), note(2)]).await?;
    assert_eq!(notes.get("1").await?.map(|note| note.version), Some(1));
    let duplicate = notes.insert(&Note { title: note(2).title, ..note(3) }).await.unwrap_err();
    assert_eq!(duplicate.refusal(), Some(Refusal::NotUnique { attribute: "title" }));

    let error = engine.seeded(Note::table, &[Note { version: 5, ..note(1) }]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConditionFailed);
    Ok(())
}

#[tokio::test]
async fn tables_of_one_client_are_found_again() -> Outcome {
    let engine = Engine::start()?;
    let dynamo = engine.dynamo();
    Note::table(&dynamo).create().await?;
    Note::table(&dynamo).put(&note(7)).await?;
    assert!(Note::table(&dynamo).exists("7").await?);
    Ok(())
}

#[tokio::test]
async fn the_clock_stands_until_it_is_moved() -> Outcome {
    let engine = Engine::start()?;
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
    let clock = Clock::at(begin);
    let notes = engine.table(|dynamo| Note::table(clock.set_in(dynamo))).await?;
    notes.put(&note(7)).await?;
    clock.advance(Duration::from_secs(5));
    let read = notes.get("7").await?.ok_or("no note")?;
    notes.put(&Note { title: "another".to_owned(), ..read.clone() }).replacing(&read).await?;
    let read = notes.get("7").await?.ok_or("no note")?;
    assert_eq!((read.created, read.updated), (1_000, 1_005));

    clock.advance(Duration::MAX);
    assert_eq!(clock.now(), begin + Duration::from_secs(5));
    clock.set(begin);
    assert_eq!(clock.clone().now(), begin);
    Ok(())
}

#[tokio::test]
async fn a_table_refuses_the_cursor_of_a_fake() -> Outcome {
    let engine = Engine::start()?;
    let notes = engine.seeded(Note::table, &[note(1), note(2)]).await?;
    let page = Page::fake([note(1)], Some(Cursor::fake(1)));
    let error = notes.scan().resume(page.cursor).page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCursor);
    let page = notes.scan().limit(1).page().await?;
    assert_eq!(page.cursor.ok_or("no cursor")?.fake_position(), None);
    Ok(())
}

#[test]
fn an_error_is_what_it_is_made_of() -> Outcome {
    let error = Error::fake(ErrorKind::TimedOut);
    assert!(!error.may_have_been_written() && error.with_answer_lost().may_have_been_written());
    let stored = Note { version: 3, ..note(7) };
    let error = Error::fake(ErrorKind::ConditionFailed).with_item(stored.to_item()?);
    assert_eq!(error.current_item::<Note>().transpose()?, Some(stored));
    assert_eq!(error.refusal(), Some(Refusal::Condition));
    let error = error.with_refusal(Refusal::Version);
    assert_eq!(error.refusal(), Some(Refusal::Version));
    assert_eq!(error.with_code("C").code(), Some("C"));
    // A refusal is of a failed condition alone.
    let other = Error::fake(ErrorKind::Throttled).with_refusal(Refusal::Exists);
    assert_eq!(other.refusal(), None);
    Ok(())
}
