//! Bodies in, clients out whose calls are answered with them by a server on this machine: all of the SDK, and its HTTP.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use aws_sdk_dynamodb::Client;
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use bytes::Bytes;
use serde_json::Value;

use crate::canned;

/// Returns a client that is given this body.
pub fn client(body: &Value) -> Client {
    let config = canned::config().endpoint_url(server(body));
    let config = config.http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

/// The clients' HTTP client alone: what a call takes that nothing above it can save.
#[derive(Clone)]
pub struct Alone {
    connector: SharedHttpConnector,
    server: String,
}

impl Alone {
    /// Returns one that is given this body.
    pub fn new(body: &Value) -> Self {
        let connector = SharedHttpConnector::new(Connector::builder().build_http());
        Self { connector, server: server(body) }
    }

    /// Sends a request of the size of a small call's, and receives the answer.
    pub async fn call(&self) -> Bytes {
        let mut request = HttpRequest::new(SdkBody::from("x".repeat(100)));
        request.set_method("POST").expect("a method");
        request.set_uri(self.server.as_str()).expect("a URI");
        request.headers_mut().insert("authorization", "x".repeat(700));
        let response = self.connector.call(request).await.expect("an answer");
        ByteStream::new(response.into_body()).collect().await.expect("a body").into_bytes()
    }
}

/// Starts a server that answers with this body, and lives as long as the process. Returns its URI.
fn server(body: &Value) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    let body = body.to_string();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length";
    let answer: Arc<str> = format!("{head}: {}\r\n\r\n{body}", body.len()).into();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let answer = Arc::clone(&answer);
            // A connection ends when its client goes.
            thread::spawn(move || connection.and_then(|connection| serve(&connection, &answer)));
        }
    });
    format!("http://{address}")
}

/// Gives every request on the connection the same answer.
fn serve(mut connection: &TcpStream, answer: &str) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut requests = BufReader::new(connection);
    while let Some(length) = head(&mut requests)? {
        io::copy(&mut requests.by_ref().take(length), &mut io::sink())?;
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// Reads a request's line and headers; returns its body's length, or `None` at the end of the connection.
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn every_call_is_answered() {
        let client = client(&json!({ "Item": { "name": { "S": "x" } } }));
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        for _ in 0..3 {
            let answer = runtime.block_on(client.get_item().table_name("Small").send());
            assert!(answer.expect("an answer").item.expect("an item")["name"].is_s());
        }
    }
}
