//! Single steps on the embedded engine: every one is a run of its own, so all of them need what others have kept.

use std::fs;

use crate::program::{Program, failed, printed};

const TIME: &str = "2026-11-22T10:00";

#[test]
fn domain_steps() {
    let program = Program::new("domain_steps");
    let (set, get) =
        (["domain", "set", "https://docs.rs/a"], ["domain", "get", "https://docs.rs/a"]);
    assert_eq!(program.prints(&[&set[..], &["rust-lang.org"]].concat()), "done\n");
    assert_eq!(program.prints(&get), "rust-lang.org\n");
    assert_eq!(program.prints(&[&set[..], &["docs.rs"]].concat()), "done\n");
    assert_eq!(program.prints(&get), "docs.rs\n");
    assert_eq!(program.prints(&["domain", "exists", "https://docs.rs/a"]), "yes\n");
    assert_eq!(program.prints(&["domain", "exists", "https://docs.rs/b"]), "no\n");
    assert_eq!(program.prints(&["domain", "remove", "https://docs.rs/a"]), "docs.rs\n");
    assert_eq!(program.prints(&["domain", "remove", "https://docs.rs/a"]), "nothing\n");
    assert_eq!(program.prints(&["domain", "exists", "https://docs.rs/a"]), "no\n");
}

#[test]
fn log_put_and_get() {
    let program = Program::new("log_put_and_get");
    assert_eq!(program.prints(&["log", "put", TIME, "open", "disk full"]), "done\n");
    assert_eq!(program.prints(&["log", "get", TIME]), "2026-11-22T10:00  open  disk full\n");
    assert_eq!(program.prints(&["log", "put", TIME, "done", "disk empty"]), "done\n");
    assert_eq!(program.prints(&["log", "get", TIME]), "2026-11-22T10:00  done  disk empty\n");
}

#[test]
fn log_is_found_by_time_and_by_status() {
    let program = Program::new("log_is_found_by_time_and_by_status");
    let (one, two) = ("2026-11-22T10:00  open  one\n", "2026-11-22T10:05  open  two\n");
    program.prints(&["log", "put", "2026-11-22T10:05", "open", "two"]);
    program.prints(&["log", "put", TIME, "open", "one"]);
    program.prints(&["log", "put", "2026-11-22T10:10", "done", "three"]);
    assert_eq!(program.prints(&["log", "by-status", "open"]), [one, two].concat());
    assert_eq!(program.prints(&["log", "by-status", "none"]), "nothing\n");
    assert_eq!(program.prints(&["log", "by-time-and-status", TIME, "open"]), one);
    assert_eq!(program.prints(&["log", "by-time-and-status", TIME, "done"]), "nothing\n");
    assert_eq!(program.prints(&["log", "list"]).lines().count(), 3);
}

#[test]
fn log_is_listed_page_after_page() {
    let program = Program::new("log_is_listed_page_after_page");
    for minute in 0..5 {
        program.prints(&["log", "put", &format!("2026-11-22T10:0{minute}"), "open", "x"]);
    }
    let (mut seen, mut more) = (Vec::new(), Vec::new());
    loop {
        let list = ["log", "list", "--limit", "2"].map(str::to_owned).into_iter().chain(more);
        let list: Vec<String> = list.collect();
        let page = program.prints(&list.iter().map(String::as_str).collect::<Vec<_>>());
        let (next, entries): (Vec<&str>, Vec<&str>) =
            page.lines().partition(|line| line.starts_with("more with"));
        assert!(entries.len() <= 2, "{page}");
        seen.extend(entries.into_iter().map(str::to_owned));
        let Some(next) = next.first() else { break };
        more = next.split(' ').skip(2).map(str::to_owned).collect();
    }
    seen.sort();
    seen.retain(|line| line != "nothing");
    let all = program.prints(&["log", "list"]);
    assert_eq!(seen, all.lines().collect::<Vec<_>>());
    assert_eq!(seen.len(), 5);
}

#[test]
fn log_set_status_moves_the_entry_in_the_index() {
    let program = Program::new("log_set_status_moves_the_entry_in_the_index");
    let done = "2026-11-22T10:00  done  one\n";
    program.prints(&["log", "put", TIME, "open", "one"]);
    assert_eq!(program.prints(&["log", "set-status", TIME, "done"]), done);
    assert_eq!(program.prints(&["log", "by-status", "open"]), "nothing\n");
    assert_eq!(program.prints(&["log", "by-status", "done"]), done);
}

#[test]
fn log_exists_until_removed() {
    let program = Program::new("log_exists_until_removed");
    program.prints(&["log", "put", TIME, "open", "one"]);
    assert_eq!(program.prints(&["log", "exists", TIME]), "yes\n");
    assert_eq!(program.prints(&["log", "remove", TIME]), "2026-11-22T10:00  open  one\n");
    assert_eq!(program.prints(&["log", "remove", TIME]), "nothing\n");
    assert_eq!(program.prints(&["log", "exists", TIME]), "no\n");
    assert_eq!(program.prints(&["log", "list"]), "nothing\n");
}

#[test]
fn create_leaves_what_is_there() {
    let program = Program::new("create_leaves_what_is_there");
    program.prints(&["log", "put", TIME, "open", "one"]);
    assert_eq!(
        program.prints(&["create"]),
        "Domain is ready\nLog is ready\nShipment is ready\nProduct is ready\nPurchase is ready\nStore is ready\n"
    );
    assert_eq!(program.prints(&["log", "exists", TIME]), "yes\n");
}

