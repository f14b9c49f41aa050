//! The bytes of a cursor's text: version, table, index, origin, and the position of each segment.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::origin::DIGEST_BYTES;
use super::{Cursor, Origin, Position, Way};
use crate::codec::Attributes;

/// Another layout takes another number.
const VERSION: u8 = 2;

const SCAN: u8 = 0;
const ASCENDING: u8 = 1;
const DESCENDING: u8 = 2;

const BEGINNING: u8 = 0;
const BEHIND: u8 = 1;
const END: u8 = 2;

pub(super) fn write(cursor: &Cursor) -> Vec<u8> {
    let mut to = vec![VERSION];
    part(&mut to, cursor.table.as_bytes());
    // No index has an empty name.
    part(&mut to, cursor.index.as_deref().unwrap_or_default().as_bytes());
    to.push(match cursor.origin.way {
        Way::Scan => SCAN,
        Way::Ascending => ASCENDING,
        Way::Descending => DESCENDING,
    });
    to.extend(cursor.origin.digest);
    number(&mut to, cursor.positions.len());
    for position in &cursor.positions {
        match position {
            Position::Beginning => to.push(BEGINNING),
            Position::Behind(key) => behind(&mut to, key),
            Position::End => to.push(END),
        }
    }
    to
}

fn behind(to: &mut Vec<u8>, key: &Attributes) {
    to.push(BEHIND);
    number(to, key.len());
    let mut key: Vec<_> = key.iter().collect();
    key.sort_unstable_by_key(|(name, _)| *name);
    for (name, value) in key {
        part(to, name.as_bytes());
        let (ty, value) = match value {
            AttributeValue::S(text) => (b'S', text.as_bytes()),
            AttributeValue::N(text) => (b'N', text.as_bytes()),
            AttributeValue::B(blob) => (b'B', blob.as_ref()),
            _ => unreachable!("checked by Position::behind"),
        };
        to.push(ty);
        part(to, value);
    }
}

fn part(to: &mut Vec<u8>, bytes: &[u8]) {
    number(to, bytes.len());
    to.extend(bytes);
}

/// Seven bits a byte, the lowest first; the highest bit says that there is more.
fn number(to: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        to.push(0x80 | low_bits(number));
        number >>= 7;
    }
    to.push(low_bits(number));
}

fn low_bits(number: usize) -> u8 {
    (number & 0x7f).to_le_bytes()[0]
}

/// Reads what `write` has written; `None` of anything else.
pub(super) fn read(bytes: &[u8]) -> Option<Cursor> {
    let mut from = Reader(bytes);
    if from.byte()? != VERSION {
        return None;
    }
    let (table, index) = (from.text()?, from.text()?);
    let origin = from.origin()?;
    let segments = from.number()?;
    // A position has at least one byte; more than there are would only be allocated.
    if segments > from.0.len() {
        return None;
    }
    let positions = (0..segments).map(|_| from.position()).collect::<Option<_>>()?;
    let index = Some(index).filter(|index| !index.is_empty());
    from.0.is_empty().then_some(Cursor { table, index, origin, positions })
}

/// The bytes that are left.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..28).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn part(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (part, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(part)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.part()?.to_vec()).ok()
    }

    fn origin(&mut self) -> Option<Origin> {
        let way = match self.byte()? {
            SCAN => Way::Scan,
            ASCENDING => Way::Ascending,
            DESCENDING => Way::Descending,
            _ => return None,
        };
        let (digest, rest) = self.0.split_first_chunk::<DIGEST_BYTES>()?;
        self.0 = rest;
        Some(Origin { way, digest: *digest })
    }

    fn position(&mut self) -> Option<Position> {
        Some(match self.byte()? {
            BEGINNING => Position::Beginning,
            BEHIND => Position::Behind(self.key()?),
            END => Position::End,
            _ => return None,
        })
    }

    fn key(&mut self) -> Option<Attributes> {
        let mut key = Attributes::new();
        for _ in 0..self.number()? {
            let name = self.text()?;
            let value = match self.byte()? {
                b'S' => AttributeValue::S(self.text()?),
                b'N' => AttributeValue::N(self.text()?),
                b'B' => AttributeValue::B(Blob::new(self.part()?)),
                _ => return None,
            };
            key.insert(name, value);
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{hash_map, vec};
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    fn value() -> impl Strategy<Value = AttributeValue> {
        prop_oneof![
            any::<String>().prop_map(AttributeValue::S),
            any::<i128>().prop_map(|number| AttributeValue::N(format!("{number}.0E+3"))),
            vec(any::<u8>(), 0..300).prop_map(|bytes| AttributeValue::B(Blob::new(bytes))),
        ]
    }

    fn position() -> impl Strategy<Value = Position> {
        prop_oneof![
            Just(Position::Beginning),
            hash_map(any::<String>(), value(), 1..6).prop_map(Position::Behind),
            Just(Position::End),
        ]
    }

    fn cursor() -> impl Strategy<Value = Cursor> {
        let index = proptest::option::of("[a-zA-Z0-9_.-]{3,255}");
        let way = prop_oneof![Just(Way::Scan), Just(Way::Ascending), Just(Way::Descending)];
        let origin = (way, any::<[u8; DIGEST_BYTES]>());
        let origin = origin.prop_map(|(way, digest)| Origin { way, digest });
        (any::<String>(), index, origin, vec(position(), 1..9)).prop_map(
            |(table, index, origin, positions)| Cursor { table, index, origin, positions },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

        #[test]
        fn a_cursor_is_what_its_text_says(cursor in cursor()) {
            let text = cursor.to_string();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            prop_assert!(text.bytes().all(plain), "safe in a URL");
            prop_assert_eq!(&text.parse::<Cursor>().expect("its own text"), &cursor);
            prop_assert!(text[..text.len() - 1].parse::<Cursor>().is_err(), "cut");
            prop_assert!(format!("{text}AAAA").parse::<Cursor>().is_err(), "more");
        }

        #[test]
        fn any_text_is_a_cursor_or_an_error(text in any::<String>(), bytes in vec(any::<u8>(), 0..60)) {
            let _ = text.parse::<Cursor>();
            let _ = read(&bytes);
            let _ = read(&[&[VERSION], &*bytes].concat());
        }

        #[test]
        fn a_changed_text_is_a_cursor_or_an_error(
            cursor in cursor(),
            changes in vec((any::<Index>(), any::<u8>()), 1..5),
        ) {
            let mut bytes = write(&cursor);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(read) = read(&bytes) {
                let _ = read.to_string();
            }
        }
    }

    #[test]
    fn another_version_is_refused() {
        let rest = [0; 3 + DIGEST_BYTES + 1];
        assert!(read(&[&[VERSION], &rest[..]].concat()).is_some());
        assert!(read(&[&[VERSION + 1], &rest[..]].concat()).is_none());
    }

    #[test]
    fn debug_shows_no_key() {
        let key = Attributes::from([("id".to_owned(), AttributeValue::S("secret".to_owned()))]);
        let positions = vec![Position::Behind(key)];
        let origin = Origin { way: Way::Scan, digest: [0; DIGEST_BYTES] };
        let cursor = Cursor { table: "Log".to_owned(), index: None, origin, positions };
        let shown = format!("{cursor:?}");
        assert!(shown.contains("Log") && !shown.contains("secret"), "{shown}");
    }
}
