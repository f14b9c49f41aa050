//! A service in a process of its own that answers batches and scans, each a while after it was asked, as a network would.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use std::{env, io::BufRead};

use aws_sdk_dynamodb::Client;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep_until};

use crate::canned;

/// How long after a request its answer is sent.
pub const LATENCY: Duration = Duration::from_millis(5);

/// The pages of a scan, of all its segments together, and the items of each.
pub const PAGES: usize = 96;
pub const PAGE_ITEMS: usize = 1000;

/// The argument that has this program serve.
pub const SERVE: &str = "serve";

/// A server that ends with this value.
pub struct Service {
    process: Child,
    address: String,
}

impl Service {
    /// Starts this program once more, as a server.
    ///
    /// # Panics
    ///
    /// It cannot be started.
    pub fn start() -> Self {
        let program = env::current_exe().expect("this program");
        let mut process =
            Command::new(program).arg(SERVE).stdout(Stdio::piped()).spawn().expect("a process");
        let mut address = String::new();
        let output = process.stdout.take().expect("its output");
        io::BufReader::new(output).read_line(&mut address).expect("an address");
        Self { process, address: address.trim().to_owned() }
    }

    /// Returns a client whose calls it answers.
    #[must_use]
    pub fn client(&self) -> Client {
        let config = canned::config().endpoint_url(format!("http://{}", self.address));
        let config = config.http_client(aws_smithy_http_client::Builder::new().build_http());
        Client::from_conf(config.build())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the item of this number as the service writes it.
#[must_use]
pub fn item(id: &str) -> String {
    format!(r#"{{"id":{{"S":"{id}"}},"name":{{"S":"product {id}"}},"price":{{"N":"1999"}}}}"#)
}

/// Serves until the process is ended.
///
/// # Panics
///
/// There is no port.
pub fn serve() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        println!("{}", listener.local_addr().expect("an address"));
        io::stdout().flush().expect("an address");
        let page: Arc<str> = items().into();
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer_all(connection, Arc::clone(&page)));
        }
    });
}

/// The items of a page.
fn items() -> String {
    let items: Vec<_> = (0..PAGE_ITEMS).map(|number| item(&format!("{number:05}"))).collect();
    items.join(",")
}

async fn answer_all(mut connection: TcpStream, page: Arc<str>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let (from, mut to) = connection.split();
    let mut from = BufReader::with_capacity(64 << 10, from);
    loop {
        let (mut target, mut length, mut line) = (String::new(), 0, String::new());
        while from.read_line(&mut line).await? > 2 {
            let header = line.trim_end().split_once(": ").unwrap_or_default();
            match header.0.to_ascii_lowercase().as_str() {
                "x-amz-target" => header.1.clone_into(&mut target),
                "content-length" => length = header.1.parse().map_err(io::Error::other)?,
                _ => {}
            }
            line.clear();
        }
        if line.is_empty() {
            return Ok(());
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body).await?;
        let asked = Instant::now();
        let body = String::from_utf8(body).map_err(io::Error::other)?;
        let answer = answer(&target, &body, &page);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length";
        let answer = format!("{head}: {}\r\n\r\n{answer}", answer.len());
        sleep_until(asked + LATENCY).await;
        to.write_all(answer.as_bytes()).await?;
    }
}

fn answer(target: &str, body: &str, page: &str) -> String {
    match target.rsplit('.').next() {
        Some("BatchGetItem") => {
            let found: Vec<_> = ids(body).map(item).collect();
            let found = found.join(",");
            format!(r#"{{"Responses":{{"Product":[{found}]}},"UnprocessedKeys":{{}}}}"#)
        }
        Some("Scan") => scanned(body, page),
        _ => r#"{"UnprocessedItems":{}}"#.to_owned(),
    }
}

/// The keys that a request names.
fn ids(body: &str) -> impl Iterator<Item = &str> {
    body.split(r#""id":{"S":""#).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The next page of a segment, which is told by the key that the page before has ended with.
fn scanned(body: &str, page: &str) -> String {
    let segments = body.split(r#""TotalSegments":"#).nth(1);
    let digits = |text: &str| text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
    let segments: usize = segments.and_then(digits).unwrap_or(1);
    let before: usize = ids(body).next().and_then(|id| id.parse().ok()).unwrap_or(0);
    let mut answer =
        format!(r#"{{"Count":{PAGE_ITEMS},"ScannedCount":{PAGE_ITEMS},"Items":[{page}]"#);
    if before + 1 < PAGES / segments {
        let _ = write!(answer, r#","LastEvaluatedKey":{{"id":{{"S":"{}"}}}}"#, before + 1);
    }
    answer + "}"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_has_all_its_pages() {
        for segments in [1, 8, 32] {
            let ask =
                |start: &str| scanned(&format!(r#"{{"TotalSegments":{segments}{start}}}"#), "");
            let (mut pages, mut start) = (0, String::new());
            loop {
                let answer = ask(&start);
                pages += 1;
                let Some(last) = ids(&answer).next() else { break };
                start = format!(r#","ExclusiveStartKey":{{"id":{{"S":"{last}"}}}}"#);
            }
            assert_eq!(pages * segments, PAGES);
        }
    }
}
