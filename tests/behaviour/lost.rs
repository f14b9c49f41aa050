//! Writes whose answers are lost, so that the SDK sends them again.

mod writers;

use dynamo_runtime::{Changes, Dynamo, Error, ErrorKind, Outcome, Wire};
use dynamo_testkit::{Chaos, Engine};
use dynamo_tests::{Document, DocumentTable, Order, OrderTable, Status};

pub(crate) const WIRES: [Wire; 2] = [Wire::Json, Wire::Sdk];

/// Tables whose client loses answers, on each wire.
async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(OrderTable, DocumentTable, Chaos) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let chaos = Chaos::new(0);
        let dynamo = Dynamo::new(chaos.client(&engine, 3)).with_wire(wire);
        let (orders, documents) = (Order::table(&dynamo), Document::table(&dynamo));
        orders.create().await?;
        documents.create().await?;
        test(orders, documents, chaos).await?;
    }
    Ok(())
}

fn document(title: &str) -> Document {
    Document { title: title.to_owned(), text: "one".to_owned(), ..Document::default() }
}

/// The write may have taken place, and its error says so.
#[track_caller]
fn assert_untold<T>(result: Result<T, Error>) {
    let Err(error) = result else { panic!("nothing tells that it is written") };
    assert_eq!(error.kind(), ErrorKind::AnswerLost, "{error}");
    assert!(error.may_have_been_written(), "{error}");
}

