//! Items from a file into the tables, and out again.

use std::fs;

use crate::program::{Program, failed};

const LINES: [&str; 3] = [
    r#"{"Domain":{"url":"https://docs.rs","domain":"docs.rs"}}"#,
    r#"{"Log":{"updated_at":"2026-11-22T10:00","status":"open","message":"disk \"full\""}}"#,
    r#"{"Shipment":{"customer":"ann","number":1,"country":"de","region":"bavaria","status":"open","sent_at":"2026-11-22","weight":500,"carrier":null,"expires_at":null}}"#,
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
    assert_eq!(program.prints(&["import", "all.jsonl"]), "3 items imported\n");
    assert_eq!(sorted(&program.prints(&["export"])), LINES);
    assert_eq!(program.prints(&["export", "again.jsonl"]), "3 items exported\n");
    let again = fs::read_to_string(program.folder.join("again.jsonl")).expect("a file");
    assert_eq!(sorted(&again), LINES);
    assert_eq!(program.prints(&["import", "again.jsonl"]), "3 items imported\n");
}

#[test]
fn of_two_lines_with_one_key_the_last_stays() {
    let program = Program::new("of_two_lines_with_one_key_the_last_stays");
    let line = |domain: usize| format!(r#"{{"Domain":{{"url":"a","domain":"{domain}"}}}}"#);
    let lines: Vec<_> = (0..100).map(line).collect();
    fs::write(program.folder.join("all.jsonl"), lines.join("\n")).expect("a file");
    assert_eq!(program.prints(&["import", "all.jsonl"]), "100 items imported\n");
    assert_eq!(program.prints(&["export"]).trim_end(), line(99));
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_nothing_is_written() {
    let program = Program::new("a_line_that_cannot_be_read_is_named_and_nothing_is_written");
    for wrong in [r#"{"Log":{"updated_at":"1"}}"#, r#"{"Lok":{}}"#, "{", "1"] {
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
    let wrong = r#"{"Domain":{"url":"","domain":"docs.rs"}}"#;
    fs::write(program.folder.join("all.jsonl"), [wrong, LINES[0]].join("\n")).expect("a file");
    let told = failed(&mut program.command(&["import", "all.jsonl"]));
    assert!(told.contains("all.jsonl.left"), "{told}");
    let left = fs::read_to_string(program.folder.join("all.jsonl.left")).expect("a file");
    let written = program.prints(&["export"]);
    assert_eq!(sorted(&[left, written].concat()), sorted(&[wrong, LINES[0]].join("\n")));
}
