//! Two clients at one table: what a plan found is no longer so when it is applied.

use std::time::Duration;

use dynamo_runtime::{DynamoTable, ErrorKind, Table};
use dynamo_testkit::{Chaos, Engine};
use tokio::time::sleep;

use super::versions::{Note, Numbered, V1, V6, V7, V8};
use super::{Outcome, apply, with_all};

/// The attribute that the table's time to live is read from.
async fn ttl(engine: &Engine) -> Option<String> {
    let sent = engine.client().describe_time_to_live().table_name("Notes").send().await;
    sent.expect("an answer").time_to_live_description?.attribute_name
}

/// Deletes the table, and makes one of the same name. Tables are told by their ids or, to the millisecond, their times.
async fn made_again<T: DynamoTable>(engine: &Engine) -> Outcome {
    let table = Table::<T>::new(engine.client());
    table.delete_table().await?;
    sleep(Duration::from_millis(5)).await;
    table.create().await
}

#[tokio::test]
async fn a_table_that_was_made_since_keeps_its_items() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let plan = Table::<V6>::new(engine.client()).plan().await?;
    apply::<V1>(&engine).await?;
    let notes = Table::<Note>::new(engine.client());
    notes.put(&Note::new(1)).await?;

    let refused = plan.apply().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InUse);
    assert_eq!(ttl(&engine).await, None);
    assert_eq!(notes.scan().all().await?, [Note::new(1)]);
    // Another plan is made for the table that is there.
    assert_eq!(apply::<V6>(&engine).await?, ["~ time to live expires"]);
    Ok(())
}

#[tokio::test]
async fn a_table_that_was_made_again_is_left_as_it_is() -> Outcome {
    let engine = Engine::start().expect("an engine");
    apply::<V1>(&engine).await?;
    let plan = Table::<V6>::new(engine.client()).plan().await?;
    made_again::<V1>(&engine).await?;
    assert_eq!(plan.apply().await.unwrap_err().kind(), ErrorKind::InUse);
    made_again::<Numbered>(&engine).await?;
    assert_eq!(plan.apply().await.unwrap_err().kind(), ErrorKind::InUse);
    assert_eq!(ttl(&engine).await, None);

    Table::<Numbered>::new(engine.client()).delete_table().await?;
    assert_eq!(plan.apply().await.unwrap_err().kind(), ErrorKind::NotFound);
    let gone = Table::<V1>::new(engine.client()).delete_table().await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    Ok(())
}

#[tokio::test]
async fn a_plan_that_somebody_else_has_applied_has_nothing_left_to_do() -> Outcome {
    let engine = Engine::start().expect("an engine");
    apply::<V1>(&engine).await?;
    let [one, two] = [Table::<V6>::new(engine.client()), Table::<V6>::new(engine.client())];
    let (one, two) = (one.plan().await?, two.plan().await?);
    one.apply().await?;
    two.apply().await
}

#[tokio::test]
async fn create_turns_the_time_to_live_on_for_its_own_empty_table_alone() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let own = Table::<V6>::new(engine.client());
    let notes = Table::<Note>::new(engine.client());
    apply::<Numbered>(&engine).await?;
    own.create().await?;
    assert_eq!(ttl(&engine).await, None);

    made_again::<Note>(&engine).await?;
    notes.put(&Note::new(1)).await?;
    own.create().await?;
    assert_eq!(ttl(&engine).await, None);

    made_again::<Note>(&engine).await?;
    own.create().await?;
    assert_eq!(ttl(&engine).await.as_deref(), Some("expires"));
    Ok(())
}

#[tokio::test]
async fn lost_answers_make_no_difference_to_tables() -> Outcome {
    let engine = Engine::start().expect("an engine");
    for seed in 0..12 {
        // Seldom enough for the SDK, which does not repeat without end.
        let client = Chaos::new(seed).losing(0.125).client(&engine, 10);
        let (six, seven, eight) = (V6::table(&client), V7::table(&client), V8::table(&client));
        six.create().await?;
        assert_eq!(six.check().await?, []);
        seven.plan().await?.apply().await?;
        assert_eq!(seven.check().await?, []);
        with_all(eight.plan().await?.apply()).await?;
        assert_eq!(eight.check().await?, []);
        eight.delete_table().await?;
        let gone = eight.delete_table().await.unwrap_err();
        assert_eq!(gone.kind(), ErrorKind::NotFound);
    }
    Ok(())
}
