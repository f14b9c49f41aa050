//! 10,000 items read and written by batches, against a server that takes 5 ms for each answer: the mapper at its defaults and at
//! 100 requests at a time, beside the SDK one batch after the other.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, PutRequest, WriteRequest};
use dynamo_benches::canned;
use dynamo_runtime::DynamoTable;
use tokio::runtime::Builder;

/// A small item.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Row {
    #[hash_key]
    id: String,
    name: String,
    count: u64,
    done: bool,
}

impl Row {
    fn example(number: u64) -> Self {
        Self { id: format!("row-{number:06}"), name: "a name of some length".to_owned(), count: number, done: false }
    }

    fn to_map(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            ("id".to_owned(), AttributeValue::S(self.id.clone())),
            ("name".to_owned(), AttributeValue::S(self.name.clone())),
            ("count".to_owned(), AttributeValue::N(self.count.to_string())),
            ("done".to_owned(), AttributeValue::Bool(self.done)),
        ])
    }

    fn of_map(map: &HashMap<String, AttributeValue>) -> Option<Self> {
        Some(Self {
            id: map.get("id")?.as_s().ok()?.clone(),
            name: map.get("name")?.as_s().ok()?.clone(),
            count: map.get("count")?.as_n().ok()?.parse().ok()?,
            done: *map.get("done")?.as_bool().ok()?,
        })
    }
}

const LATENCY: Duration = Duration::from_millis(5);

fn client() -> Client {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for connection in listener.incoming() {
            thread::spawn(move || connection.and_then(|connection| serve(&connection)));
        }
    });
    let config = canned::config().endpoint_url(format!("http://{address}"));
    let config = config.http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

fn serve(mut connection: &TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut requests = BufReader::new(connection);
    while let Some(length) = head(&mut requests)? {
        let began = Instant::now();
        let mut body = String::new();
        requests.by_ref().take(length).read_to_string(&mut body)?;
        let answer = answer(&body);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length";
        let answer = format!("{head}: {}\r\n\r\n{answer}", answer.len());
        thread::sleep(LATENCY.saturating_sub(began.elapsed()));
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// All items that are asked for, or that all is written.
fn answer(body: &str) -> String {
    if !body.contains("\"Keys\"") {
        return "{\"UnprocessedItems\":{}}".to_owned();
    }
    let items = body.split("row-").skip(1).map(|rest| {
        let number = &rest[..6];
        let count = number.trim_start_matches('0');
        format!(
            "{{\"id\":{{\"S\":\"row-{number}\"}},\"name\":{{\"S\":\"a name of some length\"}},\
             \"count\":{{\"N\":\"{}\"}},\"done\":{{\"BOOL\":false}}}}",
            if count.is_empty() { "0" } else { count }
        )
    });
    let items: Vec<_> = items.collect();
    format!("{{\"Responses\":{{\"Row\":[{}]}},\"UnprocessedKeys\":{{}}}}", items.join(","))
}

fn head(requests: &mut impl BufRead) -> io::Result<Option<u64>> {
    let (mut line, mut length) = (String::new(), 0);
    while requests.read_line(&mut line)? > 0 {
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            None if line.trim_end().is_empty() => return Ok(Some(length)),
            _ => {}
        }
        line.clear();
    }
    Ok(None)
}

async fn read_by_hand(client: &Client, rows: &[Row]) {
    let mut read = Vec::with_capacity(rows.len());
    for rows in rows.chunks(100) {
        let keys = rows.iter().map(|row| HashMap::from([("id".to_owned(), AttributeValue::S(row.id.clone()))]));
        let keys = KeysAndAttributes::builder().set_keys(Some(keys.collect())).build().expect("keys");
        let output = client.batch_get_item().request_items("Row", keys).send().await.expect("items");
        read.extend(output.responses.expect("items")["Row"].iter().filter_map(Row::of_map));
    }
    assert_eq!(read, rows);
}

async fn write_by_hand(client: &Client, rows: &[Row]) {
    for rows in rows.chunks(25) {
        let put = |row: &Row| PutRequest::builder().set_item(Some(row.to_map())).build().expect("an item");
        let writes = rows.iter().map(|row| WriteRequest::builder().put_request(put(row)).build());
        client.batch_write_item().request_items("Row", writes.collect()).send().await.expect("an answer");
    }
}

async fn read(rows: &RowTable, all: &[Row], at_once: Option<usize>) {
    let get = rows.get_all(all.iter().map(|row| row.id.as_str()));
    let get = match at_once {
        Some(requests) => get.concurrency(requests),
        None => get,
    };
    let read = get.await.expect("rows");
    assert!(read.iter().zip(all).all(|(read, row)| read.as_ref() == Some(row)));
}

async fn write(rows: &RowTable, all: &[Row], at_once: Option<usize>) {
    let put = rows.put_all(all);
    let put = match at_once {
        Some(requests) => put.concurrency(requests),
        None => put,
    };
    assert_eq!(put.await.expect("rows").items, all.len());
}

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (client, all) = (client(), (0..10_000).map(Row::example).collect::<Vec<_>>());
    let rows = Row::table(&client);
    let time = |name: &str, run: &dyn Fn()| {
        run();
        let mut times: Vec<f64> = (0..5)
            .map(|_| {
                let start = Instant::now();
                run();
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{name}\t{:.1} ms", times[2]);
        times[2]
    };
    let raw = time("read, the SDK one by one", &|| runtime.block_on(read_by_hand(&client, &all)));
    for (name, at_once) in [("read, at the default", None), ("read, 100 at a time", Some(100))] {
        let ours = time(name, &|| runtime.block_on(read(&rows, &all, at_once)));
        println!("\t{:.1} times faster", raw / ours);
    }
    let raw = time("write, the SDK one by one", &|| runtime.block_on(write_by_hand(&client, &all)));
    for (name, at_once) in [("write, at the default", None), ("write, 100 at a time", Some(100))] {
        let ours = time(name, &|| runtime.block_on(write(&rows, &all, at_once)));
        println!("\t{:.1} times faster", raw / ours);
    }
}
