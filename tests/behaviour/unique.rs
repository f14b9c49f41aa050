//! Attributes whose values no two items share: what claims them is written with the item, and nobody sees it.

use std::sync::{Arc, Mutex};

use dynamo_runtime::op::{Reason, Retries, TransactOutcome};
use dynamo_runtime::{
    Changes, Dynamo, DynamoTable, Error, ErrorKind, Outcome, Refusal, TransactWrite,
};
use dynamo_testkit::{Chaos, Engine};

use crate::lost::WIRES;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct User {
    #[hash_key]
    id: String,
    #[unique]
    email: String,
    #[unique]
    phone: Option<u64>,
    name: String,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Seat {
    #[hash_key]
    venue: String,
    #[range_key]
    row: String,
    #[unique]
    badge: Option<Vec<u8>>,
    #[version]
    version: u64,
}

fn user(id: &str, email: &str, phone: Option<u64>) -> User {
    User { id: id.to_owned(), email: email.to_owned(), phone, name: "n".to_owned() }
}

/// A table of users on each wire.
async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(UserTable, Dynamo) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        let users = User::table(&dynamo);
        users.create().await?;
        test(users, dynamo).await?;
    }
    Ok(())
}

/// How many items the table has, with what claims values.
async fn stored(dynamo: &Dynamo, table: &str) -> usize {
    let all = dynamo.client().scan().table_name(table).consistent_read(true).send().await;
    all.expect("a scan").items().len()
}

#[track_caller]
fn assert_taken<T>(result: Result<T, Error>, attribute: &'static str) {
    let Err(error) = result else { panic!("`{attribute}` is not taken") };
    assert_eq!(error.kind(), ErrorKind::ConditionFailed, "{error}");
    assert_eq!(error.refusal(), Some(Refusal::NotUnique { attribute }), "{error}");
    assert!(!error.to_string().contains('@'), "{error}");
}

