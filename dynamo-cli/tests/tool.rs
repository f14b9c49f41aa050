//! The commands, on the engine that `DYNAMO_ENGINE` names.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use dynamo_cli::Tool;
use dynamo_runtime::op::Retries;
use dynamo_runtime::{Dynamo, DynamoItems, DynamoTable};
use dynamo_testkit::{Chaos, Engine};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "ToolOrders")]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[gsi(name = "Status")]
    status: String,
    total: i64,
}

#[derive(DynamoTable)]
#[table(name = "ToolApp")]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{user}")]
struct User {
    #[dynamo(key_only)]
    user: String,
}

#[derive(DynamoItems)]
enum AppItem {
    User(User),
}

fn tool() -> Tool {
    Tool::new().table::<Order>().table::<App>().entities::<AppItem>()
}

/// What the tool prints, and its exit code.
async fn run(engine: &Engine, arguments: &[&str]) -> (u8, String) {
    let mut printed = Vec::new();
    let arguments = ["tool"].iter().chain(arguments).copied();
    let code = tool().run_with(engine.client(), arguments, &mut printed).await;
    let printed = String::from_utf8(printed).expect("UTF-8");
    // As a pipe has it.
    (code, anstream::adapter::strip_str(&printed).to_string())
}

fn order(number: u64, status: &str) -> Order {
    Order { customer: "ann".to_owned(), number, status: status.to_owned(), total: 5 }
}

async fn with_orders() -> Engine {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    orders.create().await.expect("a table");
    orders.put_all([order(1, "open"), order(2, "sent")]).await.expect("orders");
    engine
}

#[tokio::test]
async fn a_table_is_planned_made_and_checked() {
    let engine = Engine::start().expect("an engine");
    let (code, plan) = run(&engine, &["plan"]).await;
    assert_eq!(code, 0);
    assert!(plan.starts_with("ToolOrders\n  + "), "{plan}");
    assert!(plan.contains("\nToolApp\n  + "), "{plan}");
    let (code, differs) = run(&engine, &["check", "ToolOrders"]).await;
    assert_eq!(code, 1, "{differs}");
    let (code, applied) = run(&engine, &["apply"]).await;
    assert_eq!(code, 0);
    assert!(applied.contains("  matches its struct\nToolApp\n"), "{applied}");
    assert_eq!(run(&engine, &["check"]).await.0, 0);
    let (code, json) = run(&engine, &["--json", "plan", "ToolApp"]).await;
    assert_eq!((code, &*json), (0, "{\"lines\":[\"nothing to do\"],\"table\":\"ToolApp\"}\n"));
}

#[tokio::test]
async fn the_items_of_a_key_are_printed() {
    let engine = with_orders().await;
    let (code, items) = run(&engine, &["query", "ToolOrders", "ann", "--descending"]).await;
    let lines: Vec<serde_json::Value> =
        items.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(code, 0);
    assert_eq!(
        lines[0],
        serde_json::json!({"customer": "ann", "number": 2, "status": "sent", "total": 5})
    );
    assert_eq!(lines.len(), 2);
    let index = ["query", "ToolOrders", "open", "--index", "Status", "--json"];
    let (_, items) = run(&engine, &index).await;
    assert!(items.contains("\"number\":{\"N\":\"1\"}"), "{items}");
    assert_eq!(items.lines().count(), 1);
    let (_, items) = run(&engine, &["query", "ToolOrders", "ann", "--range", "2"]).await;
    assert_eq!(items.lines().count(), 1);
    let (_, items) = run(&engine, &["query", "ToolOrders", "ann", "--limit", "1"]).await;
    assert_eq!(items.lines().count(), 1);
}

