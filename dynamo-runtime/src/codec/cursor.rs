//! A cursor on the JSON of a response: what DynamoDB writes is compared literally, any other spelling token by token.

use std::borrow::Cow;

use crate::error::Mistake;

/// A place in a JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

const MALFORMED: &str = "the response is not the JSON that DynamoDB sends";

fn malformed<T>() -> Result<T, Mistake> {
    Err(Mistake::new(MALFORMED))
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Passes `literal`, if it stands here to the letter.
    #[inline]
    pub(crate) fn eat(&mut self, literal: &str) -> bool {
        let here = self.rest().starts_with(literal.as_bytes());
        if here {
            self.at += literal.len();
        }
        here
    }

    /// Passes `"name":`, if it stands here to the letter.
    #[inline]
    pub(crate) fn eat_key(&mut self, name: &str) -> bool {
        let (rest, end) = (self.rest(), name.len() + 1);
        let here = rest.len() > end + 1
            && (rest[0], rest[end], rest[end + 1]) == (b'"', b'"', b':')
            && rest[1..end] == *name.as_bytes();
        if here {
            self.at += end + 2;
        }
        here
    }

    /// Passes `byte`, with space around it allowed, if it comes next.
    #[inline]
    pub(crate) fn token(&mut self, byte: u8) -> bool {
        if self.peek() != Some(byte) {
            self.skip_space();
        }
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Mistake> {
        if self.token(byte) { Ok(()) } else { malformed() }
    }

    /// Passes what separates members: `true` before another, `false` after the `end` that closes them.
    pub(crate) fn another(&mut self, end: u8) -> Result<bool, Mistake> {
        if self.token(b',') {
            return Ok(true);
        }
        self.expect(end).map(|()| false)
    }

    /// Finds the member `name` of the item that stands here, or of the M if it is `tagged` as an attribute value.
    pub(crate) fn member(mut self, name: &str, tagged: bool) -> Result<Option<Self>, Mistake> {
        if tagged {
            self.open_as("M", "{\"M\":")?;
        }
        self.expect(b'{')?;
        if self.token(b'}') {
            return Ok(None);
        }
        loop {
            if self.key()? == name {
                return Ok(Some(self));
            }
            self.skip()?;
            if !self.another(b'}')? {
                return Ok(None);
            }
        }
    }

    /// Reads a key and the colon behind it.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, Mistake> {
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// Reads a string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Mistake> {
        self.expect(b'"')?;
        let start = self.at;
        self.at += unescaped(self.rest());
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.text.get(start..self.at - 1).map(Cow::Borrowed).ok_or(Mistake::new(MALFORMED))
            }
            Some(b'\\') => self.escaped(start).map(Cow::Owned),
            _ => malformed(),
        }
    }

    /// Reads the rest of a string that has escapes; the first stands here.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<String, Mistake> {
        let mut text = self.text.get(start..self.at).unwrap_or_default().to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return malformed(),
            }
            let start = self.at;
            self.at += unescaped(self.rest());
            text.push_str(self.text.get(start..self.at).ok_or(Mistake::new(MALFORMED))?);
        }
    }

    fn escape(&mut self) -> Result<char, Mistake> {
        let kind = self.text.as_bytes().get(self.at + 1).copied();
        self.at += 2;
        Ok(match kind {
            Some(kind @ (b'"' | b'\\' | b'/')) => char::from(kind),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return malformed(),
        })
    }

    /// Reads the digits of `\uXXXX`, and the second half of a surrogate pair.
    fn unicode(&mut self) -> Result<char, Mistake> {
        let unit = self.hex()?;
        let code = if (0xd800..0xdc00).contains(&unit) {
            if !self.eat("\\u") {
                return malformed();
            }
            let low = self.hex()?;
            if !(0xdc00..0xe000).contains(&low) {
                return malformed();
            }
            0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
        } else {
            unit
        };
        char::from_u32(code).ok_or(Mistake::new(MALFORMED))
    }

    fn hex(&mut self) -> Result<u32, Mistake> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        self.at += 4;
        match u32::from_str_radix(digits, 16) {
            Ok(unit) if !digits.starts_with('+') => Ok(unit),
            _ => malformed(),
        }
    }

    /// Passes any JSON value, however deep.
    pub(crate) fn skip(&mut self) -> Result<(), Mistake> {
        let mut depth = 0_usize;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') => {
                    self.at += 1;
                    depth += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    self.at += 1;
                    depth -= 1;
                }
                Some(b',' | b':') if depth > 0 => self.at += 1,
                Some(byte) if is_word(byte) => {
                    self.word();
                }
                _ => return malformed(),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Reads a number, `true`, `false` or `null`, as it is spelt.
    pub(crate) fn word(&mut self) -> &'a str {
        self.skip_space();
        let length = self.rest().iter().take_while(|byte| is_word(**byte)).count();
        let word = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        word
    }

    /// Returns the type of the attribute value that stands here: `S` of `{"S":"text"}`.
    pub(crate) fn tag(&self) -> Result<Cow<'a, str>, Mistake> {
        self.clone().open()
    }

    /// Whether the attribute value that stands here is NULL.
    #[inline]
    pub(crate) fn is_null(&self) -> bool {
        let rest = self.rest();
        // DynamoDB's own spelling tells at once.
        match rest.first_chunk::<3>() {
            Some(b"{\"N") => rest.starts_with(b"{\"NULL\""),
            Some([b'{', b'"', _]) => false,
            _ => self.tag().is_ok_and(|tag| tag == "NULL"),
        }
    }

    /// Reads the text of an attribute value that DynamoDB spells as `open`, the text without escapes, and `"}`: what nearly
    /// all strings and numbers are. Anything else is left where it stands.
    #[inline]
    pub(crate) fn plain_scalar<const N: usize>(&mut self, open: &[u8; N]) -> Option<&'a str> {
        let (head, rest) = self.rest().split_first_chunk::<N>()?;
        if head != open {
            return None;
        }
        let length = unescaped(rest);
        let end = rest.get(length..)?.first_chunk::<2>()?;
        if end != b"\"}" {
            return None;
        }
        let start = self.at + N;
        let text = self.text.get(start..start + length)?;
        self.at = start + length + 2;
        Some(text)
    }

    /// Passes `literal`, if it stands here to the letter.
    #[inline]
    pub(crate) fn eat_bytes<const N: usize>(&mut self, literal: &[u8; N]) -> bool {
        let here = self.rest().first_chunk::<N>() == Some(literal);
        if here {
            self.at += N;
        }
        here
    }

    /// Passes the beginning of an attribute value, and returns its type.
    pub(crate) fn open(&mut self) -> Result<Cow<'a, str>, Mistake> {
        self.expect(b'{')?;
        self.key()
    }

    /// Passes the beginning of an attribute value whose type is `tag`, which DynamoDB spells as `literal`.
    #[inline]
    pub(crate) fn open_as(&mut self, tag: &str, literal: &str) -> Result<(), Mistake> {
        if self.eat(literal) {
            return Ok(());
        }
        self.open_otherwise(tag)
    }

    #[cold]
    fn open_otherwise(&mut self, tag: &str) -> Result<(), Mistake> {
        let found = self.open()?;
        if found == tag {
            return Ok(());
        }
        Err(Mistake::new(format!("expected {tag}, found {}", known(&found))))
    }
}

