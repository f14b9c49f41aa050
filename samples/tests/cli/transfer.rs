//! Items from a file into the tables, and out again.

use std::fs;

use crate::program::{Program, failed};

const LINES: [&str; 5] = [
    r#"{"Domain":{"domain":{"S":"docs.rs"},"url":{"S":"https://docs.rs"}}}"#,
    r#"{"Log":{"message":{"S":"disk \"full\""},"status":{"S":"open"},"updated_at":{"S":"2026-11-22T10:00"}}}"#,
    r#"{"Product":{"price":{"N":"125"},"sku":{"S":"pen"},"stock":{"N":"3"}}}"#,
    r#"{"Purchase":{"customer":{"S":"ann"},"lines":{"L":[{"M":{"count":{"N":"2"},"sku":{"S":"pen"}}}]},"number":{"N":"1"}}}"#,
    r#"{"Store":{"other":{"BOOL":true},"pk":{"S":"USER#ann"},"sk":{"S":"PROFILE"}}}"#,
];

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_is_imported_is_exported() {
    let program = Program::new("what_is_imported_is_exported");
    fs::write(program.folder.join("all.jsonl"), LINES.join("\n\n")).expect("a file");
    assert_eq!(program.prints(&["import", "all.jsonl"]), "5 items imported\n");
    assert_eq!(sorted(&program.prints(&["export"])), LINES);
    assert_eq!(program.prints(&["export", "again.jsonl"]), "5 items exported\n");
    let again = fs::read_to_string(program.folder.join("again.jsonl")).expect("a file");
    assert_eq!(sorted(&again), LINES);
    assert_eq!(program.prints(&["import", "again.jsonl"]), "5 items imported\n");
}

#[test]
fn of_two_lines_with_one_key_the_last_stays() {
    let program = Program::new("of_two_lines_with_one_key_the_last_stays");
    let line = |domain: usize| {
        format!(r#"{{"Domain":{{"domain":{{"S":"{domain}"}},"url":{{"S":"a"}}}}}}"#)
    };
    let lines: Vec<_> = (0..100).map(line).collect();
    fs::write(program.folder.join("all.jsonl"), lines.join("\n")).expect("a file");
    assert_eq!(program.prints(&["import", "all.jsonl"]), "100 items imported\n");
    assert_eq!(program.prints(&["export"]).trim_end(), line(99));
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_nothing_is_written() {
    let program = Program::new("a_line_that_cannot_be_read_is_named_and_nothing_is_written");
    for wrong in [r#"{"Log":{"updated_at":{"S":"1"}}}"#, r#"{"Lok":{}}"#, "{", "1"] {
        fs::write(program.folder.join("all.jsonl"), [LINES[0], wrong].join("\n")).expect("a file");
        let told = program.fails(&["import", "all.jsonl"]);
        assert!(told.starts_with("`all.jsonl`, line 2: "), "{told}");
    }
    assert_eq!(program.prints(&["export"]), "");
    let told = program.fails(&["import", "none.jsonl"]);
    assert!(told.starts_with("cannot read `none.jsonl`: "), "{told}");
}

#[test]
fn an_item_that_dynamodb_cannot_hold_is_kept_with_those_behind_it() {
    let program = Program::new("an_item_that_dynamodb_cannot_hold_is_kept_with_those_behind_it");
    let wrong = r#"{"Domain":{"url":{"S":""},"domain":{"S":"docs.rs"}}}"#;
    let all = [LINES[1], wrong, LINES[0]].join("\n");
    fs::write(program.folder.join("all.jsonl"), &all).expect("a file");
    let told = failed(&mut program.command(&["import", "all.jsonl"]));
    assert!(told.contains("all.jsonl.left"), "{told}");
    let left = fs::read_to_string(program.folder.join("all.jsonl.left")).expect("a file");
    let written = program.prints(&["export"]);
    assert!(left.contains(LINES[1]), "a table that is not begun: {left}");
    assert_eq!(sorted(&[left, written].concat()), sorted(&all));
}

#[test]
fn one_table_is_exported_and_imported_without_its_name() {
    let program = Program::new("one_table_is_exported_and_imported_without_its_name");
    fs::write(program.folder.join("all.jsonl"), LINES.join("\n")).expect("a file");
    program.prints(&["import", "all.jsonl"]);
    let product = "{\"price\":{\"N\":\"125\"},\"sku\":{\"S\":\"pen\"},\"stock\":{\"N\":\"3\"}}\n";
    assert_eq!(program.prints(&["export", "--table", "Product"]), product);
    fs::write(program.folder.join("ink.jsonl"), product.replace("pen", "ink")).expect("a file");
    let import = ["import", "ink.jsonl", "--table", "Product"];
    assert_eq!(program.prints(&import), "1 item imported\n");
    assert_eq!(program.prints(&["shop", "stock", "ink"]), "3\n");
    assert!(program.fails(&["import", "ink.jsonl"]).contains("--table"));
    let entry = "{\"message\":\"disk \\\"full\\\"\",\"status\":\"open\",\"updated_at\":\"2026-11-22T10:00\"}\n";
    assert_eq!(program.prints(&["query", "Log", "open", "--index", "Status"]), entry);
}
