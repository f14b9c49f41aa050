//! Many items over a network with some latency, and on the embedded engine: each task by the SDK and by the mapper, in turns.

use std::collections::HashMap;
use std::time::Instant;
use std::{env, fs};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, PutRequest, WriteRequest};
use dynamo_benches::by_hand::{Attributes, Map};
use dynamo_benches::service::{self, PAGE_ITEMS, PAGES, SERVE, Service};
use dynamo_runtime::DynamoTable;
use dynamo_testkit::Engine;
use tokio::runtime::Builder;

/// A small item.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Product {
    #[hash_key]
    id: String,
    name: String,
    price: u64,
}

const ITEMS: usize = 10_000;
const IMPORTED: usize = 5_000;
const READ: usize = 150;
const ROUNDS: usize = 5;

fn main() {
    if env::args().nth(1).as_deref() == Some(SERVE) {
        return service::serve();
    }
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let service = Service::start();
        if let Some(task) = env::args().nth(1) {
            return once(&service.client(), &task).await;
        }
        over_network(&service.client()).await;
        on_engine(&Engine::embedded().expect("an engine").client()).await;
    });
}

impl Product {
    fn example(number: usize) -> Self {
        let id = format!("{number:05}");
        Self { name: format!("product {id}"), id, price: 1999 }
    }

    fn by_hand(mut map: &Map) -> Self {
        let text = |map: &mut &Map, name| map.text(name).expect("a text");
        let (id, name) = (text(&mut map, "id"), text(&mut map, "name"));
        Self { id, name, price: map.number("price").expect("a number") }
    }

    fn to_map(&self) -> Map {
        [
            ("id".to_owned(), AttributeValue::S(self.id.clone())),
            ("name".to_owned(), AttributeValue::S(self.name.clone())),
            ("price".to_owned(), AttributeValue::N(self.price.to_string())),
        ]
        .into()
    }
}

/// Runs each way of a task in turn, and prints the median of the time and of this thread's CPU time, in milliseconds.
macro_rules! in_turns {
    ($task:literal, $items:expr, $($way:literal => $run:expr),+ $(,)?) => {{
        let ways = [$($way),+];
        let mut taken = vec![Vec::new(); ways.len()];
        for round in 0..=ROUNDS {
            let mut way = 0;
            $({
                let (start, cpu) = (Instant::now(), cpu());
                let items = $run.await;
                let took = (start.elapsed().as_secs_f64() * 1e3, self::cpu() - cpu);
                assert_eq!(items, $items, "{} {}", $task, $way);
                // The first round opens connections.
                if round > 0 {
                    taken[way].push(took);
                }
                way += 1;
            })+
            let _ = way;
        }
        for (way, taken) in ways.iter().zip(taken) {
            let median = |part: fn(&(f64, f64)) -> f64| {
                let mut all: Vec<f64> = taken.iter().map(part).collect();
                all.sort_by(f64::total_cmp);
                all[all.len() / 2]
            };
            println!("{}\t{way}\t{:.2}\t{:.2}", $task, median(|it| it.0), median(|it| it.1));
        }
    }};
}

/// Does one task once, to be profiled.
async fn once(client: &Client, task: &str) {
    let products = Product::table(client);
    let items: Vec<Product> = (0..ITEMS).map(Product::example).collect();
    let ids: Vec<&str> = items.iter().map(|item| &*item.id).collect();
    let done = match task {
        "read" => products.get_all(&ids).await.expect("items").len(),
        "write" => products.put_all(&items).await.expect("written").items,
        _ => panic!("many | many read | many write"),
    };
    assert_eq!(done, ITEMS);
}