#[test]
fn data_is_kept_in_the_file_that_help_names() {
    let program = Program::new("data_is_kept_in_the_file_that_help_names");
    assert!(program.prints(&["--help"]).contains("~/.local/share/dynamo-samples/data.db"));
    program.prints(&["domain", "set", "u", "home"]);
    assert!(program.folder.join(".local/share/dynamo-samples/data.db").exists());

    let elsewhere = program.folder.join("elsewhere");
    let mut of_xdg = program.command(&["domain", "set", "u", "xdg"]);
    printed(of_xdg.env("XDG_DATA_HOME", &elsewhere));
    assert!(elsewhere.join("dynamo-samples/data.db").exists());
    assert_eq!(program.prints(&["domain", "get", "u"]), "home\n");
}

#[test]
fn data_names_another_file_whatever_the_variable_says() {
    let program = Program::new("data_names_another_file_whatever_the_variable_says");
    let mut set = program.command(&["domain", "set", "u", "v", "--data", "one.db"]);
    printed(set.env("DYNAMO_ENGINE", "http://localhost:1"));
    assert_eq!(program.prints(&["--data", "one.db", "domain", "get", "u"]), "v\n");
    assert_eq!(program.prints(&["--data", "two.db", "domain", "exists", "u"]), "no\n");
}

#[test]
fn reset_removes_the_file_and_nothing_else() {
    let program = Program::new("reset_removes_the_file_and_nothing_else");
    for file in ["one.db", "two.db"] {
        program.prints(&["domain", "set", "u", "v", "--data", file]);
    }
    assert_eq!(program.prints(&["reset", "--data", "one.db"]), "removed one.db\n");
    assert_eq!(program.prints(&["reset", "--data", "one.db"]), "there is no one.db\n");
    let left =
        fs::read_dir(&program.folder).expect("the folder").map(|file| file.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["two.db"]);
    assert_eq!(program.prints(&["domain", "exists", "u", "--data", "one.db"]), "no\n");
}

#[test]
fn reset_of_the_default_file() {
    let program = Program::new("reset_of_the_default_file");
    let file = program.folder.join(".local/share/dynamo-samples/data.db");
    assert_eq!(program.prints(&["reset"]), format!("there is no {}\n", file.display()));
    assert!(program.leaves_nothing());
    program.prints(&["domain", "set", "u", "v"]);
    assert_eq!(program.prints(&["reset"]), format!("removed {}\n", file.display()));
    assert!(!file.exists());
}

#[test]
fn reset_removes_only_a_file_of_the_engine() {
    let program = Program::new("reset_removes_only_a_file_of_the_engine");
    for text in ["years of work", "SQLite format 3\0 CREATE TABLE other"] {
        let thesis = program.folder.join("thesis");
        fs::write(&thesis, text).expect("a file");
        assert!(program.fails(&["reset", "--data", "thesis"]).contains("`thesis`"));
        assert!(program.fails(&["log", "list", "--data", "thesis"]).contains("`thesis`"));
        assert_eq!(fs::read_to_string(&thesis).expect("the file"), text);
    }
    for elsewhere in [&["reset", "--endpoint", "http://localhost:8000"][..], &["reset", "--aws"]] {
        failed(&mut program.command(elsewhere));
    }
}

#[test]
fn shipment_steps() {
    let program = Program::new("shipment_steps");
    let add = ["shipment", "add", "ann", "1", "2026-11-22", "500"];
    assert_eq!(program.prints(&add), "done\n");
    assert!(program.fails(&add).contains("has one of this number"));
    let sent = "ann 1  2026-11-22  sent  500 g  by post\n";
    assert_eq!(program.prints(&["shipment", "hand-over", "ann", "1", "post"]), sent);
    assert!(program.fails(&["shipment", "hand-over", "ann", "2", "post"]).contains("none"));
    assert_eq!(program.prints(&["shipment", "sent", "ann", "2026-11-01", "2026-11-30"]), sent);
    assert_eq!(program.prints(&["shipment", "of-carrier", "post"]), sent);
    let region = ["shipment", "in-region", "de", "bavaria", "sent", "2026-01-01"];
    assert_eq!(program.prints(&region), "ann 1  2026-11-22  sent  500 g\n");
}

#[test]
fn shop_steps() {
    let program = Program::new("shop_steps");
    program.prints(&["shop", "offer", "pen", "3", "125"]);
    assert_eq!(program.prints(&["shop", "buy", "ann", "1", "pen=2"]), "done\n");
    assert_eq!(program.prints(&["shop", "stock", "pen"]), "1\n");
    assert!(program.fails(&["shop", "buy", "ann", "2", "pen=2"]).contains("nothing was bought"));
    assert_eq!(program.prints(&["shop", "bought", "ann"]), "ann 1  2 pen\n");
    assert!(program.fails(&["shop", "stock", "ink"]).contains("no product `ink`"));
}

#[test]
fn an_answer_is_json_for_a_program() {
    let program = Program::new("an_answer_is_json_for_a_program");
    assert_eq!(program.prints(&["--json", "log", "put", TIME, "open", "x"]), "null\n");
    let entry = "{\"message\":\"x\",\"status\":\"open\",\"updated_at\":\"2026-11-22T10:00\"}";
    assert_eq!(program.prints(&["log", "get", TIME, "--json"]), format!("{entry}\n"));
    assert_eq!(program.prints(&["log", "list", "--json"]), format!("[{entry}]\n"));
    let page = program.prints(&["log", "list", "--limit", "1", "--json"]);
    assert!(page.starts_with("{\"cursor\":"), "{page}");
    assert_eq!(program.prints(&["log", "exists", "2020", "--json"]), "false\n");
}

#[test]
fn a_misspelt_step_is_told_what_is_near() {
    let output = Program::new("a_misspelt_step").command(&["shipmnt"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("'shipment'"));
}
