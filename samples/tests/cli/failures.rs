//! What goes wrong: an exit code that is not zero, and one line that says what to do.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::program::{Program, failed};

#[test]
fn a_missing_item() {
    let program = Program::new("a_missing_item");
    for step in [
        &["domain", "get", "absent"][..],
        &["log", "get", "absent"],
        &["log", "set-status", "absent", "done"],
    ] {
        assert!(program.fails(step).contains("`absent`"), "{step:?}");
    }
    assert_eq!(program.prints(&["log", "exists", "absent"]), "no\n");
}

#[test]
fn an_empty_key() {
    let program = Program::new("an_empty_key");
    assert!(program.fails(&["log", "get", ""]).contains("Log"));
}

#[test]
fn nothing_listens() {
    let program = Program::new("nothing_listens");
    let url = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let began = Instant::now();
    assert!(program.fails(&["log", "list", "--endpoint", &url]).contains(&url));
    assert!(program.fails(&["--endpoint", &url]).contains(&url));
    assert!(failed(program.command(&[]).env("DYNAMO_ENGINE", &url)).contains(&url));
    assert!(failed(program.command(&["log", "list"]).env("DYNAMO_ENGINE", &url)).contains(&url));
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_host_that_is_not_this_machine() {
    let program = Program::new("a_host_that_is_not_this_machine");
    let url = "http://example.com:8000";
    assert!(program.fails(&["log", "list", "--endpoint", url]).contains(url));
    assert!(program.fails(&["--endpoint", url]).contains(url));
    assert!(failed(program.command(&[]).env("DYNAMO_ENGINE", url)).contains(url));
}

#[test]
fn no_endpoint() {
    let program = Program::new("no_endpoint");
    for text in ["localhost:8000", "https://dynamodb.us-east-1.amazonaws.com"] {
        assert!(program.fails(&["log", "list", "--endpoint", text]).contains(text));
        assert!(failed(program.command(&[]).env("DYNAMO_ENGINE", text)).contains(text));
    }
}

#[test]
fn a_file_that_is_no_database() {
    let program = Program::new("a_file_that_is_no_database");
    fs::write(program.folder.join("thesis.txt"), "years of work").expect("a file");
    for path in ["thesis.txt", "no/such/folder.db", "."] {
        assert!(program.fails(&["log", "list", "--data", path]).contains(path));
    }
    assert_eq!(fs::read(program.folder.join("thesis.txt")).expect("the file"), b"years of work");
}

#[test]
fn options_that_exclude_each_other() {
    let program = Program::new("options_that_exclude_each_other");
    let url = "http://localhost:8000";
    assert!(program.fails(&["log", "list", "--aws", "--endpoint", url]).contains("--endpoint"));
    assert!(
        program.fails(&["--data", "x.db", "log", "list", "--endpoint", url]).contains("--data")
    );
    assert!(program.fails(&["--data", "x.db"]).contains("--data"));
    assert!(program.leaves_nothing());
}

#[cfg(not(feature = "aws"))]
#[test]
fn aws_without_its_feature() {
    let program = Program::new("aws_without_its_feature");
    assert!(program.fails(&["--aws"]).contains("--features aws"));
    assert!(program.fails(&["log", "list", "--aws"]).contains("--features aws"));
}

#[test]
fn a_missing_table_is_not_created_elsewhere() {
    let program = Program::new("a_missing_table_is_not_created_elsewhere");
    let (url, requests) = service_that_answers("ResourceNotFoundException", 1);
    let line = program.fails(&["log", "list", "--endpoint", &url]);
    assert!(line.contains("`Log`"), "{line}");
    assert!(line.contains(&format!("`samples create --endpoint {url}`")), "{line}");
    assert_eq!(requests.join().expect("requests"), ["DynamoDB_20120810.Scan"]);
}

#[test]
fn the_stories_do_not_touch_a_table_that_is_there() {
    let program = Program::new("the_stories_do_not_touch_a_table_that_is_there");
    let (url, requests) = service_that_answers("ResourceInUseException", 1);
    let line = program.fails(&["--endpoint", &url]);
    assert!(line.contains("`Domain`"), "{line}");
    assert_eq!(requests.join().expect("requests"), ["DynamoDB_20120810.CreateTable"]);
}

/// Answers so many requests, each with this error, and returns what they asked for.
fn service_that_answers(code: &'static str, requests: usize) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answered = thread::spawn(move || {
        let connections = listener.incoming().map(|connection| connection.expect("a connection"));
        // The program also connects once to see whether somebody listens, without a request.
        connections.filter_map(|connection| answer(connection, code)).take(requests).collect()
    });
    (url, answered)
}

fn answer(mut connection: TcpStream, code: &str) -> Option<String> {
    let mut reader = BufReader::new(connection.try_clone().expect("a connection"));
    let (mut operation, mut length) = (None, 0);
    for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        match line.split_once(": ") {
            Some(("x-amz-target", target)) => operation = Some(target.to_owned()),
            Some(("content-length", bytes)) => length = bytes.parse().expect("a length"),
            _ => {}
        }
    }
    operation.as_ref()?;
    reader.read_exact(&mut vec![0; length]).expect("a body");
    let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"no"}}"#);
    let head = format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n", body.len());
    connection.write_all([head, body].concat().as_bytes()).expect("an answer");
    operation
}
