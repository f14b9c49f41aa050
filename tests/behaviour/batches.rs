//! Batches on an engine: what is put is read and deleted again, through whatever the network and the service do.

use std::fs;
use std::time::{Duration, SystemTime};

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::op::{BatchGet, BatchWrite, Retries};
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Wire};
use dynamo_testkit::{Chaos, Engine};
use dynamo_tests::{Everything, Order};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::arbitrary::everything;
use crate::orders;

const WIRES: [Wire; 2] = [Wire::Json, Wire::Sdk];

#[tokio::test]
async fn what_is_put_is_read_and_deleted() {
    let (_, engine) = orders().await;
    for wire in WIRES {
        let orders = Order::table(Dynamo::new(engine.client()).with_wire(wire));
        let items: Vec<Order> = (0..230).map(|number| Order::new("ann", number)).collect();
        assert_eq!(orders.put_all(&items).await.expect("puts").items, 230);
        let keys = || (0..240_u64).map(|number| ("ann", number));
        let found = orders.get_all(keys()).await.expect("orders");
        assert!(found[230..].iter().all(Option::is_none));
        assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), items);
        let totals = orders.get_all(keys()).project((Order::TOTAL,)).consistent();
        let totals: Vec<_> = totals.stream().try_collect().await.expect("totals");
        assert_eq!(totals[7], Some((700,)));
        let again = orders.put_all(stream::iter(items.clone())).await.expect("puts");
        assert_eq!(again.items, 230);
        let deleted = orders.delete_all_of(keys()).await.expect("deletes");
        assert_eq!((deleted.items, orders.scan().count().await.expect("a count")), (240, 0));
    }
}

#[tokio::test]
async fn every_type_goes_through_a_batch() {
    let engine = Engine::start().expect("an engine");
    Everything::table(engine.client()).create().await.expect("a table");
    for wire in WIRES {
        let table = Everything::table(Dynamo::new(engine.client()).with_wire(wire));
        let items: Vec<Everything> = (0..60_u8)
            .map(|number| Everything { id: vec![number, 1], skipped: 0, ..everything() })
            .collect();
        table.put_all(&items).await.expect("puts");
        let read = table.get_all(&items).consistent().await.expect("items");
        for (read, item) in read.into_iter().zip(&items) {
            let single = (*table).get(item).consistent().await.expect("an item");
            assert_eq!(read, single);
        }
    }
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Visit {
    #[hash_key]
    id: u64,
    #[created_at]
    created: Option<u64>,
    #[updated_at]
    updated: Option<u64>,
    #[counter(start = 5)]
    count: Option<u32>,
}

#[tokio::test]
async fn several_tables_are_written_and_read_and_behaviours_are_those_of_a_put() {
    let (orders, engine) = orders().await;
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
    for wire in WIRES {
        let dynamo = Dynamo::new(engine.client()).with_wire(wire).with_clock(move || time);
        let visits = Visit::table(&dynamo).named(format!("Visit-{wire:?}"));
        visits.create().await.expect("a table");
        let new = |id| Visit { id, created: None, updated: None, count: None };
        let items: Vec<Visit> = (1..=30).map(new).collect();
        visits.put_all(&items).await.expect("puts");
        let order = Order::new("ann", 1);
        let other = new(31);
        let writes = (orders.put(&order), visits.put(&other), visits.delete(30_u64));
        assert_eq!(BatchWrite::new(&dynamo, writes).await.expect("writes").items, 3);
        visits.put(&new(1)).await.expect("a put");
        let gets =
            ((1..=31_u64).map(|id| visits.get(id)).collect::<Vec<_>>(), orders.get("ann", 1));
        let (found, one) = BatchGet::new(&dynamo, gets).await.expect("items");
        let put = found[0].clone().expect("a visit");
        assert!(put.created.is_some() && put.updated.is_some() && put.count == Some(5));
        for (at, visit) in found.into_iter().enumerate() {
            let id = u64::try_from(at + 1).expect("a small number");
            assert_eq!(visit, (id != 30).then(|| Visit { id, ..put.clone() }));
        }
        assert_eq!(one, Some(order));
    }
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Page {
    #[hash_key]
    url: String,
    text: Option<String>,
    #[version]
    version: u64,
    #[created_at]
    created: Option<u64>,
}

#[derive(DynamoValue)]
struct Whole {
    #[dynamo(flatten)]
    attributes: Attributes,
}

async fn whole(pages: &PageTable) -> Vec<Attributes> {
    let mut all = Vec::new();
    let mut found = pages.scan().consistent().raw_pages();
    while let Some(page) = found.try_next().await.expect("a page") {
        let items = page.decode::<Whole>().expect("items");
        all.extend(items.into_iter().map(|item| item.attributes));
    }
    all.sort_by_key(|item| format!("{:?}", item["url"]));
    all
}

#[tokio::test]
async fn a_copy_is_the_same_as_the_table() {
    let engine = Engine::start().expect("an engine");
    for wire in WIRES {
        let dynamo = Dynamo::new(engine.client()).with_wire(wire);
        let pages = Page::table(&dynamo).named(format!("Page-{wire:?}"));
        let copy = Page::table(&dynamo).named(format!("Copy-{wire:?}"));
        pages.create().await.expect("a table");
        copy.create().await.expect("a table");
        for number in 0..60 {
            let page = Page { url: format!("{number}"), text: None, version: 0, created: None };
            pages.insert(&page).await.expect("a page");
        }
        let changed = pages.update("7").set_option(Page::TEXT, Some("new")).await.expect("a page");
        assert_eq!(changed.version, 2);
        let first = whole(&pages).await;
        let copied = copy.put_all_attributes(&first).await.expect("puts");
        assert_eq!((copied.items, whole(&copy).await), (60, first.clone()));
        copy.update("8").set_option(Page::TEXT, Some("other")).await.expect("a page");
        let again = copy.put_all_attributes(first.iter()).await.expect("puts");
        assert_eq!((again.items, whole(&copy).await), (60, first));
    }
}

/// Writes and reads so many items, of up to 90 % of which each request leaves undone, and a fifth of which fail.
async fn through_chaos(count: u64) {
    let (_, engine) = orders().await;
    let chaos = Chaos::new(7).failing(0.2).unprocessed(0.9);
    let retries = Retries::default().with_base(Duration::from_millis(2));
    let orders = Order::table(Dynamo::new(chaos.client(&engine, 3)).with_retries(retries));
    let customer = |number: u64| format!("customer-{}", number % 97);
    let item = |number| Order::new(&customer(number), number);
    let written = orders.put_all((0..count).map(item)).await.expect("puts");
    assert_eq!(u64::try_from(written.items).ok(), Some(count));
    let keys = stream::iter(0..count).map(|number| (customer(number), number));
    let (mut found, mut number) = (orders.get_all(keys).stream(), 0);
    while let Some(order) = found.try_next().await.expect("an order") {
        assert_eq!(order, Some(item(number)));
        number += 1;
    }
    assert_eq!(number, count);
    assert!(chaos.injected().total() > 0);
}

#[tokio::test]
async fn batches_get_through_chaos() {
    through_chaos(5_000).await;
}

/// By itself: `cargo test -p dynamo-tests --test behaviour -- --ignored --exact batches::a_hundred_thousand_get_through_chaos`.
#[tokio::test]
#[ignore = "it takes minutes, and measures the memory of the whole process"]
async fn a_hundred_thousand_get_through_chaos() {
    through_chaos(100_000).await;
    let Ok(status) = fs::read_to_string("/proc/self/status") else { return };
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let kilobytes: u64 = most.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(kilobytes < 256 * 1024, "{kilobytes} KB");
}
