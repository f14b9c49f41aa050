//! Changes of a response in JSON: of its bytes, and of the values and members that it is made of.

use std::ops::Range;

/// What is changed and how, each number taken modulo what there is to choose from.
pub type Change = (u8, u16, u16);

/// What a value, or anything else, is replaced by.
const SNIPPETS: [&str; 44] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "2.0",
    "+2",
    "007",
    "1e400",
    "99999999999",
    "\"NaN\"",
    "1.",
    "[]",
    "{}",
    "[null]",
    "\"\"",
    "\"\\u0053\"",
    "\"\\ud800\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"a\u{1}b\"",
    "\"a\nb\"",
    "{\"S\":\"a\"}",
    "{\"N\":\"1\"}",
    "{\"NULL\":true}",
    "{\"NULL\":false}",
    "{\"X\":1}",
    "{\"S\":\"a\",\"N\":\"1\"}",
    "{\"S\":\"a\",\"N\":null}",
    "{\"__type\":\"x\",\"S\":\"a\"}",
    "{\"__type\":\"x\"}",
    "{\"S\":null}",
    "{\"B\":\"AA\\/=\"}",
    "{\"B\":\"A\"}",
    "{\"L\":[null]}",
    "{\"L\":{}}",
    "{\"M\":{\"a\":null}}",
    "{\"SS\":[]}",
    "{\"\\u0053\":\"a\"}",
    "{\"BOOL\":\"true\"}",
    " ",
    ",",
    "\u{feff}",
    "<html>",
];

/// Makes the changes, one after the other.
#[must_use]
pub fn mutated(body: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut body = body.to_vec();
    for change in changes {
        change_of(&mut body, *change);
    }
    body
}

fn change_of(body: &mut Vec<u8>, (kind, at, with): Change) {
    let (at, with) = (usize::from(at), usize::from(with));
    let (values, members) = parts(body);
    let snippet = SNIPPETS[with % SNIPPETS.len()].as_bytes();
    let [byte, _] = with.to_le_bytes().first_chunk().copied().unwrap_or_default();
    let end = body.len();
    let chosen = |parts: &[Range<usize>], at: usize| match parts.len() {
        0 => end..end,
        len => parts[at % len].clone(),
    };
    let value = chosen(&values, at);
    match kind % 10 {
        0 | 1 => drop(body.splice(value, snippet.iter().copied())),
        2 => {
            let other = body[chosen(&values, with)].to_vec();
            body.splice(value, other);
        }
        3 => {
            let member = [b",", &body[chosen(&members, with)]].concat();
            let behind = chosen(&members, at).end;
            body.splice(behind..behind, member);
        }
        4 => drop(body.splice(value.end..value.end, snippet.iter().copied())),
        5 => drop(body.splice(value.start..value.start, nested(with))),
        6 => body.truncate(at % (end + 1)),
        7 => body.extend(snippet),
        8 if end > 0 => body[at % end] = byte,
        _ => body.insert(at % (end + 1), byte),
    }
}

/// Some levels of lists, the last of which is not closed.
fn nested(with: usize) -> Vec<u8> {
    [
        "{\"L\":[".repeat(with % 70),
        "{\"S\":\"a\"}".to_owned(),
        "]}".repeat(with % 70),
        ",".to_owned(),
    ]
    .concat()
    .into_bytes()
}

/// Where the values (keys among them) and the members of objects stand.
fn parts(body: &[u8]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut values, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while at < body.len() {
        let begin = at;
        at += 1;
        match body[begin] {
            b'"' => {
                at = end_of_string(body, at);
                values.push(begin..at);
            }
            b'{' | b'[' => open.push(begin),
            b'}' | b']' => values.extend(open.pop().map(|begin| begin..at)),
            b',' | b':' | b' ' | b'\n' => {}
            _ => {
                let is_word = |byte: &&u8| !b",:]} \n\"".contains(*byte);
                at += body[at..].iter().take_while(is_word).count();
                values.push(begin..at);
            }
        }
    }
    let member = |key: &Range<usize>| {
        let colon = body.get(key.end) == Some(&b':');
        let value = values.iter().find(|value| colon && value.start == key.end + 1)?;
        Some(key.start..value.end)
    };
    let members = values.iter().filter_map(member).collect();
    (values, members)
}

fn end_of_string(body: &[u8], mut at: usize) -> usize {
    while at < body.len() && body[at] != b'"' {
        at += if body[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(body.len())
}

/// Whether an object may have two members of one name.
#[must_use]
pub fn repeats(body: &[u8]) -> bool {
    let (mut open, mut at) = (vec![Vec::new()], 0);
    while at < body.len() {
        let begin = at;
        at += 1;
        match body[begin] {
            b'"' => {
                at = end_of_string(body, at);
                let key = &body[begin..at];
                let is_key =
                    body[at..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                if let Some(keys) = open.last_mut().filter(|_| is_key) {
                    // An escaped name may be another's.
                    if keys.contains(&key) || key.contains(&b'\\') {
                        return true;
                    }
                    keys.push(key);
                }
            }
            b'{' => open.push(Vec::new()),
            b'}' => drop(open.pop()),
            _ => {}
        }
    }
    false
}
