//! The JSON of a request: what this crate spells out itself, escaped text, base64 and digits in, a body out.

use std::fmt::Write;

use base64_simd::STANDARD;

use super::Field;
use super::cursor::{is_plain, plain};
use super::digits::Digits;

/// JSON that is being written. There is no other way into it than these methods: what a value holds is escaped, or cannot
/// hold anything to escape.
#[derive(Default)]
pub(crate) struct Json(String);

impl Json {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Appends JSON of this program's text.
    #[inline]
    pub(crate) fn literal(&mut self, json: &'static str) {
        self.0.push_str(json);
    }

    /// Appends JSON that is written already.
    #[inline]
    pub(crate) fn append(&mut self, json: &Self) {
        self.0.push_str(&json.0);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends a string with its quotes.
    pub(crate) fn string(&mut self, string: &str) {
        self.0.push('"');
        self.text(string);
        self.0.push('"');
    }

    /// Appends a string without its quotes.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.0.push_str(text);
        } else {
            self.escaped(text);
        }
    }

    #[cold]
    fn escaped(&mut self, text: &str) {
        let json = &mut self.0;
        let mut rest = text;
        loop {
            let (before, special) = rest.split_at(plain(rest.as_bytes()));
            json.push_str(before);
            let Some(letter) = special.chars().next() else { break };
            match letter {
                '"' => json.push_str("\\\""),
                '\\' => json.push_str("\\\\"),
                '\n' => json.push_str("\\n"),
                '\r' => json.push_str("\\r"),
                '\t' => json.push_str("\\t"),
                other => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(json, "\\u{:04x}", u32::from(other));
                }
            }
            rest = &special[letter.len_utf8()..];
        }
    }

    /// Appends bytes in base64, without quotes.
    #[inline]
    pub(crate) fn base64(&mut self, bytes: &[u8]) {
        STANDARD.encode_append(bytes, &mut self.0);
    }

    /// Appends a number's digits, without quotes.
    #[inline]
    pub(crate) fn digits(&mut self, digits: Digits<'_>) {
        self.0.push_str(digits.as_str());
    }

    /// Appends a field's key and the colon behind it.
    #[inline]
    pub(crate) fn key(&mut self, field: &Field) {
        self.0.push('"');
        if field.plain {
            self.0.push_str(field.name);
        } else {
            self.escaped(field.name);
        }
        self.0.push_str("\":");
    }

    /// Appends the comma between members.
    #[inline]
    pub(crate) fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes back what was appended behind the first `length` bytes.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Appends a whole number.
    pub(crate) fn integer(&mut self, number: i32) {
        self.0.push_str(itoa::Buffer::new().format(number));
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}
