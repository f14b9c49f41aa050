//! Several entities in one table: each sees its own items only, and no key goes stale.

#![allow(clippy::struct_field_names, reason = "fields are named as in the keys")]

mod alone;
mod discriminated;
mod kinds;
mod model;
mod ranges;

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Changes, Dynamo, DynamoItems, DynamoTable, Error, ErrorKind};
use dynamo_testkit::Engine;

use crate::lost::WIRES;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
    #[range_key]
    sk: String,
    #[gsi(name = "GSI1")]
    gsi1pk: Option<String>,
    #[gsi(name = "GSI1", range)]
    gsi1sk: Option<String>,
    #[lsi(name = "LSI1")]
    lsi1sk: Option<String>,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "PROFILE")]
#[gsi(name = "GSI1", hash = "EMAIL#{email}", range = "USER#{user}")]
struct User {
    #[dynamo(key_only)]
    user: String,
    email: Option<String>,
    logins: u32,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "ORDER#{date}#{number:04}")]
#[gsi(name = "GSI1", hash = "STATUS#{status}", range = "{date}#{number:04}")]
#[lsi(name = "LSI1", range = "{status}#{date}")]
struct Order {
    user: String,
    #[dynamo(key_only)]
    date: String,
    #[dynamo(key_only)]
    number: u16,
    status: String,
    total: i64,
}

/// Its keys begin with those of an order.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{user}")]
#[range_key(value = "ORDER#{date}#{number:04}#LINE#{line:03}")]
#[gsi(name = "GSI1", hash = "SKU#{sku}#{color}", range = "LINE#{line:03}#{user}")]
#[lsi(name = "LSI1", range = "SKU#{sku}")]
struct Line {
    #[dynamo(key_only)]
    user: String,
    #[dynamo(key_only)]
    date: String,
    #[dynamo(key_only)]
    number: u16,
    #[dynamo(key_only)]
    line: u8,
    sku: String,
    color: Option<String>,
    total: i64,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App)]
#[hash_key(value = "PRODUCT#{sku}")]
#[range_key(value = "PRODUCT#{sku}")]
#[gsi(name = "GSI1", hash = "CATEGORY#{category}", range = "{price:06}#{sku}")]
struct Product {
    sku: String,
    category: Option<String>,
    price: u32,
    #[version]
    version: u32,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = App)]
#[hash_key(value = "PRODUCT#{sku}")]
#[range_key(value = "REVIEW#{user}")]
#[gsi(name = "GSI1", hash = "USER#{user}", range = "REVIEW#{stars:01}#{sku}")]
struct Review {
    #[dynamo(key_only)]
    sku: String,
    #[dynamo(key_only)]
    user: String,
    stars: u8,
    total: i64,
}

#[derive(Debug, Clone, PartialEq, DynamoItems)]
enum AppItem {
    User(User),
    Order(Order),
    Line(Line),
    Product(Product),
    Review(Review),
    #[dynamo(other)]
    Unknown(Attributes),
}

fn order(user: &str, date: &str, number: u16, status: &str) -> Order {
    let (user, date, status) = (user.to_owned(), date.to_owned(), status.to_owned());
    Order { user, date, number, status, total: 1 }
}

fn line(order: &Order, line: u8) -> Line {
    let Order { user, date, number, .. } = order.clone();
    Line { user, date, number, line, sku: "pen".to_owned(), color: None, total: 1 }
}

fn user(name: &str) -> User {
    User { user: name.to_owned(), email: Some(format!("{name}@x")), logins: 0 }
}

/// An item of a program that nobody here knows.
fn foreign(pk: &str, sk: &str, more: &[(&str, AttributeValue)]) -> Attributes {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let keys = [("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))];
    keys.into_iter()
        .chain(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())))
        .collect()
}

