//! The characters of a template: which are escaped in the text of a field, and which make a number.

use std::fmt;

use super::{Template, TemplateField, TemplatePart};
use crate::schema::ScalarType;

/// All that sort before the separator `#`.
const BELOW: u128 = (1 << b'#') - 1;

const fn bit(character: u8) -> u128 {
    if character.is_ascii() { 1 << character } else { 0 }
}

/// Whether the character is among those whose bits these are.
pub(crate) const fn has(bits: u128, character: u8) -> bool {
    bits & bit(character) != 0
}

/// The characters that are escaped in every field: the sign of an escape, `#`, and what separates fields from what follows them.
/// With a separator that sorts before `#`, all that do are escaped, so that escapes sort as what they stand for.
const fn escaped(parts: &[TemplatePart]) -> u128 {
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
const fn separator(parts: &[TemplatePart], at: usize) -> Option<u8> {
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

/// What of a template is worth knowing before a text of it is read, so that most of it is read in words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// The characters that are escaped in each field, as bits.
    escaped: u128,
    /// The one of them that sorts behind `$`; 0 where there is none.
    behind: u8,
    /// Whether there are more.
    has_more: bool,
    /// The first bytes of the text in front, and the bits of them that count.
    head: (u64, u64),
    /// How long the text in front is, where there is nothing else but one text field behind it.
    front: Option<usize>,
}

impl Shape {
    pub(super) const fn of(parts: &[TemplatePart]) -> Self {
        let escaped = escaped(parts);
        let behind = escaped >> (b'$' + 1);
        let last = if behind == 0 { 0 } else { 127 - escaped.leading_zeros() as u8 };
        let head = match parts {
            [TemplatePart::Text(text), ..] => head(text.as_bytes()),
            _ => (0, 0),
        };
        let front = match parts {
            [TemplatePart::Text(text), TemplatePart::Field(field)] if is_text(field) => {
                Some(text.len())
            }
            _ => None,
        };
        Self { escaped, behind: last, has_more: behind.count_ones() > 1, head, front }
    }
}

/// The characters that are escaped in a field: `#`, `$` and a separator, or a 0, and maybe all that sort before them.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    below: bool,
    separator: u8,
}

/// One in each byte of a word.
const ONES: u64 = u64::MAX / 255;

/// Whether no `#` and no `$` is at the end of the key, which has eight bytes or more.
#[inline]
fn is_plain(key: &[u8], end: &[u8]) -> bool {
    // With one added, both have the same seven bits.
    let marks = |word: &[u8; 8]| {
        let turned = (u64::from_le_bytes(*word).wrapping_add(ONES) ^ (ONES * u64::from(b'$')))
            & (ONES * 0xfe);
        turned.wrapping_sub(ONES) & !turned
    };
    let (words, tail) = end.as_chunks();
    let found = words.iter().fold(0, |found, word| found | marks(word));
    // The last word overlaps what stands before the tail, which is shifted out.
    let last = match key.last_chunk() {
        Some(last) if !tail.is_empty() => marks(last) >> (64 - 8 * tail.len()),
        _ => 0,
    };
    (found | last) & (ONES * 0x80) == 0
}

impl Marks {
    /// The number of bytes of the key, from `from` on, before the first that is one of them.
    #[inline]
    pub(crate) fn before(self, key: &[u8], from: usize) -> usize {
        let (words, tail) = key.get(from..).unwrap_or_default().as_chunks();
        for (word, at) in words.iter().zip((0..).step_by(8)) {
            let found = self.of(u64::from_le_bytes(*word));
            if found != 0 {
                return at + found.trailing_zeros() as usize / 8;
            }
        }
        let at = words.len() * 8;
        let last = match key.last_chunk() {
            // What stands before the tail is shifted out of the word.
            Some(word) if !tail.is_empty() => u64::from_le_bytes(*word) >> (64 - 8 * tail.len()),
            Some(_) => return at,
            None => tail.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        (at + self.of(last).trailing_zeros() as usize / 8).min(at + tail.len())
    }

    /// Marks the high bit of each byte that is one of them, and maybe of bytes above such a one.
    #[inline]
    const fn of(self, word: u64) -> u64 {
        const fn of_zeros(word: u64) -> u64 {
            word.wrapping_sub(ONES) & !word
        }
        const fn turned(word: u64, character: u8) -> u64 {
            of_zeros(word ^ (ONES * character as u64))
        }
        let marks = if self.below {
            word.wrapping_sub(ONES * (b'$' as u64 + 1)) & !word
        } else {
            turned(word, b'#') | turned(word, b'$')
        };
        (marks | turned(word, self.separator)) & (ONES * 0x80)
    }
}

const fn is_text(field: &TemplateField) -> bool {
    matches!(field.ty, ScalarType::S) && field.width == 0
}

const fn head(text: &[u8]) -> (u64, u64) {
    let (mut head, mut mask, mut at) = (0, 0, 0);
    while at < text.len() && at < 8 {
        head |= (text[at] as u64) << (8 * at);
        mask |= 0xff << (8 * at);
        at += 1;
    }
    (head, mask)
}

/// Its members follow from the template's.
impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl Template {
    /// Returns where the text of the only field begins, if the template is a text and a text field, and nothing in it is escaped in the key.
    #[inline]
    pub(crate) fn plain_from(&self, key: &str) -> Option<usize> {
        let (front, key) = (self.shape.front?, key.as_bytes());
        let (head, behind) = (key.first_chunk()?, key.get(front..)?);
        let plain = front <= 8 && self.begins(head) && is_plain(key, behind);
        plain.then_some(front)
    }

    /// Whether the text begins with the first bytes of the text in front.
    #[inline]
    pub(crate) fn begins(&self, text: &[u8; 8]) -> bool {
        u64::from_le_bytes(*text) & self.shape.head.1 == self.shape.head.0
    }

    /// How the characters are found that are escaped in the text of the field that stands `at` this place of the parts; `None` where there
    /// are too many separators.
    #[inline]
    pub(crate) const fn marks(&self, at: usize) -> Option<Marks> {
        if self.shape.has_more {
            return None;
        }
        let ends_low = matches!(separator(self.parts, at), Some(separator) if separator <= b'#');
        Some(Marks {
            below: ends_low || self.shape.escaped & BELOW != 0,
            separator: self.shape.behind,
        })
    }

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
