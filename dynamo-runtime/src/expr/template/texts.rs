//! A text in, the texts next to it in the order of keys out.

use crate::schema::MAX_RANGE_KEY_BYTES;

/// The ASCII character behind this one.
pub(super) fn raised(character: u8) -> Option<char> {
    character.checked_add(1).map(char::from)
}

/// The end of all texts that begin with this one.
///
/// Behind `#` comes `$`, which is no key's last character, as it begins an escape; any other next character may be one, so that the end is
/// the greatest text with this beginning that a key can be.
pub(super) fn above_all(beginning: &str) -> String {
    match beginning.strip_suffix('#') {
        Some(beginning) => beginning.to_owned() + "$",
        None => filled(beginning.to_owned()),
    }
}

/// The greatest text of a range key that sorts before this one, which is not empty.
pub(super) fn below(text: &str) -> String {
    let mut characters = text.chars();
    let last = characters.next_back().unwrap_or_default();
    let mut below = characters.as_str().to_owned();
    // `RangeTo` of characters skips the surrogates.
    match ('\0'..last).next_back() {
        Some(before) => {
            below.push(before);
            filled(below)
        }
        None => below,
    }
}

/// The greatest text of a range key with this beginning.
fn filled(mut beginning: String) -> String {
    for greatest in [char::MAX, '\u{ffff}', '\u{7ff}', '\u{7f}'] {
        while beginning.len() + greatest.len_utf8() <= MAX_RANGE_KEY_BYTES {
            beginning.push(greatest);
        }
    }
    beginning
}

/// The number before this one, of as many digits.
pub(super) fn decremented(digits: &str) -> Option<String> {
    let counted = digits.trim_end_matches('0');
    let last = counted.bytes().next_back()?;
    let lowered = char::from(last.checked_sub(1)?);
    let nines = "9".repeat(digits.len() - counted.len());
    Some(format!("{}{lowered}{nines}", &counted[..counted.len() - 1]))
}
