//! The samples from start to end: what each call is and what comes back, printed alike on every engine.

use std::time::Duration;

use dynamo_runtime::aws_sdk_dynamodb::Client;
use dynamo_runtime::op::DeleteTable;
use dynamo_runtime::{DynamoTable, Error, ErrorKind, Table};
use samples::store::{Address, Order, OrderLine, OrderStatus, Store, User};
use samples::{Domains, Log, Logs, Purchase, Shipment, Shipments, Shop, store};
use tokio::time::sleep;

use crate::answer::{self, Answer, heading, say};
use crate::failure::Failure;
use crate::place::{Place, Target};
use crate::spinner::waiting;

/// Creates the tables, tells their stories, and deletes the tables, whatever went wrong in between.
pub(crate) async fn play(target: &Target) -> Result<(), Failure> {
    let place = Place::passing(target).await?;
    let mut created = Vec::new();
    let told = tell_all(&place.client, &mut created).await;
    let deleted = delete_all(created).await;
    told?;
    deleted?;
    say("\nThe tables are deleted.")?;
    Ok(())
}

async fn tell_all(client: &Client, created: &mut Vec<DeleteTable>) -> Result<(), Failure> {
    let (domains, logs) = (Domains::new(client), Logs::new(client));
    let (shipments, shop) = (Shipments::new(client), Shop::new(client));
    let online = Store::new(client);
    create(&domains.table, client, created).await?;
    create(&logs.table, client, created).await?;
    create(&shipments.table, client, created).await?;
    create(&shop.products, client, created).await?;
    create(&shop.purchases, client, created).await?;
    create(&online.records, client, created).await?;
    say(
        "Six tables are created from annotated structs: Domain, Log with one index, Shipment with three, Product, Purchase, and Store with two.",
    )?;
    tell_domains(&domains).await?;
    tell_logs(&logs).await?;
    tell_shipments(&shipments).await?;
    tell_shop(&shop).await?;
    tell_store(&online).await
}

// Not `table.create()` alone, which takes a table that is there already for its own: the stories delete what they create.
async fn create<T: DynamoTable>(
    table: &Table<T>,
    client: &Client,
    created: &mut Vec<DeleteTable>,
) -> Result<(), Failure> {
    let sent = table.create().input()?.send_with(client).await;
    sent.map_err(|error| match error.as_service_error() {
        Some(service) if service.is_resource_in_use_exception() => Failure::new(format_args!(
            "the table `{}` exists already, and the demonstration does not touch it; delete it, or use another endpoint",
            table.name()
        )),
        _ => Failure::with_causes(&error),
    })?;
    created.push(table.delete_table());
    waiting("waiting for the table", table.create()).await?;
    Ok(())
}

/// Deletes every table, and fails as the first that could not be deleted.
async fn delete_all(tables: Vec<DeleteTable>) -> Result<(), Error> {
    let mut outcome = Ok(());
    for table in tables {
        let deleted = waiting("waiting until the table is deleted", table).await;
        outcome = outcome.and(deleted);
    }
    outcome
}

/// Prints the call as it is written here, makes it, and prints what comes back.
macro_rules! tell {
    ($($call:tt)*) => { tell_call(stringify!($($call)*), $($call)*.await)? };
}

fn tell_call(call: &str, answer: Result<impl Answer, Error>) -> Result<(), Failure> {
    let lines = match answer {
        Err(error) if error.kind() == ErrorKind::ConditionFailed => {
            vec!["refused: the item does not meet the condition of the call".to_owned()]
        }
        answer => answer?.lines(),
    };
    answer::call(&format!("  {call}"))?;
    for line in lines {
        say(&format!("      {line}"))?;
    }
    Ok(())
}

async fn tell_domains(domains: &Domains) -> Result<(), Failure> {
    heading("Domain, a key-value model: the domain a URL belongs to.")?;
    tell!(domains.set_value("https://doc.rust-lang.org/book", "rust-lang.org"));
    tell!(domains.set_value("https://docs.rs/serde", "rust-lang.org"));
    tell!(domains.get_domain("https://doc.rust-lang.org/book"));
    tell!(domains.get_domain("https://crates.io"));

    say("\n  Setting a value again replaces the previous one.\n")?;
    tell!(domains.set_value("https://docs.rs/serde", "docs.rs"));
    tell!(domains.get_domain("https://docs.rs/serde"));

    say("\n  A removed item no longer exists.\n")?;
    tell!(domains.exists("https://docs.rs/serde"));
    tell!(domains.remove("https://docs.rs/serde"));
    tell!(domains.exists("https://docs.rs/serde"));
    Ok(())
}