#[tokio::test]
async fn a_value_is_claimed_by_one_item() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let ann = user("1", "ann@x", Some(7));
        users.insert(&ann).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 3);
        assert_taken(users.insert(&user("2", "ann@x", None)).await, "email");
        assert_taken(users.insert(&user("2", "bob@x", Some(7))).await, "phone");
        assert_eq!(users.insert(&ann).await.expect_err("there").refusal(), Some(Refusal::Exists));
        users.insert(&user("2", "bob@x", None)).await?;
        users.insert(&user("3", "cid@x", None)).await?;
        assert_eq!(users.get("1").await?, Some(ann));
        assert_taken(users.put(&user("4", "ann@x", None)).await, "email");
        assert_eq!(stored(&dynamo, users.name()).await, 3 + 2 + 2);
        let outcome = users.insert(&user("5", "bob@x", None)).outcome().await?;
        assert!(matches!(outcome, Outcome::Rejected { current: None }), "{outcome:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_put_keeps_unique_values_or_replaces_what_was_read() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let ann = user("1", "ann@x", Some(7));
        users.put(&ann).await?;
        let named = User { name: "ann".to_owned(), ..ann.clone() };
        users.put(&named).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 3);
        let moved = User { email: "ann@y".to_owned(), phone: None, ..named.clone() };
        let error = users.put(&moved).await.expect_err("it would change the email");
        assert_eq!(error.refusal(), Some(Refusal::Condition));
        assert_eq!(error.current_item::<User>().expect("an item")?, named);
        let new = users.put(&moved).replacing(&named).return_new().await?;
        assert_eq!(new, moved);
        assert_eq!(stored(&dynamo, users.name()).await, 2);
        let error = users.put(&ann).replacing(&named).await.expect_err("no longer so");
        assert_eq!(error.current_item::<User>().expect("an item")?, moved);
        users.insert(&user("2", "ann@x", Some(7))).await?;
        assert_taken(users.put(&ann).replacing(&moved).await, "email");
        assert_eq!(stored(&dynamo, users.name()).await, 2 + 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_difference_moves_its_claims() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let ann = user("1", "ann@x", None);
        users.insert(&ann).await?;
        users.insert(&user("2", "bob@x", Some(2))).await?;
        let moved = User { email: "ann@y".to_owned(), phone: Some(1), ..ann.clone() };
        let update = users.update_diff(&ann, &moved).expect("a difference");
        assert_eq!(update.await?, moved);
        assert_eq!(stored(&dynamo, users.name()).await, 3 + 3);
        users.insert(&user("3", "ann@x", None)).await?;
        let taken = User { email: "bob@x".to_owned(), ..moved.clone() };
        assert_taken(users.update_diff(&moved, &taken).expect("a difference").await, "email");
        let error = users.update_diff(&ann, &taken).expect("a difference").await;
        assert_eq!(error.expect_err("no longer so").refusal(), Some(Refusal::Version));
        let named = User { name: "ann".to_owned(), ..moved.clone() };
        let update = users.update_diff(&moved, &named).expect("a difference").return_old();
        assert_eq!(update.await?, Some(moved.clone()));
        let changed = users.update("1").set(User::NAME, "other").await?;
        assert_eq!(changed.name, "other");
        assert_eq!(stored(&dynamo, users.name()).await, 3 + 3 + 2);
        let update = users.update_diff(&moved, &taken).expect("a difference").return_old();
        assert_eq!(update.await.expect_err("no old item").kind(), ErrorKind::InvalidRequest);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_delete_gives_up_its_claims() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let ann = user("1", "ann@x", Some(1));
        users.insert(&ann).await?;
        let error = users.delete("1").await.expect_err("it would leave the claims");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let other = User { email: "other@x".to_owned(), ..ann.clone() };
        let error = users.delete_item(&other).await.expect_err("another email");
        assert_eq!(error.current_item::<User>().expect("an item")?, ann);
        users.delete_item(&ann).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 0);
        let error = users.delete_item(&ann).await.expect_err("it is gone");
        assert_eq!(error.refusal(), Some(Refusal::Missing));
        users.insert(&user("2", "ann@x", Some(1))).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_would_leave_claims_behind_is_refused() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let ann = user("1", "ann@x", Some(1));
        users.insert(&ann).await?;
        let refused = [
            users.scan().delete_all().await.expect_err("many").kind(),
            Error::from(users.delete_all_of(["1"]).await.expect_err("many")).kind(),
            TransactWrite::new(&dynamo, users.delete("1")).await.expect_err("by key").kind(),
            users.get("unique#email#ann@x").await.expect_err("a claim").kind(),
            users.query("unique#email#ann@x").all().await.expect_err("a claim").kind(),
            users
                .upsert("unique#email#ann@x")
                .set(User::NAME, "x")
                .await
                .expect_err("a claim")
                .kind(),
            users.put(&user("unique#email#bob@x", "b", None)).await.expect_err("a claim").kind(),
        ];
        assert_eq!(refused, [ErrorKind::InvalidRequest; 7]);
        assert_eq!(stored(&dynamo, users.name()).await, 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nobody_reads_a_claim() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        for id in 0..5 {
            users.insert(&user(&id.to_string(), &format!("{id}@x"), Some(id))).await?;
        }
        assert_eq!(stored(&dynamo, users.name()).await, 15);
        assert_eq!(users.scan().all().await?.len(), 5);
        assert_eq!(users.scan().count().await?, 5);
        assert_eq!(users.scan().segments(3).all().await?.len(), 5);
        assert_eq!(users.scan().filter(User::PHONE.gt(2)).all().await?.len(), 2);
        assert_eq!(users.query("1").all().await?.len(), 1);
        let mut cursor = None;
        let mut read = 0;
        loop {
            let page = users.scan().limit(1).resume(cursor).page().await?;
            read += page.items.len();
            let Some(next) = page.cursor else { break };
            cursor = Some(next);
        }
        assert_eq!(read, 5);
        let changed = users.scan().update_all(Changes::new().set(User::NAME, "all")).await?;
        assert_eq!((changed.items, changed.skipped), (5, 0));
        assert_eq!(stored(&dynamo, users.name()).await, 15);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn claims_are_parts_of_a_transaction() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let (ann, bob) = (user("1", "ann@x", Some(1)), user("2", "bob@x", None));
        TransactWrite::new(&dynamo, (users.insert(&ann), users.insert(&bob))).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 5);
        let cid = user("3", "bob@x", None);
        let write = || {
            let named = users.update("1").set(User::NAME, "ann").return_nothing();
            TransactWrite::new(&dynamo, (named, vec![users.insert(&cid)]))
        };
        let TransactOutcome::Rejected((named, inserted)) = write().outcome().await? else {
            panic!("the email is taken");
        };
        assert!(matches!(named, Reason::None), "{named:?}");
        let [Reason::ConditionFailed { current: None, refusal, .. }] = &inserted[..] else {
            panic!("{inserted:?}");
        };
        assert_eq!(*refusal, Refusal::NotUnique { attribute: "email" });
        let error = write().await.expect_err("the email is taken");
        assert!(error.to_string().contains("action 2"), "{error}");
        assert_taken(Err::<(), _>(error), "email");
        let (dan, new) = (User { id: "4".to_owned(), ..cid.clone() }, user("3", "cid@x", Some(3)));
        let same = TransactWrite::new(&dynamo, [users.insert(&cid), users.insert(&dan)]);
        assert_eq!(same.await.expect_err("one value twice").kind(), ErrorKind::InvalidRequest);
        let swap = (users.delete_item(&bob), users.insert(&new));
        TransactWrite::new(&dynamo, swap).await?;
        assert_eq!(stored(&dynamo, users.name()).await, 3 + 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_table_with_a_range_key_and_a_version_has_unique_values_too() -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        let seats = Seat::table(&dynamo);
        seats.create().await?;
        let seat = |row: &str, badge: Option<&[u8]>| Seat {
            venue: "hall".to_owned(),
            row: row.to_owned(),
            badge: badge.map(<[u8]>::to_vec),
            version: 0,
        };
        let one = seats.insert(&seat("a", Some(b"\0\xff"))).return_new().await?;
        assert_eq!(one.version, 1);
        assert_taken(seats.insert(&seat("b", Some(b"\0\xff"))).await, "badge");
        seats.insert(&seat("b", None)).await?;
        assert_eq!(seats.query("hall").all().await?.len(), 2);
        let two = Seat { badge: Some(b"2".to_vec()), ..one.clone() };
        let two = seats.update_diff(&one, &two).expect("a difference").await?;
        assert_eq!(two.version, 2);
        let error = seats.put(&one).replacing(&one).await.expect_err("it has another version");
        assert_eq!(error.refusal(), Some(Refusal::Version));
        seats.insert(&seat("c", Some(b"\0\xff"))).await?;
        seats.delete_item(&two).await?;
        assert_eq!(stored(&dynamo, seats.name()).await, 3);
    }
    Ok(())
}

