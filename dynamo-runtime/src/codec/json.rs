//! The JSON of a request: what this crate spells out itself, escaped text, base64 and digits in, a body out.

use std::io::Write;

use base64_simd::STANDARD;

use super::Field;
use super::cursor::{is_plain, plain};
use super::digits::Digits;

/// JSON that is being written. There is no other way into it than these methods: what a value holds is escaped, or cannot
/// hold anything to escape. It is text, which is held as bytes because these are cheaper to append and to replace.
#[derive(Default)]
pub(crate) struct Json(Vec<u8>);

/// How S begins. It is written where any attribute value is to stand, since most are of this type or one of as many letters.
pub(crate) const OPENING: &str = "{\"S\":\"";

/// What is allocated for JSON beside its length: more than is ever appended and taken back.
const SPARE: usize = Field::SPELT;

impl Json {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes + SPARE))
    }

    /// Appends JSON of this program's text.
    #[inline]
    pub(crate) fn literal(&mut self, json: &'static str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    /// Appends JSON that is written already.
    #[inline]
    pub(crate) fn append(&mut self, json: &Self) {
        self.0.extend_from_slice(&json.0);
    }

    /// All of it, whose every part was text.
    pub(crate) fn as_str(&self) -> &str {
        simdutf8::basic::from_utf8(&self.0).unwrap_or_default()
    }

    /// Appends a string with its quotes.
    pub(crate) fn string(&mut self, string: &str) {
        self.literal("\"");
        self.text(string);
        self.literal("\"");
    }

    /// Appends the text of S, whose opening stands there, and its end.
    #[inline]
    pub(crate) fn string_value(&mut self, text: &str) {
        self.text_here(text);
        self.literal("\"}");
    }

    /// Appends what is written of N or B, whose opening stands there as one of S, and its end.
    #[inline]
    pub(crate) fn scalar_value(&mut self, tag: u8, write: impl FnOnce(&mut Self)) {
        let at = self.0.len().wrapping_sub("S\":\"".len());
        if let Some(opened) = self.0.get_mut(at) {
            *opened = tag;
        }
        write(self);
        self.literal("\"}");
    }

    /// Makes of the opening of S that of a type of one letter whose value is not in quotes, and returns where that begins.
    #[inline]
    pub(crate) fn opened_as(&mut self, tag: u8) -> usize {
        let start = self.0.len().wrapping_sub("\"".len());
        if let Some([opened, ..]) = self.0.get_mut(start.wrapping_sub("S\":".len())..) {
            *opened = tag;
        }
        self.0.truncate(start);
        start
    }

    /// Takes back the opening of a value whose type has more letters.
    #[inline]
    pub(crate) fn unopened(&mut self) {
        self.0.truncate(self.0.len() - OPENING.len());
    }

    /// Appends a string without its quotes.
    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        self.text_here(text);
    }

    #[allow(clippy::inline_always, reason = "a call would cost as much as a short text does")]
    #[inline(always)]
    fn text_here(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.0.extend_from_slice(text.as_bytes());
        } else {
            self.escaped(text);
        }
    }

    #[cold]
    fn escaped(&mut self, text: &str) {
        let json = &mut self.0;
        let mut rest = text.as_bytes();
        loop {
            let (before, special) = rest.split_at(plain(rest));
            json.extend_from_slice(before);
            let Some((byte, behind)) = special.split_first() else { break };
            match byte {
                b'"' => json.extend_from_slice(b"\\\""),
                b'\\' => json.extend_from_slice(b"\\\\"),
                b'\n' => json.extend_from_slice(b"\\n"),
                b'\r' => json.extend_from_slice(b"\\r"),
                b'\t' => json.extend_from_slice(b"\\t"),
                control => {
                    // Writing to a `Vec` cannot fail.
                    let _ = write!(json, "\\u{control:04x}");
                }
            }
            rest = behind;
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
        self.0.extend_from_slice(digits.as_str().as_bytes());
    }

    /// Appends a comma, a field's key, the colon behind it, and the opening of S.
    #[inline]
    pub(crate) fn key(&mut self, field: &Field) {
        let Some((spelt, length)) = field.spelt() else { return self.long_key(field) };
        // As many bytes for every field are copied without a loop.
        let end = self.0.len() + length;
        self.0.extend_from_slice(spelt);
        self.0.truncate(end);
    }

    #[cold]
    fn long_key(&mut self, field: &Field) {
        self.literal(",");
        self.string(field.name);
        self.literal(":{\"S\":\"");
    }

    /// Puts `open` in the place of the first comma behind `start`, where members were appended, and appends the end.
    #[inline]
    pub(crate) fn close(&mut self, start: usize, open: u8, end: &'static str) {
        match self.0.get_mut(start) {
            Some(comma) => *comma = open,
            None => self.0.push(open),
        }
        self.literal(end);
    }

    /// Appends the comma between members.
    #[inline]
    pub(crate) fn separate(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[')) {
            self.0.push(b',');
        }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes back what was appended behind the first `length` bytes.
    #[inline]
    pub(crate) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Appends a whole number.
    pub(crate) fn integer(&mut self, number: i32) {
        self.0.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Json)) -> serde_json::Value {
        let mut json = Json::default();
        write(&mut json);
        serde_json::from_slice(&json.into_bytes()).expect("JSON")
    }

    #[test]
    fn a_text_is_escaped_wherever_in_it_the_letter_stands() {
        let letters = ('\0'..='\x7f').chain(['\u{80}', 'ü', '\u{7ff}', '€', '\u{2028}', '😀']);
        for letter in letters {
            for length in (0..20).chain(30..36).chain(46..50) {
                for at in 0..=length {
                    let mut text = "x".repeat(length);
                    text.insert(at, letter);
                    assert_eq!(written(|json| json.string(&text)), text);
                    let value = written(|json| {
                        json.literal(OPENING);
                        json.string_value(&text);
                    });
                    assert_eq!(value, serde_json::json!({ "S": text }));
                }
            }
        }
    }

    #[test]
    fn a_control_character_is_spelt_in_the_shortest_way() {
        let mut json = Json::default();
        json.text("\"\\/\n\r\t\u{8}\u{1f}\u{7f}ü");
        assert_eq!(json.as_str(), "\\\"\\\\/\\n\\r\\t\\u0008\\u001f\u{7f}ü");
    }

    #[test]
    fn a_key_of_any_length_stands_before_the_opening() {
        const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        for length in 0..LETTERS.len() {
            for name in [&LETTERS[..length], "ü", "a\"b", "\\", "line\n"] {
                let mut json = Json::default();
                json.literal("{\"L\":[]");
                json.key(&Field::new(name));
                json.string_value("é");
                json.literal("}");
                let expected = serde_json::json!({ "L": [], name: { "S": "é" } });
                assert_eq!(
                    serde_json::from_str::<serde_json::Value>(json.as_str()).ok(),
                    Some(expected)
                );
            }
        }
    }
}