#[tokio::test]
async fn a_put_whose_answer_is_lost_has_taken_place() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        let mut order = Order::new("ann", 1);
        order.labels = ["b", "a"].map(str::to_owned).into();
        chaos.lose_next_answers(1);
        orders.put(&order).await?;
        chaos.lose_next_answers(2);
        orders.insert(&Order::new("ann", 2)).await?;
        chaos.lose_next_answers(1);
        assert_eq!(orders.insert(&Order::new("ann", 3)).return_old().await?, None);
        chaos.lose_next_answers(1);
        let done = orders.insert(&Order::new("ann", 4)).return_new().outcome().await?;
        assert!(matches!(done, Outcome::Done(order) if order == Order::new("ann", 4)));
        let changed = Order { total: 5, ..order.clone() };
        chaos.lose_next_answers(1);
        orders.put(&changed).condition(Order::TOTAL.eq(order.total)).await?;
        assert_eq!(orders.get("ann", 1).await?, Some(changed));

        chaos.lose_next_answers(1);
        let one = documents.insert(&document("a")).return_new().await?;
        chaos.lose_next_answers(1);
        let two = documents.put(&Document { text: "two".into(), ..one }).return_new().await?;
        chaos.lose_next_answers(1);
        documents.put(&Document { text: "three".into(), ..two }).await?;
        let stored = documents.get("a").await?.expect("a document");
        assert_eq!((stored.version, &*stored.text, stored.edits), (3, "three", Some(5)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_put_replaced_is_not_told_where_it_may_be_its_own() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        let order = Order::new("ann", 1);
        orders.put(&order).await?;
        let changed = Order { total: 5, ..order.clone() };
        chaos.lose_next_answers(1);
        assert_untold(orders.put(&changed).return_old().await);
        chaos.lose_next_answers(1);
        let lost = orders.put(&order).condition(Order::TOTAL.eq(5)).return_old().await;
        assert_untold(lost);
        assert_eq!(orders.get("ann", 1).await?, Some(order));

        let one = documents.insert(&document("a")).return_new().await?;
        chaos.lose_next_answers(1);
        assert_untold(documents.put(&one).return_old().await);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_ones_item_is_not_taken_for_ones_own() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        let theirs = Order { note: Some("theirs".into()), ..Order::new("ann", 1) };
        orders.put(&theirs).await?;
        chaos.lose_next_answers(1);
        let refused = orders.insert(&Order::new("ann", 1)).await;
        let current = refused.as_ref().expect_err("refused").current_item().transpose()?;
        assert_eq!(current, Some(theirs));
        assert_untold(refused);
        chaos.lose_next_answers(1);
        assert_untold(orders.insert(&Order::new("ann", 1)).outcome().await);

        let one = documents.insert(&document("a")).return_new().await?;
        let theirs = Document { text: "theirs".into(), ..one.clone() };
        documents.put(&theirs).await?;
        chaos.lose_next_answers(1);
        assert_untold(documents.put(&Document { text: "mine".into(), ..one.clone() }).await);
        chaos.lose_next_answers(1);
        let update = documents.update("a").set(Document::TEXT, "mine").if_version(one.version);
        assert_untold(update.await);
        chaos.lose_next_answers(1);
        let update = documents.update_diff(&one, &Document { text: "mine".into(), ..one.clone() });
        assert_untold(update.expect("a difference").await);
        // Without a lost answer, a conflict is one.
        let refused = documents.put(&one).await.expect_err("refused");
        assert_eq!(refused.kind(), ErrorKind::ConditionFailed);
        assert!(!refused.may_have_been_written());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_update_whose_answer_is_lost_has_taken_place() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        let order = Order::new("ann", 1);
        chaos.lose_next_answers(1);
        let made = orders.upsert("ann", 9).set(Order::TOTAL, 1).return_updated_new().await?;
        assert_eq!(made.get(Order::TOTAL)?, Some(1));
        orders.put(&order).await?;
        chaos.lose_next_answers(1);
        let new = orders.update("ann", 1).set(Order::NOTE, "x").await?;
        assert_eq!(new.note.as_deref(), Some("x"));

        let diff = Order {
            labels: ["a", "b"].map(str::to_owned).into(),
            note: None,
            total: 7,
            ..new.clone()
        };
        chaos.lose_next_answers(1);
        let update = orders.update_diff(&new, &diff).expect("a difference");
        assert_eq!(update.await?, diff);

        let one = documents.insert(&document("a")).return_new().await?;
        let update = || documents.update("a").set(Document::TEXT, "two");
        chaos.lose_next_answers(1);
        let two = update().if_version(one.version).await?;
        assert_eq!((two.version, &*two.text), (2, "two"));
        chaos.lose_next_answers(1);
        let three = Document { text: "three".into(), ..two.clone() };
        let update = documents.update_diff(&two, &three).expect("a difference");
        assert_eq!(update.await?.version, 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_update_that_another_may_have_made_is_not_told() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        orders.put(&Order::new("ann", 1)).await?;
        chaos.lose_next_answers(1);
        let claim = orders.update("ann", 1).set(Order::STATUS, Status::Done);
        assert_untold(claim.condition(Order::STATUS.eq(Status::Open)).await);
        chaos.lose_next_answers(1);
        assert_untold(orders.update("ann", 1).set(Order::TOTAL, 5).return_old().await);
        chaos.lose_next_answers(1);
        let old = orders.update("ann", 1).add(Order::TOTAL, 5).return_updated_old().await;
        assert_untold(old);

        let one = documents.insert(&document("a")).return_new().await?;
        let counted = documents.update("a").set(Document::TEXT, "two").if_version(one.version);
        chaos.lose_next_answers(1);
        assert_untold(counted.return_old().await);
        let two = documents.get("a").await?.expect("a document");
        let other = documents.update("a").set(Document::TEXT, "three").if_version(two.version);
        chaos.lose_next_answers(1);
        assert_untold(other.customize(|request| request).await);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_delete_whose_answer_is_lost_is_one_or_says_so() -> Result<(), Error> {
    on_both_wires(async |orders, documents, chaos| {
        for number in 1..=3 {
            orders.put(&Order::new("ann", number)).await?;
        }
        chaos.lose_next_answers(1);
        orders.delete("ann", 1).await?;
        chaos.lose_next_answers(1);
        assert_untold(orders.delete("ann", 2).return_old().await);
        chaos.lose_next_answers(1);
        assert_untold(orders.delete("ann", 3).condition(Order::TOTAL.ge(0)).await);
        let one = documents.insert(&document("a")).return_new().await?;
        chaos.lose_next_answers(1);
        assert_untold(documents.delete("a").if_version(one.version).outcome().await);
        assert_eq!(orders.scan().count().await? + documents.scan().count().await?, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn items_that_are_found_and_written_are_counted_once() -> Result<(), Error> {
    on_both_wires(async |orders, _, chaos| {
        for number in 1..=4 {
            orders.put(&Order::new("ann", number)).await?;
        }
        let open = || orders.query("ann").filter(Order::STATUS.eq(Status::Open));
        let done = Changes::new().set(Order::STATUS, Status::Done);
        let lose = |_| chaos.lose_next_answers(1);
        let updated = open().update_all(done).concurrency(1).progress(lose).await?;
        assert_eq!((updated.items, updated.skipped), (4, 0));
        let done = || orders.query("ann").filter(Order::STATUS.eq(Status::Done));
        chaos.lose_next_answers(0);
        let deleted = done().delete_all().concurrency(1).progress(lose).await?;
        assert_eq!((deleted.items, deleted.skipped), (4, 0));
        orders.put(&Order::new("ann", 1)).await?;
        chaos.lose_next_answers(1);
        assert_eq!(orders.query("ann").delete_all().await?.items, 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_statement_that_writes_says_that_it_may_have() -> Result<(), Error> {
    on_both_wires(async |_, documents, chaos| {
        let insert = r#"INSERT INTO "Document" VALUE {'title': 'a', 'text': 'b', 'updated_at': 1}"#;
        chaos.lose_next_answers(1);
        assert_untold(documents.partiql(insert, ()).await);
        chaos.lose_next_answers(1);
        let select = documents.partiql(r#"SELECT * FROM "Document""#, ()).await?;
        assert_eq!(select.len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_error_says_whether_the_write_was_sent() -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let chaos = Chaos::new(0);
        let dynamo = Dynamo::new(chaos.client(&engine, 1)).with_wire(wire);
        let orders = Order::table(&dynamo);
        orders.create().await?;
        let order = Order::new("ann", 1);
        chaos.lose_next_answers(2);
        let put = orders.put(&order).await.expect_err("no answer");
        let get = orders.get("ann", 1).await.expect_err("no answer");
        assert_eq!([put.kind(), get.kind()], [ErrorKind::Unreachable; 2]);
        assert_eq!([put.may_have_been_written(), get.may_have_been_written()], [true, false]);
        assert_eq!(orders.get("ann", 1).await?, Some(order));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_sent_to_nobody_is_not_written() {
    for wire in WIRES {
        let engine = Engine::embedded().expect("an engine");
        let orders = Order::table(Dynamo::new(engine.client()).with_wire(wire));
        drop(engine);
        let error = orders.put(&Order::new("ann", 1)).await.expect_err("no engine");
        assert_eq!(error.kind(), ErrorKind::Unreachable);
        assert!(!error.may_have_been_written());
    }
}
