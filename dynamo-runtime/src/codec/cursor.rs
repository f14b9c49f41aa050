//! A cursor on the JSON of a response: what DynamoDB writes is compared literally, any other spelling token by token.

mod pass;
mod unescaped;

use std::borrow::Cow;

use self::unescaped::unescaped;
pub(crate) use self::unescaped::{is_plain, plain};
use super::Field;
use super::kind::SetType;
use super::numbers::Decimal;
use crate::error::Mistake;

/// A place in a JSON text.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    rest: &'a str,
}

pub(crate) const MALFORMED: &str = "the response is not valid DynamoDB JSON";

#[cold]
#[inline(never)]
fn malformed<T>() -> Result<T, Mistake> {
    Err(Mistake::new(MALFORMED))
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn peek(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Whether nothing but white space is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest.is_empty()
    }

    /// Returns how many bytes stand behind this place.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Returns the text that stands between `start`, a place before, and this one.
    pub(crate) fn since(&self, start: &Self) -> &'a str {
        start.rest.get(..start.rest.len().saturating_sub(self.rest.len())).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.advance(1);
        }
    }

    /// Passes `literal`, if it stands here to the letter.
    #[inline]
    pub(crate) fn eat(&mut self, literal: &str) -> bool {
        match self.rest.strip_prefix(literal) {
            Some(behind) => {
                self.rest = behind;
                true
            }
            None => false,
        }
    }

    /// Passes `,"name":` of a field, or `{"name":` if it is the `first`, if that stands here to the letter.
    #[inline]
    pub(crate) fn eat_member(&mut self, field: &Field, first: bool) -> bool {
        let expected = field.head ^ if first { u128::from(b',' ^ b'{') } else { 0 };
        let head = self.rest.as_bytes().first_chunk();
        if head.is_none_or(|head| u128::from_le_bytes(*head) & field.mask != expected) {
            return false;
        }
        match self.rest.split_at_checked(field.name.len() + 4) {
            Some((member, behind)) if member.len() <= 16 || spells(member, field.name) => {
                self.rest = behind;
                true
            }
            _ => false,
        }
    }

    /// Passes `byte`, with space before it allowed, if it comes next.
    #[inline]
    pub(crate) fn token(&mut self, byte: u8) -> bool {
        if let Some(behind) = self.rest.strip_prefix(char::from(byte)) {
            self.rest = behind;
            return true;
        }
        matches!(self.peek(), Some(b'\0'..=b' ')) && self.spaced(byte)
    }

    #[cold]
    fn spaced(&mut self, byte: u8) -> bool {
        self.skip_space();
        self.peek().is_some_and(|here| here > b' ') && self.token(byte)
    }

    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Mistake> {
        if self.token(byte) { Ok(()) } else { malformed() }
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
        let text = self.unescaped();
        if self.eat("\"") {
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(text)
    }

    /// Reads what comes before the next quote, backslash or control character.
    #[inline]
    fn unescaped(&mut self) -> &'a str {
        let (text, rest) =
            self.rest.split_at_checked(unescaped(self.rest.as_bytes())).unwrap_or_default();
        self.rest = rest;
        text
    }

    /// Reads the rest of a string that has escapes; the first stands here, behind `text`.
    #[cold]
    fn escaped(&mut self, text: &str) -> Result<Cow<'a, str>, Mistake> {
        let mut text = text.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.advance(1);
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return malformed(),
            }
            text.push_str(self.unescaped());
        }
    }

    fn escape(&mut self) -> Result<char, Mistake> {
        let kind = self.rest.as_bytes().get(1).copied();
        self.advance(2);
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
        char::from_u32(code).map_or_else(malformed, Ok)
    }

    fn hex(&mut self) -> Result<u32, Mistake> {
        let digits = self.rest.get(..4).unwrap_or_default();
        self.advance(4);
        match u32::from_str_radix(digits, 16) {
            Ok(unit) if !digits.starts_with('+') => Ok(unit),
            _ => malformed(),
        }
    }

    /// Reads a number, `true`, `false` or `null`, as it is spelt.
    pub(crate) fn word(&mut self) -> &'a str {
        self.skip_space();
        let length = self.rest.bytes().take_while(|byte| is_word(*byte)).count();
        let word = self.rest.get(..length).unwrap_or_default();
        self.advance(length);
        word
    }

    /// Returns the type of the attribute value that stands here: `S` of `{"S":"text"}`.
    pub(crate) fn tag(&self) -> Result<Cow<'a, str>, Mistake> {
        self.clone().open()
    }

    /// Whether the attribute value that stands here is NULL.
    #[inline]
    pub(crate) fn is_null(&self) -> bool {
        let rest = self.rest.as_bytes();
        // DynamoDB's own spelling tells at once.
        match rest.first_chunk::<3>() {
            Some(b"{\"N") => rest.starts_with(b"{\"NULL\""),
            Some([b'{', b'"', _]) => false,
            _ => self.tag().is_ok_and(|tag| tag == "NULL"),
        }
    }

    /// Reads the text of an attribute value that is like the elements of `set`, in DynamoDB's own spelling and without escapes: what
    /// nearly all strings and numbers are. Anything else is left where it stands.
    #[inline]
    pub(crate) fn plain_scalar(&mut self, set: SetType) -> Option<&'a str> {
        let open = match set {
            SetType::Ss => "{\"S\":\"",
            SetType::Ns => "{\"N\":\"",
            SetType::Bs => "{\"B\":\"",
        };
        self.plain_between(open, "\"}")
    }

    #[inline]
    fn plain_between(&mut self, open: &str, close: &str) -> Option<&'a str> {
        let rest = self.rest.strip_prefix(open)?;
        let (text, rest) = rest.split_at_checked(unescaped(rest.as_bytes()))?;
        self.rest = rest.strip_prefix(close)?;
        Some(text)
    }

    /// Reads a string without escapes. Anything else is left where it stands.
    #[inline(never)]
    pub(crate) fn plain_text(&mut self) -> Option<&'a str> {
        self.plain_between("\"", "\"")
    }

    /// Reads N that DynamoDB spells as few digits, without moving on; returns what stands behind it too.
    #[inline(never)]
    pub(crate) fn plain_decimal(&self) -> Option<(Decimal, Self)> {
        let rest = self.rest.strip_prefix("{\"N\":\"")?.as_bytes();
        let negative = rest.first() == Some(&b'-');
        let start = usize::from(negative);
        // Where the digits behind the point begin, or 0.
        let (mut digits, mut at, mut fraction) = (0_u64, start, 0);
        loop {
            let byte = *rest.get(at)?;
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                // Of too many digits it is another number.
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
            } else if byte == b'.' && fraction == 0 && at > start {
                fraction = at + 1;
            } else {
                break;
            }
            at += 1;
        }
        let behind = Self { rest: self.rest.get(at + 6..)?.strip_prefix("\"}")? };
        let count = at - start - usize::from(fraction > 0);
        if at == fraction || count == 0 || count > Decimal::MAX_DIGITS {
            return None;
        }
        let scale = if fraction > 0 { at - fraction } else { 0 };
        Some((Decimal { negative, digits, scale }, behind))
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

/// Whether `member` is `"name":`, behind what separates it from the one before.
#[inline(never)]
fn spells(member: &str, name: &str) -> bool {
    member.get(2..).and_then(|key| key.strip_suffix("\":")) == Some(name)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