#[tokio::test]
async fn what_is_exported_is_imported() {
    let engine = with_orders().await;
    let folder = env::temp_dir().join(format!("dynamo-cli-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("orders.jsonl");
    let file = path.to_str().expect("UTF-8");
    let (code, told) = run(&engine, &["export", "--table", "ToolOrders", file]).await;
    assert_eq!((code, &*told), (0, "2 items exported\n"));
    let other = Engine::start().expect("an engine");
    let orders = Order::table(other.client());
    orders.create().await.expect("a table");
    let (code, told) = run(&other, &["import", "--table", "ToolOrders", file]).await;
    assert_eq!((code, &*told), (0, "2 items imported\n"));
    let all = orders.query("ann").all().await.expect("orders");
    assert_eq!(all, [order(1, "open"), order(2, "sent")]);
    let text = fs::read_to_string(&path).expect("a file") + "{\"customer\": {\"S\": \"zoe\"}}\n";
    fs::write(&path, text.replace("\"ann\"", "\"bob\"")).expect("a file");
    assert_eq!(run(&other, &["import", "--table", "ToolOrders", file]).await.0, 1);
    assert_eq!(orders.scan().count().await.expect("a count"), 2);
    fs::remove_dir_all(folder).expect("no folder");
}

/// A file with orders of these numbers, in a folder of its own.
fn orders_file(name: &str, numbers: impl Iterator<Item = u64>) -> PathBuf {
    let folder = env::temp_dir().join(format!("dynamo-cli-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let line = |number: u64| {
        format!(
            "{{\"customer\":{{\"S\":\"ann\"}},\"number\":{{\"N\":\"{number}\"}},\"status\":{{\"S\":\"open\"}},\"total\":{{\"N\":\"5\"}}}}\n"
        )
    };
    let path = folder.join("orders.jsonl");
    fs::write(&path, numbers.map(line).collect::<String>()).expect("a file");
    path
}

#[tokio::test]
async fn an_import_is_sent_again_by_the_retries_of_the_client() {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    orders.create().await.expect("a table");
    let path = orders_file("retries", 1..=300);
    let file = path.to_str().expect("UTF-8");
    let import = ["tool", "import", "--table", "ToolOrders", file];
    let mut printed = Vec::new();
    let chaos = Chaos::new(7).failing(0.2).unprocessed(0.9);
    let client = || chaos.client(&engine, 1);
    let retries = Retries::default().with_base(Duration::from_millis(1));
    let once = Dynamo::new(client()).with_retries(retries.clone().with_attempts(1));
    assert_eq!(tool().run_with(once, import, &mut printed).await, 1);
    assert_eq!(printed, b"");
    let left = fs::read_to_string(path.with_file_name("orders.jsonl.left")).expect("a file");
    let whole = fs::read_to_string(&path).expect("a file");
    assert!(left.lines().count() < 300 && left.lines().all(|line| whole.contains(line)));
    let stored = orders.scan().count().await.expect("a count");
    assert!(stored > 0 && stored + left.lines().count() >= 300, "{stored}");

    let again = Dynamo::new(client()).with_retries(retries);
    assert_eq!(tool().run_with(again, import, &mut printed).await, 0);
    assert_eq!(printed, b"300 items imported\n");
    assert_eq!(orders.scan().count().await.expect("a count"), 300);
    fs::remove_dir_all(path.parent().expect("a folder")).expect("no folder");
}

#[tokio::test]
async fn of_two_lines_with_one_key_the_later_one_is_stored_and_what_cannot_be_is_kept() {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    orders.create().await.expect("a table");
    let path = orders_file("later", (1..=30).chain([1]));
    let text = fs::read_to_string(&path).expect("a file");
    let (first, last) = text.rsplit_once("\"5\"").expect("a total");
    fs::write(&path, format!("{first}\"6\"{last}")).expect("a file");
    let file = path.to_str().expect("UTF-8");
    let (code, told) = run(&engine, &["import", "--table", "ToolOrders", file]).await;
    assert_eq!((code, &*told), (0, "31 items imported\n"));
    let one = orders.get("ann", 1).await.expect("an order").expect("an order");
    assert_eq!(one.total, 6);

    let large = text.replacen("\"open\"", &format!("\"{}\"", "x".repeat(410 * 1024)), 1);
    fs::write(&path, large).expect("a file");
    assert_eq!(run(&engine, &["import", "--table", "ToolOrders", file]).await.0, 1);
    let left = fs::read_to_string(path.with_file_name("orders.jsonl.left")).expect("a file");
    assert!(left.lines().any(|line| line.len() > 400 * 1024));
    fs::remove_dir_all(path.parent().expect("a folder")).expect("no folder");
}

#[tokio::test]
async fn what_cannot_be_done_is_a_failure() {
    let engine = Engine::start().expect("an engine");
    for arguments in [
        &["query", "toolorders", "ann"][..],
        &["query", "ToolOrders", "ann", "--index", "None"],
        &["query", "ToolOrders", "ann", "bob"],
        &["query", "ToolOrders", "ann"],
        &["query", "ToolApp", "a", "--range", "1"],
        &["import", "no such file"],
        &["export", "--table", "ToolOrders", "/no/such/folder/file"],
        &["export", "--table", "Orders"],
        &["schema", "--format", "iam"],
        &["schema", "Orders"],
    ] {
        assert_eq!(run(&engine, arguments).await, (1, String::new()), "{arguments:?}");
    }
    for arguments in [&["qery", "ToolOrders"][..], &["schema", "--format", "xml"], &["query"]] {
        assert_eq!(run(&engine, arguments).await.0, 2, "{arguments:?}");
    }
    assert!(!Path::new("/no/such/folder").exists());
}

#[tokio::test]
async fn every_format_has_all_tables() {
    let engine = Engine::start().expect("an engine");
    for format in ["json", "cloudformation", "terraform", "markdown", "mermaid", "html"] {
        let (code, text) = run(&engine, &["schema", "--format", format]).await;
        assert_eq!(code, 0);
        assert!(text.contains("ToolOrders") && text.contains("ToolApp"), "{format}: {text}");
    }
    let (_, text) = run(&engine, &["schema"]).await;
    assert!(text.contains(r"USER\#{user}"), "{text}");
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_closed_pipe_is_no_failure() {
    let engine = Engine::start().expect("an engine");
    assert_eq!(tool().run_with(engine.client(), ["tool", "schema"], &mut Closed).await, 0);
}