async fn over_network(client: &Client) {
    let products = Product::table(client);
    let items: Vec<Product> = (0..ITEMS).map(Product::example).collect();
    let ids: Vec<&str> = items.iter().map(|item| &*item.id).collect();
    let get = async |requests: Option<usize>| {
        let get = products.get_all(&ids);
        let get = requests.into_iter().fold(get, |get, requests| get.concurrency(requests));
        get.await.expect("items").into_iter().flatten().count()
    };
    in_turns! {
        "10,000 items by BatchGetItem", ITEMS,
        "raw" => read_by_hand(client, &ids),
        "ours" => get(None),
        "ours, 100 requests at a time" => get(Some(100)),
    }
    let put = async |requests: Option<usize>| {
        let put = products.put_all(&items);
        let put = requests.into_iter().fold(put, |put, requests| put.concurrency(requests));
        put.await.expect("written").items
    };
    in_turns! {
        "10,000 items by BatchWriteItem", ITEMS,
        "raw" => write_by_hand(client, &items),
        "ours" => put(None),
        "ours, 100 requests at a time" => put(Some(100)),
    }
    let scan =
        async |segments| products.scan().segments(segments).all().await.expect("items").len();
    in_turns! {
        "a Scan of 96 pages", PAGES * PAGE_ITEMS,
        "raw" => scan_by_hand(client),
        "ours, 8 segments" => scan(8),
        "ours, 32 segments" => scan(32),
    }
}

async fn on_engine(client: &Client) {
    let products = Product::table(client);
    products.create().await.expect("a table");
    let items: Vec<Product> = (0..IMPORTED).map(Product::example).collect();
    let ids: Vec<&str> = items.iter().map(|item| &*item.id).take(READ).collect();
    let put = async || products.put_all(&items).await.expect("written").items;
    in_turns! {
        "5,000 items to the embedded engine", IMPORTED,
        "raw" => write_by_hand(client, &items),
        "ours" => put(),
    }
    let get = async || products.get_all(&ids).await.expect("items").into_iter().flatten().count();
    in_turns! {
        "150 items from the embedded engine", READ,
        "raw" => read_by_hand(client, &ids),
        "ours" => get(),
    }
}

async fn read_by_hand(client: &Client, ids: &[&str]) -> usize {
    let mut items = HashMap::new();
    for ids in ids.chunks(100) {
        let keys = ids
            .iter()
            .map(|id| Map::from([("id".to_owned(), AttributeValue::S((*id).to_owned()))]));
        let keys = KeysAndAttributes::builder().set_keys(Some(keys.collect())).build();
        let mut left = Some([("Product".to_owned(), keys.expect("keys"))].into());
        while let Some(keys) = left.filter(|left: &HashMap<_, _>| !left.is_empty()) {
            let sent = client.batch_get_item().set_request_items(Some(keys)).send().await;
            let output = sent.expect("items");
            for map in output.responses.iter().flatten().flat_map(|(_, items)| items) {
                let item = Product::by_hand(map);
                items.insert(item.id.clone(), item);
            }
            left = output.unprocessed_keys;
        }
    }
    // In the order of the keys, as a caller wants them.
    ids.iter().filter_map(|id| items.remove(*id)).count()
}

async fn write_by_hand(client: &Client, items: &[Product]) -> usize {
    for items in items.chunks(25) {
        let puts = items.iter().map(|item| {
            let put = PutRequest::builder().set_item(Some(item.to_map())).build();
            WriteRequest::builder().put_request(put.expect("an item")).build()
        });
        let mut left = Some([("Product".to_owned(), puts.collect())].into());
        while let Some(puts) = left.filter(|left: &HashMap<_, _>| !left.is_empty()) {
            let sent = client.batch_write_item().set_request_items(Some(puts)).send().await;
            left = sent.expect("written").unprocessed_items;
        }
    }
    items.len()
}

async fn scan_by_hand(client: &Client) -> usize {
    let mut items = Vec::new();
    let mut start = None;
    loop {
        let scan = client.scan().table_name("Product").set_exclusive_start_key(start);
        let page = scan.send().await.expect("a page");
        items.extend(page.items.iter().flatten().map(Product::by_hand));
        start = page.last_evaluated_key;
        if start.is_none() {
            return items.len();
        }
    }
}

/// The CPU time of this thread, which drives all requests, in milliseconds.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds: f64 = stat.split(' ').next().and_then(|it| it.parse().ok()).expect("a number");
    nanoseconds / 1e6
}
