//! What `--trace` tells on stderr, beside what the program prints.

use std::str;

use crate::program::Program;

/// Runs it with `--trace`; returns what it prints, and the lines of the trace without their times.
fn traced(program: &Program, arguments: &[&str]) -> (String, Vec<String>) {
    let output = program.command(&[&["--trace"], arguments].concat()).output().expect("a run");
    assert!(output.status.success(), "{output:?}");
    let text = |bytes: &[u8]| str::from_utf8(bytes).expect("UTF-8").to_owned();
    let lines = text(&output.stderr).lines().map(without_time).collect();
    (text(&output.stdout), lines)
}

fn without_time(line: &str) -> String {
    let (line, time) = line.rsplit_once(", ").expect("a time");
    assert!(time.ends_with(" ms"), "{time}");
    line.to_owned()
}

#[test]
fn each_operation_is_a_line() {
    let program = Program::new("each_operation_is_a_line");
    let put = ["log", "put", "2026-11-22T10:00", "open", "disk full"];
    let (printed, lines) = traced(&program, &put);
    assert_eq!(printed, "done\n");
    assert_eq!(
        lines.last().map(String::as_str),
        Some("trace: PutItem Log, 1 written, 1 request(s)")
    );
    assert!(lines[0].starts_with("trace: create Log, "), "{lines:?}");

    let by_status = ["log", "by-status", "open"];
    let (printed, lines) = traced(&program, &by_status);
    assert_eq!(printed, program.prints(&by_status), "stdout is the same without it");
    let last = "trace: Query Log by Status, 1 read, 1 evaluated, 1 page(s), 1 request(s)";
    assert_eq!(lines.last().map(String::as_str), Some(last));
    assert!(!lines.concat().contains("disk full") && !lines.concat().contains("open"));
}

#[test]
fn the_demonstration_prints_the_same_with_a_trace() {
    let program = Program::new("the_demonstration_prints_the_same_with_a_trace");
    let (printed, lines) = traced(&program, &[]);
    assert_eq!(printed, program.prints(&[]));
    assert!(lines.len() > 20, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("trace: ")), "{lines:?}");
}
