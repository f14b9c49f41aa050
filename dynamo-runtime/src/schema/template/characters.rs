//! The characters of a template: which are escaped in the text of a field, and which make a number.

use super::{Template, TemplatePart};

/// All that sort before the separator `#`.
pub(super) const BELOW: u128 = (1 << b'#') - 1;

const fn bit(character: u8) -> u128 {
    if character.is_ascii() { 1 << character } else { 0 }
}

/// Whether the character is among those whose bits these are.
pub(crate) const fn has(bits: u128, character: u8) -> bool {
    bits & bit(character) != 0
}

/// The characters that are escaped in every field: the sign of an escape, `#`, and what separates fields from what follows them.
/// With a separator that sorts before `#`, all that do are escaped, so that escapes sort as what they stand for.
pub(super) const fn escaped(parts: &[TemplatePart]) -> u128 {
    let (mut escaped, mut at) = (bit(b'$') | bit(b'#'), 0);
    while at < parts.len() {
        if let Some(separator) = separator(parts, at) {
            escaped |= bit(separator);
        }
        at += 1;
    }
    if escaped & BELOW != 0 { escaped | BELOW } else { escaped }
}

/// The first character of the text behind the field that stands `at` this place.
pub(super) const fn separator(parts: &[TemplatePart], at: usize) -> Option<u8> {
    if at + 1 >= parts.len() {
        return None;
    }
    match (parts[at], parts[at + 1]) {
        (TemplatePart::Field(_), TemplatePart::Text(text)) if !text.is_empty() => {
            Some(text.as_bytes()[0])
        }
        _ => None,
    }
}

impl Template {
    /// The characters that are escaped in the text of the field that stands `at` this place of the parts, as bits.
    ///
    /// Before `#`, and what sorts before it, these are all that do, so that a separator sorts before whatever may stand in its
    /// place in a longer text.
    pub(crate) const fn escaped(&self, at: usize) -> u128 {
        match separator(self.parts, at) {
            Some(separator) if separator <= b'#' => self.shape.escaped | BELOW,
            _ => self.shape.escaped,
        }
    }

    /// The first character of the text behind the field that stands `at` this place of the parts.
    pub(crate) const fn separator(&self, at: usize) -> Option<u8> {
        separator(self.parts, at)
    }
}

/// Before the first character of a number.
pub(crate) const NUMBER: u8 = 0;
const MINUS: u8 = 1;
const ZERO: u8 = 2;
const MINUS_ZERO: u8 = 3;
const WHOLE: u8 = 4;
const POINT: u8 = 5;
const FRACTION_OPEN: u8 = 6;
const FRACTION: u8 = 7;

/// Where a number in its one decimal text, `-12.5`, is behind the character; `None` where it cannot go on with it.
pub(crate) const fn number_goes_on(state: u8, character: u8, integer: bool) -> Option<u8> {
    match (state, character) {
        (NUMBER, b'-') => Some(MINUS),
        (NUMBER, b'0') => Some(ZERO),
        (MINUS, b'0') => Some(MINUS_ZERO),
        (NUMBER | MINUS, b'1'..=b'9') | (WHOLE, b'0'..=b'9') => Some(WHOLE),
        (ZERO | MINUS_ZERO | WHOLE, b'.') if !integer => Some(POINT),
        (POINT | FRACTION_OPEN | FRACTION, b'0') => Some(FRACTION_OPEN),
        (POINT | FRACTION_OPEN | FRACTION, b'1'..=b'9') => Some(FRACTION),
        _ => None,
    }
}

/// Whether the number can end there.
pub(crate) const fn number_ends(state: u8) -> bool {
    matches!(state, ZERO | WHOLE | FRACTION)
}
