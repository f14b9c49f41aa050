//! Cursors as reads return them, made by tests for what stands in for a table.

use aws_sdk_dynamodb::types::AttributeValue;

use super::origin::DIGEST_BYTES;
use super::{Cursor, Origin, Position, Way};
use crate::codec::Attributes;

/// What a fake's cursor has in place of a table's name and a key's. No table's name is so short.
const FAKE: &str = "-";

impl Cursor {
    /// Returns a cursor of a fake's, that stands at this position, such as the number of items before it. The feature `test-util`
    /// turns it on.
    ///
    /// It has a text and can be signed like any other. A read of a table refuses it with
    /// [`InvalidCursor`](crate::ErrorKind::InvalidCursor).
    #[must_use]
    pub fn fake(position: usize) -> Self {
        let position = AttributeValue::N(position.to_string());
        Self {
            table: FAKE.to_owned(),
            index: None,
            origin: Origin { way: Way::Scan, digest: [0; DIGEST_BYTES] },
            positions: vec![Position::Behind(Attributes::from([(FAKE.to_owned(), position)]))],
        }
    }

    /// Returns where the cursor of a fake's stands; `None` of one that a read has made.
    #[must_use]
    pub fn fake_position(&self) -> Option<usize> {
        let [Position::Behind(key)] = &*self.positions else { return None };
        let position = key.get(FAKE).filter(|_| self.table == FAKE)?;
        position.as_n().ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_a_fake_goes_through_its_text() {
        for position in [0, 7, usize::MAX] {
            let cursor = Cursor::fake(position);
            let read: Cursor = cursor.to_string().parse().expect("a cursor");
            assert_eq!(read.fake_position(), Some(position));
            assert_eq!(read, cursor);
        }
    }
}