async fn tell_logs(logs: &Logs) -> Result<(), Failure> {
    heading("Log, a document model: an entry is found by its time or by its status.")?;
    tell!(logs.put(&Log::new("2026-11-22T10:00", "open", "disk almost full")));
    tell!(logs.put(&Log::new("2026-11-22T10:05", "open", "mail server timed out")));
    tell!(logs.put(&Log::new("2026-11-22T10:10", "done", "backup written")));
    tell!(logs.get("2026-11-22T10:05"));
    tell!(logs.get("2026-11-22T23:59"));
    await_items(2, async || logs.filter_by_status("open").await).await?;
    tell!(logs.filter_by_status("open"));

    say(
        "\n  Changing the status moves an entry within the index. Only an existing entry can be changed.\n",
    )?;
    tell!(logs.set_status("2026-11-22T10:00", "done"));
    tell!(logs.set_status("2026-11-22T23:59", "done"));
    await_items(1, async || logs.filter_by_status("open").await).await?;
    tell!(logs.filter_by_status("open"));
    await_items(2, async || logs.filter_by_status("done").await).await?;
    tell!(logs.filter_by_status("done"));

    say("\n  Find an entry by its time, but only if it has a certain status.\n")?;
    tell!(logs.filter_by_timestamp_status("2026-11-22T10:00", "done"));
    tell!(logs.filter_by_timestamp_status("2026-11-22T10:00", "open"));

    say("\n  A removed item no longer exists.\n")?;
    tell!(logs.exists("2026-11-22T10:05"));
    tell!(logs.remove("2026-11-22T10:05"));
    tell!(logs.exists("2026-11-22T10:05"));
    tell!(logs.list_all());
    Ok(())
}

async fn tell_shipments(shipments: &Shipments) -> Result<(), Failure> {
    heading("Shipment, with three kinds of index: over several attributes, sparse, and local.")?;
    tell!(shipments.add(&Shipment::new("ann", 1, "2026-11-20", 500)));
    tell!(shipments.add(&Shipment::new("ann", 2, "2026-11-22", 900)));
    tell!(shipments.add(&Shipment::new("bob", 1, "2026-11-21", 700)));
    tell!(shipments.add(&Shipment::new("bob", 1, "2026-11-23", 100)));
    tell!(shipments.sent_between("ann", "2026-11-21"..="2026-11-30"));

    say(
        "\n  An index with two hash and two range attributes finds the open shipments of a region since a day.\n",
    )?;
    await_items(3, async || shipments.in_region("de", "bavaria", "open", "2026").await).await?;
    tell!(shipments.in_region("de", "bavaria", "open", "2026-11-21"));

    say("\n  The index ByCarrier only has the shipments with a carrier.\n")?;
    tell!(shipments.of_carrier("carl"));
    tell!(shipments.hand_over("ann", 2, "carl"));
    tell!(shipments.hand_over("ann", 2, "dora"));
    await_items(1, async || shipments.of_carrier("carl").await).await?;
    tell!(shipments.of_carrier("carl"));
    Ok(())
}

async fn tell_shop(shop: &Shop) -> Result<(), Failure> {
    heading("Product and Purchase, written by one transaction: all of a purchase, or nothing.")?;
    tell!(shop.offer("pen", 5, 120));
    tell!(shop.offer("ink", 1, 450));
    tell!(shop.buy(&Purchase::new("ann", 1, &[("pen", 2), ("ink", 1)])));
    tell!(shop.stock("pen"));
    tell!(shop.bought("ann"));

    say("\n  Without ink, no pen is taken either; and no purchase is made twice.\n")?;
    tell!(shop.buy(&Purchase::new("bob", 1, &[("pen", 1), ("ink", 1)])));
    tell!(shop.buy(&Purchase::new("ann", 1, &[("pen", 1)])));
    tell!(shop.stock("pen"));
    tell!(shop.bought("bob"));
    Ok(())
}

async fn tell_store(store: &Store) -> Result<(), Failure> {
    say(
        "\nStore, one table with users, addresses, products, orders and their lines, whose keys are made of their fields.\n",
    )?;
    tell!(store.register(&User::new("ann", "ann@example.org", "Ann")));
    tell!(store.put_address(&Address::new("ann", "home", "Am Kai 1", "Ulm")));
    tell!(store.account("ann"));
    tell!(store.offer(&store::Product::new("pen", "a pen", "desk", 120, 5)));
    let pens = [OrderLine::new("o-1", 1, "pen", 2)];
    tell!(store.place(&Order::new("o-1", "ann", "2026-11-22"), &pens));
    tell!(store.order("o-1"));

    say("\n  The status is part of a key of an index: what changes it moves the order there.\n")?;
    let placed = async || store.with_status(OrderStatus::Placed, "2026-11-01"..="2026-11-30").await;
    await_items(1, placed).await?;
    tell!(store.with_status(OrderStatus::Placed, "2026-11-01"..="2026-11-30"));
    tell!(store.set_status("o-1", OrderStatus::Shipped));
    await_items(0, placed).await?;
    tell!(store.with_status(OrderStatus::Placed, "2026-11-01"..="2026-11-30"));

    say("\n  The label is part of the primary key: the address moves, in one transaction.\n")?;
    tell!(store.relabel(&Address::new("ann", "home", "Am Kai 1", "Ulm"), "work"));
    tell!(store.addresses("ann"));
    Ok(())
}

// An index follows its table within a moment, which a local engine does not need and AWS does.
async fn await_items<T>(
    items: usize,
    read: impl AsyncFn() -> Result<Vec<T>, Error>,
) -> Result<(), Error> {
    for _ in 0..20 {
        if read().await?.len() == items {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}
