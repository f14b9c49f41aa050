//! A template in, what makes its texts quick to read out: eight bytes are held against it at once.

use std::fmt;

use super::characters::{BELOW, escaped, has, separator};
use super::{Template, TemplateField, TemplatePart};
use crate::schema::ScalarType;

/// What of a template is worth knowing before a text of it is read, so that most of it is read in words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// The characters that are escaped in each field, as bits.
    pub(super) escaped: u128,
    /// The last of them: a separator, or `$`.
    behind: u8,
    /// Whether more than one sorts behind `$`.
    has_more: bool,
    /// The first bytes of the text in front, and the bits of them that count.
    head: (u64, u64),
    /// How long the text in front is, where it is that short, and there is nothing else but one text field behind it.
    front: Option<usize>,
}

impl Shape {
    pub(super) const fn of(parts: &[TemplatePart]) -> Self {
        let escaped = escaped(parts);
        let mut behind = b'\x7f';
        while !has(escaped, behind) {
            behind -= 1;
        }
        let has_more = (escaped >> (b'$' + 1)).count_ones() > 1;
        let head = match parts {
            [TemplatePart::Text(text), ..] => head(text.as_bytes()),
            _ => (0, 0),
        };
        let front = match parts {
            [TemplatePart::Text(text), TemplatePart::Field(field)]
                if is_text(field) && text.len() <= 8 =>
            {
                Some(text.len())
            }
            _ => None,
        };
        Self { escaped, behind, has_more, head, front }
    }
}

/// The characters that are escaped in a field: `#`, `$` and a separator, and maybe all that sort before them.
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
        let turned = u64::from_le_bytes(*word).wrapping_add(ONES) ^ (ONES * u64::from(b'$'));
        let turned = turned & (ONES * 0xfe);
        turned.wrapping_sub(ONES) & !turned & (ONES * 0x80)
    };
    // The last word overlaps what stands before it.
    let Some(last) = key.last_chunk() else { return false };
    match end.len() {
        0 => true,
        length @ 1..8 => marks(last) >> (64 - 8 * length) == 0,
        _ => end.as_chunks().0.iter().fold(marks(last), |found, word| found | marks(word)) == 0,
    }
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
    /// Returns the text of the field, if the template is a text and a text field, and nothing in it is escaped in the key.
    #[inline]
    pub(crate) fn plain<'t>(&self, key: &'t str) -> Option<&'t str> {
        let front = self.shape.front?;
        let head = key.as_bytes().first_chunk()?;
        if !self.begins(*head) {
            return None;
        }
        let text = key.get(front..)?;
        is_plain(key.as_bytes(), text.as_bytes()).then_some(text)
    }

    /// Whether the text begins with the first bytes of the text in front.
    #[inline]
    pub(crate) fn begins(&self, text: [u8; 8]) -> bool {
        u64::from_le_bytes(text) & self.shape.head.1 == self.shape.head.0
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
}
