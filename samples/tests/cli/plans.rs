//! `plan` and `apply` on the embedded engine: tables that are not there, are as they should be, or are not.

use dynamo_runtime::{DynamoTable, Table};
use dynamo_testkit::Engine;

use crate::program::Program;

/// A log as it may have been before: found by something else, and never deleted.
#[derive(DynamoTable)]
#[table(name = "Log", read_capacity = 10, write_capacity = 10, deletion_protection)]
struct OldLog {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Author")]
    author: String,
}

/// A log that cannot become one.
#[derive(DynamoTable)]
#[table(name = "Log", read_capacity = 10, write_capacity = 10)]
struct NoLog {
    #[hash_key]
    updated_at: u64,
}

async fn create<T: DynamoTable>(program: &Program) {
    let engine = Engine::embedded_at(program.folder.join("log.db")).expect("an engine");
    Table::<T>::new(engine.client()).create().await.expect("a table");
}

const TABLES: [&str; 6] = ["Domain", "Log", "Shipment", "Product", "Purchase", "Store"];

/// The lines of every table under its name.
fn printed(lines: impl Fn(&str) -> String) -> String {
    TABLES.map(|table| format!("{table}\n{}", lines(table))).concat()
}

#[test]
fn what_is_missing_is_made() {
    let program = Program::new("what_is_missing_is_made");
    let steps = |table: &str| match table {
        "Shipment" => format!("  + table {table}\n  ~ time to live expires_at\n"),
        _ => format!("  + table {table}\n"),
    };
    let missing = printed(steps);
    assert_eq!(program.prints(&["plan"]), missing);
    assert_eq!(program.prints(&["plan"]), missing);
    let done = "  matches its struct\n";
    assert_eq!(program.prints(&["apply"]), printed(|table| steps(table) + done));
    assert_eq!(program.prints(&["plan"]), printed(|_| "  nothing to do\n".to_owned()));
    let alike = printed(|_| done.to_owned());
    assert_eq!([program.prints(&["apply"]), program.prints(&["check"])], [alike.clone(), alike]);
    let one = "{\"lines\":[\"nothing to do\"],\"table\":\"Log\"}\n";
    assert_eq!(program.prints(&["plan", "Log", "--json"]), one);
}

#[tokio::test]
async fn an_old_table_keeps_its_items_and_gets_its_index() {
    let program = Program::new("an_old_table_keeps_its_items_and_gets_its_index");
    create::<OldLog>(&program).await;
    let run = |arguments: &[&str]| program.prints(&[arguments, &["--data", "log.db"]].concat());
    run(&["log", "put", "2026-11-22T10:00", "open", "one"]);
    let plan = run(&["plan"]);
    let of_log = |printed: &str| {
        let (_, lines) = printed.split_once("\nLog\n").expect("the log's lines");
        lines.split_once("Shipment").expect("lines of another table").0.to_owned()
    };
    let log = of_log(&plan);
    assert_eq!(
        log,
        "  + index Status\n  ? index Author is not declared\n  ? deletion protection is not declared\n"
    );
    let applied = run(&[
        "apply",
        "--allow-deleting-indexes",
        "--allow-turning-off",
        "--allow-on-demand",
        "--allow-replacing-stream",
    ]);
    let log = of_log(&applied);
    let steps = "  - index Author\n  + index Status\n  ~ deletion protection -> off\n  matches its struct\n";
    assert_eq!(log, steps);
    assert!(run(&["plan"]).contains("\nLog\n  nothing to do\n"));
    assert_eq!(run(&["log", "by-status", "open"]), "2026-11-22T10:00  open  one\n");
}

#[tokio::test]
async fn what_cannot_be_changed_fails() {
    let program = Program::new("what_cannot_be_changed_fails");
    create::<NoLog>(&program).await;
    let plan = program.prints(&["plan", "--data", "log.db"]);
    assert!(plan.contains("\nLog\n  ! type of updated_at differs"), "{plan}");
    program.prints(&["create", "--data", "log.db"]);
    let mut apply = program.command(&["apply", "--data", "log.db"]);
    let output = apply.output().expect("the program");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("error: Log: ") && told.contains("type of updated_at"), "{told}");
}