#[tokio::test]
async fn of_many_writers_one_has_the_value() -> Result<(), Error> {
    for (seed, wire) in (0..).zip(WIRES) {
        let engine = Engine::start().expect("an engine");
        let chaos = Chaos::new(seed).losing(0.2).conflicts(0.2);
        let retries = Retries::default().with_attempts(50).with_jitter(|| 0.01);
        let dynamo = Dynamo::new(chaos.client(&engine, 3)).with_wire(wire).with_retries(retries);
        let calm = User::table(engine.client());
        calm.create().await?;
        let users = User::table(&dynamo);
        let writers = (0..16).map(|writer| {
            let users = users.clone();
            async move {
                let mut written = 0;
                for email in 0..4 {
                    let id = format!("{writer}-{email}");
                    match users.insert(&user(&id, &format!("{email}@x"), None)).await {
                        Ok(()) => written += 1,
                        Err(error) => assert_taken(Err::<(), _>(error), "email"),
                    }
                }
                Ok::<_, Error>(written)
            }
        });
        let written: Vec<usize> = futures_util::future::try_join_all(writers).await?;
        assert_eq!(written.iter().sum::<usize>(), 4);
        assert_eq!(calm.scan().consistent().all().await?.len(), 4);
        assert!(chaos.injected().total() > 10);
    }
    Ok(())
}