/// The table, on each wire.
async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(Dynamo) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        App::table(&dynamo).create().await?;
        test(dynamo).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_entity_sees_its_own_items_only() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (app, orders, lines) =
            (App::table(&dynamo), Order::table(&dynamo), Line::table(&dynamo));
        let first = order("ann", "2026-01-01", 1, "open");
        let second = order("ann", "2026-01-02", 2, "open");
        orders.put_all([&first, &second]).await?;
        lines.put_all([line(&first, 1), line(&first, 2), line(&second, 1)]).await?;
        User::table(&dynamo).put(&user("ann")).await?;
        // Its fields are those of an order, and its index is that of orders.
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let like = foreign(
            "USER#ann",
            "ORDER#odd",
            &[
                ("user", text("ann")),
                ("status", text("open")),
                ("total", AttributeValue::N("1".to_owned())),
                ("gsi1pk", text("STATUS#open")),
                ("gsi1sk", text("odd")),
            ],
        );
        app.put_attributes(&like).await?;
        let both = vec![first.clone(), second.clone()];
        assert_eq!(orders.query("ann").all().await?, both);
        assert_eq!(orders.query("ann").count().await?, 2);
        assert_eq!(
            orders.query("ann").descending().limit(1).all().await?,
            std::slice::from_ref(&second)
        );
        assert_eq!(orders.query("ann").project((Order::TOTAL,)).all().await?, [(1,), (1,)]);
        assert_eq!(orders.query_gsi1("open").all().await?, both);
        assert_eq!(orders.scan().count().await?, 2);
        assert_eq!(orders.scan().segments(3).all().await?.len(), 2);
        assert_eq!(lines.query("ann").count().await?, 3);
        let page = orders.query("ann").limit(1).page().await?;
        assert_eq!(page.items, std::slice::from_ref(&first));
        let rest = orders.query("ann").resume(page.cursor).all().await?;
        assert_eq!(rest, std::slice::from_ref(&second));
        assert_eq!(orders.get("ann", "2026-01-01", 1).await?, Some(first.clone()));
        assert!(orders.exists("ann", "2026-01-02", 2).await?);
        let got = orders.get_all([("ann", "2026-01-01", 1), ("ann", "2026-01-03", 1)]).await?;
        assert_eq!(got, [Some(first.clone()), None]);
        assert_eq!(orders.scan().delete_all().await?.items, 2);
        let left: Vec<AppItem> = app.collection("USER#ann").all().await?;
        assert_eq!(left.len(), 3 + 1 + 1);
        assert!(left.contains(&AppItem::Unknown(like)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_collection_reads_each_item_as_what_it_is() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (app, users) = (App::table(&dynamo), User::table(&dynamo));
        let (ann, first) = (user("ann"), order("ann", "2026-01-01", 1, "open"));
        users.put(&ann).await?;
        Order::table(&dynamo).put(&first).await?;
        Line::table(&dynamo).put(&line(&first, 1)).await?;
        let note =
            foreign("USER#ann", "NOTE#1", &[("text", AttributeValue::S("hello".to_owned()))]);
        app.put_attributes(&note).await?;
        let all = [
            AppItem::Unknown(note.clone()),
            AppItem::Order(first.clone()),
            AppItem::Line(line(&first, 1)),
            AppItem::User(ann.clone()),
        ];
        assert_eq!(users.query("ann").collection::<AppItem>().all().await?, all);
        assert_eq!(app.collection::<AppItem>(&ann).all().await?, all);
        let page = app.collection::<AppItem>(&ann).limit(2).page().await?;
        assert_eq!(page.items, all[..2]);
        assert_eq!(app.collection::<AppItem>(&ann).resume(page.cursor).all().await?, all[2..]);
        let grouped: (Option<User>, Vec<Order>) = users.query("ann").grouped().await?;
        assert_eq!(grouped, (Some(ann.clone()), vec![first.clone()]));
        let nobody: (Option<User>, Vec<Order>) = users.query("bob").grouped().await?;
        assert_eq!(nobody, (None, Vec::new()));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_update_keeps_the_keys_of_indexes() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (orders, lines) = (Order::table(&dynamo), Line::table(&dynamo));
        let first = order("ann", "2026-01-01", 1, "open");
        orders.put(&first).await?;
        let paid = orders.update("ann", "2026-01-01", 1).set(Order::STATUS, "paid").await?;
        assert_eq!(paid, Order { status: "paid".to_owned(), ..first.clone() });
        assert_eq!(orders.query_gsi1("open").count().await?, 0);
        assert_eq!(orders.query_gsi1("paid").all().await?, std::slice::from_ref(&paid));
        let sent = Order { status: "sent".to_owned(), total: 2, ..paid.clone() };
        let sent = orders.update_diff(&paid, &sent).expect("a difference").await?;
        assert_eq!(orders.query_gsi1("sent").all().await?, std::slice::from_ref(&sent));
        let one = line(&first, 1);
        lines.put(&one).await?;
        let update = lines.update("ann", "2026-01-01", 1, 1);
        let blue = update.clone().set_parts(Line::GSI1_PARTS, ("ink", "blue")).await?;
        assert_eq!(lines.query_gsi1("ink", "blue").all().await?, [blue]);
        update.set_parts(Line::GSI1_PARTS, ("ink", None::<String>)).await?;
        assert_eq!(lines.query_gsi1("ink", "blue").count().await?, 0);
        let made = orders.upsert("bob", "2026-01-01", 7);
        let made = made.set(Order::STATUS, "open").set(Order::TOTAL, 5).await?;
        assert_eq!(made.user, "bob");
        assert_eq!(orders.query_gsi1("open").all().await?, [made]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn all_items_of_one_entity_are_changed_and_deleted() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let (orders, lines) = (Order::table(&dynamo), Line::table(&dynamo));
        for number in 1..=3 {
            let order = order("ann", "2026-01-01", number, "open");
            orders.put(&order).await?;
            lines.put(&line(&order, 1)).await?;
        }
        let paid = Changes::new().set(Order::STATUS, "paid");
        assert_eq!(orders.query("ann").update_all(paid).await?.items, 3);
        assert_eq!(orders.query_gsi1("open").count().await?, 0);
        assert_eq!(orders.query_gsi1("paid").count().await?, 3);
        let first = orders.query_gsi1("paid").range(("2026-01-01", ..=1));
        assert_eq!(first.delete_all().await?.items, 1);
        assert_eq!(orders.query("ann").delete_all().await?.items, 2);
        let keys = lines.query("ann").project((Line::RANGE_KEY,)).all().await?;
        assert_eq!(keys.len(), 3);
        assert_eq!(keys[0].0, "ORDER#2026-01-01#0001#LINE#001");
        let ways = [("ann", "2026-01-01", 1, 1), ("ann", "2026-01-01", 2, 1)];
        assert_eq!(lines.delete_all_of(ways).await?.items, 2);
        assert_eq!(lines.scan().count().await?, 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_item_moves_to_another_key() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let orders = Order::table(&dynamo);
        let old = order("ann", "2026-01-01", 1, "open");
        orders.put(&old).await?;
        let new = Order { date: "2026-02-01".to_owned(), ..old.clone() };
        orders.rekey(&old, &new).await?;
        assert_eq!(orders.query("ann").all().await?, std::slice::from_ref(&new));
        let error = orders.rekey(&old, &new).await.expect_err("it is gone");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        orders.put(&old).await?;
        let error = orders.rekey(&old, &new).await.expect_err("there is one");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        orders.update("ann", "2026-02-01", 1).set(Order::TOTAL, 9).await?;
        let back = Order { date: "2026-03-01".to_owned(), ..new.clone() };
        let error = orders.rekey(&new, &back).await.expect_err("it has changed");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert_eq!(orders.query("ann").count().await?, 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_another_program_left_in_an_index_is_mended_by_the_next_write() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let orders = Order::table(&dynamo);
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let number = |text: &str| AttributeValue::N(text.to_owned());
        let fields = [("user", text("ann")), ("status", text("paid")), ("total", number("1"))];
        let stale = [("gsi1pk", text("STATUS#open")), ("gsi1sk", text("odd"))];
        let fields: Vec<_> = fields.into_iter().chain(stale).collect();
        let item = foreign("USER#ann", "ORDER#2026#0001", &fields);
        App::table(&dynamo).put_attributes(&item).await?;
        let read = orders.get("ann", "2026", 1).await?.expect("an order");
        assert_eq!(read, order("ann", "2026", 1, "paid"));
        assert_eq!(orders.query_gsi1("paid").count().await?, 0);
        orders.put(&read).await?;
        assert_eq!(orders.query_gsi1("paid").all().await?, [read]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_key_of_another_entity_is_refused() -> Result<(), Error> {
    on_both_wires(async |dynamo| {
        let app = App::table(&dynamo);
        let wrong =
            foreign("USER#ann", "ORDER#2026#0001", &[("total", AttributeValue::S("x".to_owned()))]);
        app.put_attributes(&wrong).await?;
        let error = Order::table(&dynamo).query("ann").all().await.expect_err("no order");
        assert_eq!(error.kind(), ErrorKind::Decode);
        let key = error.key::<User>().expect("a key of the table");
        let error = User::table(&dynamo);
        let error = (*error).delete(key).await.expect_err("not of a user");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let key =
            Order::table(&dynamo).query("ann").all().await.expect_err("no order").key::<Order>();
        (*Order::table(&dynamo)).delete(key.expect("the order's key")).await?;
        assert_eq!(app.scan().count().await?, 0);
        let line = foreign("USER#ann", "ORDER#2026#0001#LINE#001", &[]);
        let error = Order::table(&dynamo).put_attributes(&line).await.expect_err("a line");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let error = Order::table(&dynamo).delete_table().await.expect_err("the table of all");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(app.scan().count().await?, 0);
        Ok(())
    })
    .await
}
