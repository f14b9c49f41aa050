//! Templates in a table of one struct, mixed with natural keys, and in every operation that reads parts of items.

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::expr::prefix;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, DynamoView, Error, ErrorKind};
use dynamo_testkit::Engine;

use crate::lost::WIRES;

#[derive(Debug, Clone, Copy, PartialEq, DynamoValue)]
#[dynamo(rename_all = "snake_case")]
enum Level {
    Beginner,
    InBetween,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Lessons", rename_all = "camelCase")]
#[range_key(name = "sk", value = "LESSON#{order:04}#{title}")]
#[gsi(name = "ByTeacher", hash(name = "teacherKey", value = "TEACHER#{teacher}"), range = [level, starts_at])]
#[gsi(name = "ByLevel", hash = [level], range = "{rating}", projection = "KEYS_ONLY")]
#[gsi(name = "ByDay", hash = "DAY", range = "{starts_at}#{order:03}", include = [teacher])]
#[lsi(name = "Local", range(name = "lsk", value = "{teacher}#{order:04}"))]
struct Lesson {
    #[hash_key]
    course: String,
    #[dynamo(key_only)]
    order: u16,
    #[dynamo(key_only)]
    title: String,
    teacher: Option<String>,
    level: Level,
    starts_at: String,
    rating: i32,
}

#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Lesson)]
struct Start {
    course: String,
    starts_at: String,
}

fn lesson(order: u16, title: &str) -> Lesson {
    let (course, title) = ("rust".to_owned(), title.to_owned());
    let (teacher, starts_at) = (Some("ann".to_owned()), format!("2026-12-{order:02}"));
    Lesson { course, order, title, teacher, level: Level::InBetween, starts_at, rating: -5 }
}

async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(LessonTable, Dynamo) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        let lessons = Lesson::table(&dynamo);
        lessons.create().await?;
        test(lessons, dynamo).await?;
    }
    Ok(())
}

