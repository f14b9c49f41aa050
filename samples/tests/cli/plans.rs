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

#[test]
fn what_is_missing_is_made() {
    let program = Program::new("what_is_missing_is_made");
    let shipment = "Shipment: + table Shipment\nShipment: ~ time to live expires_at\n";
    let missing = format!("Domain: + table Domain\nLog: + table Log\n{shipment}");
    assert_eq!(program.prints(&["plan"]), missing);
    assert_eq!(program.prints(&["plan"]), missing);
    let [domain, log, done] =
        ["Domain", "Log", "Shipment"].map(|table| format!("{table} matches its struct\n"));
    let made = format!("Domain: + table Domain\n{domain}Log: + table Log\n{log}{shipment}{done}");
    assert_eq!(program.prints(&["apply"]), made);
    let nothing = "Domain: nothing to do\nLog: nothing to do\nShipment: nothing to do\n";
    assert_eq!(program.prints(&["plan"]), nothing);
    assert_eq!(program.prints(&["apply"]), [domain, log, done].concat());
}

#[tokio::test]
async fn an_old_table_keeps_its_items_and_gets_its_index() {
    let program = Program::new("an_old_table_keeps_its_items_and_gets_its_index");
    create::<OldLog>(&program).await;
    let run = |arguments: &[&str]| program.prints(&[arguments, &["--data", "log.db"]].concat());
    run(&["log", "put", "2026-11-22T10:00", "open", "one"]);
    let plan = run(&["plan"]);
    let of_log = |printed: &str| {
        let (_, lines) = printed.split_once("Log: ").expect("the log's lines");
        lines.split_once("Shipment").expect("lines of another table").0.to_owned()
    };
    let log = of_log(&plan);
    assert_eq!(
        log,
        "+ index Status\nLog: ? index Author is not declared\nLog: ? deletion protection is not declared\n"
    );
    let applied = run(&[
        "apply",
        "--allow-deleting-indexes",
        "--allow-turning-off",
        "--allow-on-demand",
        "--allow-replacing-stream",
    ]);
    let log = of_log(&applied);
    let steps = "- index Author\nLog: + index Status\nLog: ~ deletion protection -> off\nLog matches its struct\n";
    assert_eq!(log, steps);
    assert!(run(&["plan"]).contains("Log: nothing to do"));
    assert_eq!(run(&["log", "by-status", "open"]), "2026-11-22T10:00  open  one\n");
}

#[tokio::test]
async fn what_cannot_be_changed_fails() {
    let program = Program::new("what_cannot_be_changed_fails");
    create::<NoLog>(&program).await;
    let plan = program.prints(&["plan", "--data", "log.db"]);
    assert!(plan.contains("\nLog: ! type of updated_at differs"), "{plan}");
    program.prints(&["create", "--data", "log.db"]);
    let mut apply = program.command(&["apply", "--data", "log.db"]);
    let output = apply.output().expect("the program");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("error: Log: ") && told.contains("type of updated_at"), "{told}");
}
