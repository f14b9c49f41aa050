//! What a cursor is of, beside its table and index: so that it is refused where another read would go on with it.

use aws_sdk_dynamodb::types::AttributeValue;
use sha2::{Digest, Sha256};

use crate::error::Mistake;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::Predicate;

/// How the items are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Scan,
    Ascending,
    Descending,
}

/// How the items are read, and which of them. What may change from page to page is not part of it: limits, what is read of each
/// item, the range, and what has expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(super) way: Way,
    /// Of the hash key and the filter.
    pub(super) digest: [u8; DIGEST_BYTES],
}

/// It tells mistakes, not attacks: against those there are signatures.
pub(super) const DIGEST_BYTES: usize = 8;

impl Origin {
    pub(crate) fn new(
        way: Way,
        hash: impl Iterator<Item = Predicate>,
        filter: Option<&Predicate>,
    ) -> Result<Self, Mistake> {
        let mut placeholders = Placeholders::default();
        let mut to = Sha256::new();
        for condition in hash.map(Some).chain([filter.cloned()]) {
            let text = placeholders.condition(condition.as_ref())?;
            part(text.unwrap_or_default().as_bytes(), &mut to);
        }
        let (names, values) = placeholders.in_order();
        for name in names {
            part(name.as_bytes(), &mut to);
        }
        for value in values {
            self::value(value, &mut to);
        }
        let mut digest = [0; DIGEST_BYTES];
        for (to, byte) in digest.iter_mut().zip(to.finalize()) {
            *to = byte;
        }
        Ok(Self { way, digest })
    }

    /// Tells why a read of the origin `read` cannot go on with a cursor of another. None is another: the read never begins anew
    /// in place of going on.
    pub(super) fn check(read: Option<Self>, cursor: Self) -> Result<(), &'static str> {
        const ANOTHER: &str = "the cursor comes from a read with another hash key or filter";
        let read = read.ok_or(ANOTHER)?;
        match (read.way, cursor.way) {
            (Way::Scan, Way::Ascending | Way::Descending) => {
                Err("the cursor comes from a query, not from a scan")
            }
            (Way::Ascending | Way::Descending, Way::Scan) => {
                Err("the cursor comes from a scan, not from a query")
            }
            (own, other) if own != other => {
                Err("the cursor comes from a query in the other direction")
            }
            _ if read.digest != cursor.digest => Err(ANOTHER),
            _ => Ok(()),
        }
    }
}

/// The length goes first, so that no two lists of parts are one text.
fn part(bytes: &[u8], to: &mut Sha256) {
    to.update(bytes.len().to_le_bytes());
    to.update(bytes);
}

fn value(value: &AttributeValue, to: &mut Sha256) {
    // Maps and sets have no order.
    let sorted = |tag: &[u8], set: &mut Vec<&[u8]>, to: &mut Sha256| {
        part(tag, to);
        set.sort_unstable();
        to.update(set.len().to_le_bytes());
        for element in set {
            part(element, to);
        }
    };
    match value {
        AttributeValue::S(text) => sorted(b"S", &mut vec![text.as_bytes()], to),
        AttributeValue::N(text) => sorted(b"N", &mut vec![text.as_bytes()], to),
        AttributeValue::B(blob) => sorted(b"B", &mut vec![blob.as_ref()], to),
        AttributeValue::Bool(value) => sorted(b"BOOL", &mut vec![&[u8::from(*value)]], to),
        AttributeValue::Ss(set) => {
            sorted(b"SS", &mut set.iter().map(String::as_bytes).collect(), to);
        }
        AttributeValue::Ns(set) => {
            sorted(b"NS", &mut set.iter().map(String::as_bytes).collect(), to);
        }
        AttributeValue::Bs(set) => sorted(b"BS", &mut set.iter().map(AsRef::as_ref).collect(), to),
        AttributeValue::L(list) => {
            sorted(b"L", &mut vec![], to);
            to.update(list.len().to_le_bytes());
            for element in list {
                self::value(element, to);
            }
        }
        AttributeValue::M(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            sorted(b"M", &mut vec![], to);
            to.update(entries.len().to_le_bytes());
            for (key, entry) in entries {
                part(key.as_bytes(), to);
                self::value(entry, to);
            }
        }
        _ => part(b"NULL", to),
    }
}
