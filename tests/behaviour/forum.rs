//! The functions of the classic tables: a catalog, and a forum.

use std::collections::BTreeSet;

use dynamo_runtime::{Error, ErrorKind};
use dynamo_testkit::Engine;
use samples::forum::{Catalog, CatalogProduct, Details, Forums, Thread};

fn book(id: u64, price: u32) -> CatalogProduct {
    let details = Details::Book {
        isbn: "111-1111111111".to_owned(),
        authors: vec!["Author 1".to_owned(), "Author 2".to_owned()],
        page_count: 500,
        in_publication: true,
    };
    CatalogProduct { id, title: format!("Book {id} Title"), price, details }
}

fn bicycle(id: u64, price: u32) -> CatalogProduct {
    let details = Details::Bicycle {
        brand: "Mountain A".to_owned(),
        bicycle_type: "Road".to_owned(),
        color: BTreeSet::from(["Red".to_owned(), "Black".to_owned()]),
    };
    CatalogProduct { id, title: format!("{id}-Bike"), price, details }
}

#[tokio::test]
async fn a_catalog_has_products_of_several_categories() -> Result<(), Error> {
    let engine = Engine::start().expect("an engine");
    let catalog = Catalog::new(engine.client());
    catalog.table.create().await?;
    let products = [book(101, 2), book(102, 20), bicycle(201, 100), bicycle(202, 200)];
    for product in &products {
        catalog.add(product).await?;
    }
    let twice = catalog.add(&book(101, 5)).await.expect_err("it is there");
    assert_eq!(twice.kind(), ErrorKind::ConditionFailed);
    assert_eq!(catalog.product(201).await?.as_ref(), Some(&products[2]));
    assert_eq!(catalog.product(203).await?, None);

    let cheap = catalog.reduce(202, 90).await?;
    assert_eq!(cheap, CatalogProduct { price: 90, ..products[3].clone() });
    let dear = catalog.reduce(202, 90).await.expect_err("it costs no more");
    assert_eq!(dear.kind(), ErrorKind::ConditionFailed);
    let mut found = catalog.up_to(90).await?;
    found.sort_by_key(|product| product.id);
    assert_eq!(found, [products[0].clone(), products[1].clone(), cheap]);
    Ok(())
}

const FORUM: &str = "Amazon DynamoDB";

fn thread(subject: &str, now: &str) -> Thread {
    Thread {
        forum_name: FORUM.to_owned(),
        subject: subject.to_owned(),
        message: format!("{subject}: who knows?"),
        last_posted_by: "User A".to_owned(),
        last_post_date_time: now.to_owned(),
        replies: 0,
        tags: BTreeSet::from(["index".to_owned(), "primarykey".to_owned()]),
    }
}

async fn forums() -> Result<(Forums, Engine), Error> {
    let engine = Engine::start().expect("an engine");
    let forums = Forums::new(engine.client());
    forums.forums.create().await?;
    forums.threads.create().await?;
    forums.replies.create().await?;
    forums.open(FORUM, "Amazon Web Services").await?;
    forums.begin(&thread("DynamoDB Thread 1", "2026-11-20")).await?;
    forums.begin(&thread("DynamoDB Thread 2", "2026-11-21")).await?;
    forums.begin(&thread("Streams", "2026-11-22")).await?;
    Ok((forums, engine))
}

#[tokio::test]
async fn threads_are_found_by_subject_and_by_their_last_message() -> Result<(), Error> {
    let (forums, _engine) = forums().await?;
    let subjects = |threads: Vec<Thread>| -> Vec<String> {
        threads.into_iter().map(|thread| thread.subject).collect()
    };
    let [one, two] = ["DynamoDB Thread 1", "DynamoDB Thread 2"];
    assert_eq!(subjects(forums.threads(FORUM, "DynamoDB").await?), [one, two]);
    assert_eq!(subjects(forums.active(FORUM, "2026-11-21").await?), ["Streams", two]);

    forums.reply(FORUM, one, "2026-11-23", "User B", "I do.").await?;
    assert_eq!(subjects(forums.active(FORUM, "2026-11-22").await?), [one, "Streams"]);
    let [answered, ..] = &forums.threads(FORUM, one).await?[..] else { panic!("a thread") };
    assert_eq!((answered.replies, &*answered.last_posted_by), (1, "User B"));
    let found = forums.forum(FORUM).await?.expect("a forum");
    assert_eq!((found.threads, found.messages), (3, 4));
    Ok(())
}

#[tokio::test]
async fn replies_are_found_by_thread_and_by_who_wrote_them() -> Result<(), Error> {
    let (forums, _engine) = forums().await?;
    let (one, two) = ("DynamoDB Thread 1", "DynamoDB Thread 2");
    forums.reply(FORUM, one, "2026-11-23T10:00", "User B", "I do.").await?;
    forums.reply(FORUM, one, "2026-11-23T11:00", "User C", "So do I.").await?;
    forums.reply(FORUM, two, "2026-11-23T12:00", "User B", "I do not.").await?;
    let since = forums.replies(FORUM, one, "2026-11-23T11").await?;
    assert_eq!(since.iter().map(|reply| &*reply.message).collect::<Vec<_>>(), ["So do I."]);
    assert_eq!(forums.replies(FORUM, one, "2026").await?.len(), 2);
    assert_eq!(forums.messages_of("User B").await?, ["I do not.", "I do."]);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_counted_is_not_written() -> Result<(), Error> {
    let (forums, _engine) = forums().await?;
    let absent = Thread { forum_name: "Amazon S3".to_owned(), ..thread("Streams", "2026-11-24") };
    let again = thread("Streams", "2026-11-24");
    for refused in [forums.begin(&absent).await, forums.begin(&again).await] {
        assert_eq!(refused.expect_err("it is refused").kind(), ErrorKind::ConditionFailed);
    }
    let now = "2026-11-23T10:00";
    let unknown = forums.reply(FORUM, "Tables", now, "User B", "I do.").await;
    assert_eq!(unknown.expect_err("no thread").kind(), ErrorKind::ConditionFailed);
    forums.reply(FORUM, "Streams", now, "User B", "I do.").await?;
    let same = forums.reply(FORUM, "Streams", now, "User C", "So do I.").await;
    assert_eq!(same.expect_err("a reply of this time").kind(), ErrorKind::ConditionFailed);
    let found = forums.forum(FORUM).await?.expect("a forum");
    assert_eq!((found.threads, found.messages), (3, 4));
    assert_eq!(forums.threads("Amazon S3", "S").await?, []);
    Ok(())
}