#[tokio::test]
async fn numbers_in_keys_sort_and_parts_are_read_back() -> Result<(), Error> {
    on_both_wires(async |lessons, dynamo| {
        let all = [lesson(2, "b#2"), lesson(10, "a"), lesson(100, "a$ \"c\"")];
        lessons.put_all(&all).await?;
        assert_eq!(lessons.query("rust").all().await?, all);
        assert_eq!(lessons.query("rust").range((10..,)).all().await?, all[1..]);
        assert_eq!(lessons.query("rust").range((2, prefix("b"))).all().await?, all[..1]);
        assert_eq!(lessons.get("rust", 2, "b#2").await?.as_ref(), Some(&all[0]));
        let stored = dynamo.client().scan().table_name("Lessons").send().await.expect("items");
        let keys: Vec<_> = stored.items().iter().map(|item| item["sk"].clone()).collect();
        assert!(keys.contains(&AttributeValue::S("LESSON#0002#b$232".to_owned())), "{keys:?}");
        assert!(stored.items().iter().all(|item| !item.contains_key("title")));
        let error = lessons.get("rust", 10_000, "x").await.expect_err("five digits");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(
            all[0].key(),
            LessonKey { course: "rust".into(), order: 2, title: "b#2".into() }
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_kind_of_index_has_templates_and_fields() -> Result<(), Error> {
    on_both_wires(async |lessons, _| {
        let (first, second) = (lesson(1, "a"), lesson(2, "b"));
        lessons.put(&first).await?;
        lessons.put(&second).await?;
        let day = "2026-12-02";
        let of_ann = lessons.query_by_teacher("ann").range((Level::InBetween, day..));
        assert_eq!(of_ann.all().await?, std::slice::from_ref(&second));
        let local = lessons.query_local("rust").range(("ann", 2..)).consistent();
        assert_eq!(local.all().await?, std::slice::from_ref(&second));
        let rated = lessons.query_by_level(Level::InBetween).range(-10..=0);
        let keys = rated.clone().all().await?;
        assert_eq!(keys.len(), 2);
        assert_eq!((keys[0].rating, keys[0].level), (-5, Level::InBetween));
        let mut titles: Vec<_> = keys.iter().map(|item| (item.order, &*item.title)).collect();
        titles.sort_unstable();
        assert_eq!(titles, [(1, "a"), (2, "b")]);
        let mut whole = rated.hydrate().all().await?;
        whole.sort_by_key(|lesson| lesson.order);
        assert_eq!(whole, [first.clone(), second.clone()]);
        let days = lessons.query_by_day().range(("2026-12-01",)).all().await?;
        assert_eq!(days.len(), 1);
        assert_eq!((days[0].teacher.as_deref(), days[0].order), (Some("ann"), 1));
        assert_eq!(days[0].key(), first.key());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn parts_of_items_are_read_and_written_as_ever() -> Result<(), Error> {
    on_both_wires(async |lessons, _| {
        let first = lesson(1, "a");
        lessons.insert(&first).await?;
        let start = Start { course: "rust".to_owned(), starts_at: "2026-12-01".to_owned() };
        assert_eq!(lessons.get("rust", 1, "a").view::<Start>().await?, Some(start));
        let parts = (Lesson::RATING, Lesson::RANGE_KEY);
        let read = lessons.query("rust").project(parts).all().await?;
        assert_eq!(read, [(-5, "LESSON#0001#a".to_owned())]);
        let statement = "SELECT * FROM \"Lessons\" WHERE course = ?";
        assert_eq!(lessons.partiql(statement, ("rust",)).await?, std::slice::from_ref(&first));
        let none = lessons.update("rust", 1, "a").remove(Lesson::TEACHER).await?;
        assert_eq!(none.teacher, None);
        assert_eq!(lessons.query_by_teacher("ann").count().await?, 0);
        let parts = ("2027-01-01",);
        let later = lessons.update("rust", 1, "a").set(Lesson::STARTS_AT, parts.0).await?;
        assert_eq!(lessons.query_by_day().range((parts.0,)).count().await?, 1);
        let rated = lessons.update("rust", 1, "a").set(Lesson::RATING, 3).await?;
        assert_eq!(lessons.query_by_level(Level::InBetween).range(3).count().await?, 1);
        assert_eq!(rated, Lesson { rating: 3, ..later });
        let calculated = lessons.update("rust", 1, "a").set(Lesson::RATING, Lesson::RATING + 1);
        let error = calculated.await.expect_err("the key would be stale");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        Ok(())
    })
    .await
}

/// A key that is also a field.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Declared")]
#[hash_key(name = "pk", value = "USER#{user}")]
#[gsi(name = "ByMail", hash(name = "mail_key", value = "MAIL#{mail}"))]
struct Declared {
    pk: String,
    user: String,
    mail: Option<String>,
    mail_key: Option<String>,
}

#[tokio::test]
async fn a_declared_attribute_must_be_what_its_template_makes() -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        let table = Declared::table(&dynamo);
        table.create().await?;
        let text = |text: &str| text.to_owned();
        let (mail, mail_key) = (Some(text("a@x")), Some(text("MAIL#a@x")));
        let item = Declared { pk: text("USER#ann"), user: text("ann"), mail, mail_key };
        table.put(&item).await?;
        assert_eq!(table.get("ann").await?, Some(item.clone()));
        assert_eq!(table.query_by_mail("a@x").all().await?, std::slice::from_ref(&item));
        let wrong = Declared { pk: text("USER#bob"), ..item.clone() };
        let error = table.put(&wrong).await.expect_err("another user's key");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let moved = table.update("ann").set(Declared::MAIL, "b@x").await?;
        assert_eq!(moved.mail_key.as_deref(), Some("MAIL#b@x"));
        let old = dynamo.client().put_item().table_name("Declared");
        let old = old.item("pk", AttributeValue::S(text("USER#zoe")));
        let old = old.item("user", AttributeValue::S(text("ann"))).send().await;
        old.expect("an item is put");
        let error = table.get("zoe").await.expect_err("the key of another user");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
    Ok(())
}
