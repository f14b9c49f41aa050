//! The stored fields of a struct: the names of their attributes, known while compiling.

use crate::schema::{TableSchema, same};

/// A stored field of an [`Item`](crate::codec::Item).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The attribute's name in DynamoDB.
    pub name: &'static str,
    /// `,"name":{"S":"`, where the name is its own JSON and this holds it.
    spelt: [u8; Self::SPELT],
    /// How many bytes of it that are; 0 where it does not hold the name.
    length: u8,
    /// The field of a view is a key of its table or of an index.
    key: bool,
    /// The first bytes of `,"name":`.
    pub(crate) head: u128,
    /// The bits of `head` that count: none where the name is not its own JSON, so that no text begins with it.
    pub(crate) mask: u128,
}

impl Field {
    /// The bytes of a key as it is written, with what stands around it, that every field has.
    pub(crate) const SPELT: usize = 32;

    /// The field stored under the attribute name `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let (bytes, mut at) = (name.as_bytes(), 0);
        while at < bytes.len() && bytes[at] >= b' ' && bytes[at] != b'"' && bytes[at] != b'\\' {
            at += 1;
        }
        let plain = at == bytes.len();
        let (head, mask) = head_of_key(bytes);
        let (spelt, length) = if plain { spelt(bytes) } else { ([0; Self::SPELT], 0) };
        Self { name, spelt, length, key: false, head, mask: if plain { mask } else { 0 } }
    }

    /// Returns `,"name":{"S":"` with bytes behind it, and its length; `None` where it is long, or the name is not its own JSON.
    #[inline]
    pub(crate) fn spelt(&self) -> Option<(&[u8; Self::SPELT], usize)> {
        (self.length > 0).then_some((&self.spelt, usize::from(self.length)))
    }

    /// The field of a view, for the derive.
    pub(crate) const fn of_view(name: &'static str, table: &TableSchema) -> Self {
        Self { key: table.is_key(name), ..Self::new(name) }
    }

    /// Whether the field of a view is a key, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_key(&self) -> bool {
        self.key
    }

    const fn is_among(self, others: &[Self]) -> bool {
        let mut other = 0;
        while other < others.len() {
            if same(self.name, others[other].name) {
                return true;
            }
            other += 1;
        }
        false
    }
}

/// The attributes that a flattened type may have.
#[derive(Debug)]
pub struct Names {
    fields: &'static [&'static [Field]],
    /// Those of what is flattened into it.
    within: &'static [&'static Self],
    any: bool,
}

impl Names {
    /// A map takes all that no field names.
    pub(crate) const ANY: Self = Self { fields: &[], within: &[], any: true };

    /// The names of fields, and of what stands among them.
    #[must_use]
    pub const fn new(
        fields: &'static [&'static [Field]],
        within: &'static [&'static Self],
    ) -> Self {
        Self { fields, within, any: false }
    }

    /// The names of the flattened field that is the `at`th.
    #[must_use]
    pub const fn within(&self, at: usize) -> &'static Self {
        self.within[at]
    }

    pub(crate) fn have(&self, name: &str) -> bool {
        self.any
            || self.fields.iter().copied().flatten().any(|field| field.name == name)
            || self.within.iter().any(|names| names.have(name))
    }
}

/// Refuses what is flattened into a struct that has an attribute of one of its names.
///
/// # Panics
///
/// So that it does not compile.
pub const fn fields_differ(flattened: &[Field], others: &[&[Field]]) {
    let mut at = 0;
    while at < flattened.len() {
        let mut other = 0;
        while other < others.len() {
            let repeated = flattened[at].is_among(others[other]);
            assert!(
                !repeated,
                "a flattened field and the struct have an attribute of the same name; rename one of them"
            );
            other += 1;
        }
        at += 1;
    }
}

/// Returns `,"name":{"S":"`, and its length: 0 where it has more bytes than a field has room for.
#[allow(clippy::cast_possible_truncation, reason = "it is no longer than the room")]
const fn spelt(name: &[u8]) -> ([u8; Field::SPELT], u8) {
    let (before, behind) = (b",\"", b"\":{\"S\":\"");
    let mut spelt = [0; Field::SPELT];
    let length = before.len() + name.len() + behind.len();
    if length > spelt.len() {
        return (spelt, 0);
    }
    let mut at = 0;
    while at < length {
        spelt[at] = if at < before.len() {
            before[at]
        } else if at < before.len() + name.len() {
            name[at - before.len()]
        } else {
            behind[at - before.len() - name.len()]
        };
        at += 1;
    }
    (spelt, length as u8)
}

/// Returns the first bytes of `,"name":`, and the bits of them that there are.
const fn head_of_key(name: &[u8]) -> (u128, u128) {
    let (mut head, mut mask, mut at) = (0, 0, 0);
    while at < 16 && at < name.len() + 4 {
        let byte = match at {
            0 => b',',
            1 => b'"',
            _ if at < name.len() + 2 => name[at - 2],
            _ if at == name.len() + 2 => b'"',
            _ => b':',
        };
        head |= (byte as u128) << (8 * at);
        mask |= 0xff << (8 * at);
        at += 1;
    }
    (head, mask)
}
