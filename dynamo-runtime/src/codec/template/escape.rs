//! The text of a field in, how it stands in a key out: with escapes, `$` and the two hexadecimal digits of a character; and back.

use std::borrow::Cow;

use crate::schema::has;

/// Appends the text, with those characters escaped whose bits these are.
pub(super) fn escape(text: &str, escaped: u128, to: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|character| has(escaped, character)) {
        let character = rest.as_bytes()[at];
        to.push_str(&rest[..at]);
        to.extend(['$', digit(character >> 4), digit(character & 0xf)]);
        rest = &rest[at + 1..];
    }
    to.push_str(rest);
}

/// Returns how many bytes of a key are the text of a field, in which these characters are escaped, and whether some are; `None`
/// where something else is.
pub(super) fn extent(key: &[u8], escaped: u128) -> Option<(usize, bool)> {
    let (mut at, mut has_escapes) = (0, false);
    while let Some(character) = key.get(at) {
        if !has(escaped, *character) {
            at += 1;
        } else if *character == b'$' {
            let character = escape_of(key.get(at + 1..at + 3)?)?;
            if !has(escaped, character) {
                return None;
            }
            (at, has_escapes) = (at + 3, true);
        } else {
            break;
        }
    }
    Some((at, has_escapes))
}

/// Reads a text in which all escapes are sound.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let mut pieces = text.split('$');
    let Some(first) = pieces.next().filter(|first| first.len() < text.len()) else {
        return Cow::Borrowed(text);
    };
    let mut read = first.to_owned();
    for piece in pieces {
        let (escape, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        read.extend(escape_of(escape.as_bytes()).map(char::from));
        read.push_str(rest);
    }
    Cow::Owned(read)
}

/// The character that the two digits stand for.
fn escape_of(digits: &[u8]) -> Option<u8> {
    let value = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    match digits {
        [high, low] => Some(value(high)? << 4 | value(low)?).filter(u8::is_ascii),
        _ => None,
    }
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}
