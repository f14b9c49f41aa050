//! The stored fields of a struct: the names of their attributes, known while compiling.

use crate::schema::{TableSchema, same};

/// A stored field of an [`Item`](crate::codec::Item).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The attribute's name in DynamoDB.
    pub name: &'static str,
    /// The name is its own JSON.
    pub(crate) plain: bool,
    /// The field of a view is a key of its table or of an index.
    key: bool,
    /// The first bytes of `"name":`.
    pub(crate) head: u128,
    /// The bits of `head` that count: none where the name is not its own JSON, so that no text begins with it.
    pub(crate) mask: u128,
}

impl Field {
    /// The field stored under the attribute name `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let (bytes, mut at) = (name.as_bytes(), 0);
        while at < bytes.len() && bytes[at] >= b' ' && bytes[at] != b'"' && bytes[at] != b'\\' {
            at += 1;
        }
        let plain = at == bytes.len();
        let (head, mask) = head_of_key(bytes);
        Self { name, plain, key: false, head, mask: if plain { mask } else { 0 } }
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

/// Returns the first bytes of `"name":`, and the bits of them that there are.
const fn head_of_key(name: &[u8]) -> (u128, u128) {
    let (mut head, mut mask, mut at) = (0, 0, 0);
    while at < 16 && at < name.len() + 3 {
        let byte = match at {
            0 => b'"',
            _ if at <= name.len() => name[at - 1],
            _ if at == name.len() + 1 => b'"',
            _ => b':',
        };
        head |= (byte as u128) << (8 * at);
        mask |= 0xff << (8 * at);
        at += 1;
    }
    (head, mask)
}