/// The table of users as it was before.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "User")]
struct Former {
    #[hash_key]
    id: String,
    email: Option<String>,
    #[dynamo(default)]
    name: String,
}

#[tokio::test]
async fn the_values_of_a_table_that_is_there_are_claimed() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let former = Former::table(&dynamo);
        for (id, email) in [("1", "ann@x"), ("2", "bob@x"), ("3", "ann@x")] {
            former
                .put(&Former {
                    id: id.to_owned(),
                    email: Some(email.to_owned()),
                    name: String::new(),
                })
                .await?;
        }
        former.put(&Former { id: "4".to_owned(), email: None, name: String::new() }).await?;
        let mut told = 0;
        let claimed = users.claim_all().progress(|values| told = values).await?;
        assert_eq!((claimed.values, claimed.changed, told), (2, 0, 2));
        let [duplicate] = &claimed.duplicates[..] else { panic!("{claimed:?}") };
        assert_eq!(duplicate.attribute, "email");
        let id = |key: &dynamo_runtime::table::Key<User>| {
            key.attributes().expect("a key")["id"].as_s().expect("a string").clone()
        };
        let owner = duplicate.owner.as_ref().expect("the other one");
        let mut both = [id(&duplicate.key), id(owner)];
        both.sort();
        assert_eq!(both, ["1", "3"]);
        assert_eq!(stored(&dynamo, users.name()).await, 4 + 2);
        // Once more: what is claimed stays so.
        let again = users.claim_all().await?;
        assert_eq!((again.values, again.duplicates.len()), (2, 1));
        assert_taken(users.insert(&user("5", "bob@x", None)).await, "email");
        // The one without a claim is mended by another value.
        let read = |id: String| User { name: String::new(), ..user(&id, "ann@x", None) };
        let old = read(id(&duplicate.key));
        let new = User { email: "cid@x".to_owned(), ..old.clone() };
        assert_eq!(users.update_diff(&old, &new).expect("a difference").await?, new);
        assert_taken(users.insert(&user("5", "ann@x", None)).await, "email");
        let mended = users.claim_all().await?;
        assert_eq!((mended.values, mended.duplicates.len()), (3, 0));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_written_beside_an_item_is_a_part_of_the_operation() -> Result<(), Error> {
    on_both_wires(async |users, dynamo| {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let told = calls.clone();
        let dynamo = dynamo.with_consumed_capacity();
        let dynamo =
            dynamo.with_metrics(move |call| told.lock().expect("no panic").push(call.clone()));
        let watched = User::table(dynamo);
        let ann = user("ann", "ann@example.org", Some(1));
        watched.insert(&ann).await?;
        watched.delete_item(&ann).await?;
        watched.insert(&ann).await?;
        watched.claim_all().await?;
        let calls = std::mem::take(&mut *calls.lock().expect("no panic"));
        let names: Vec<_> = calls.iter().map(|call| call.operation).collect();
        assert_eq!(names, ["PutItem", "DeleteItem", "PutItem", "claim_all"]);
        for call in &calls {
            assert!(call.attempts > 0 && call.consumed_capacity.is_some_and(|units| units > 0.0));
            assert!(call.request_id.is_some() && call.table() == "User", "{call:?}");
        }
        assert_eq!(users.scan().count().await?, 1);
        Ok(())
    })
    .await
}