/// A type's name as error messages give it; what is none of DynamoDB's may be part of a value.
pub(crate) fn known(tag: &str) -> &'static str {
    let tags = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];
    tags.into_iter().find(|known| *known == tag).unwrap_or("an unknown type")
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES * 0x80;

/// Marks the high bit of each byte of `word` that equals `byte`, and maybe of bytes above such a one.
#[inline]
fn marks(word: u64, byte: u8) -> u64 {
    let zero = word ^ (ONES * u64::from(byte));
    zero.wrapping_sub(ONES) & !zero
}

/// The number of bytes before the first that `marks` (eight at a time) and `special` (one at a time) tell.
#[inline]
fn before(bytes: &[u8], marks: impl Fn(u64) -> u64, special: impl Fn(u8) -> bool) -> usize {
    let mut chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in &mut chunks {
        let word = chunk.first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
        let found = marks(word) & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = chunks.remainder();
    at + rest.iter().position(|byte| special(*byte)).unwrap_or(rest.len())
}

/// The number of bytes before the first quote or backslash.
#[inline]
fn unescaped(bytes: &[u8]) -> usize {
    before(
        bytes,
        |word| marks(word, b'"') | marks(word, b'\\'),
        |byte| matches!(byte, b'"' | b'\\'),
    )
}

/// The number of bytes before the first quote, backslash or control character: what JSON does not spell as itself.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    before(
        bytes,
        |word| {
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            marks(word, b'"') | marks(word, b'\\') | control
        },
        |byte| byte < 0x20 || matches!(byte, b'"' | b'\\'),
    )
}
