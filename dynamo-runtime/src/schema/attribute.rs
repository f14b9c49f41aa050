//! Attributes as a schema names them: keys with their scalar types, fields with any type.

use super::same;

/// A key attribute's name and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttributeDefinition {
    /// The attribute's name.
    pub name: &'static str,
    /// The attribute's type.
    pub ty: ScalarType,
}

impl AttributeDefinition {
    /// Returns the name of an attribute of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// It has another name than the entity says: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn called(self, name: &str) -> &'static str {
        assert!(
            same(self.name, name),
            "the attribute of the table has another name there; use that one"
        );
        self.name
    }
}

/// The types that a key attribute can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
}

/// A stored field of the struct. Attributes of flattened fields are not among them, but for a tag that is the key of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSchema {
    /// The attribute's name.
    pub name: &'static str,
    /// The attribute's type.
    pub ty: AttributeType,
    /// Items may be without the attribute.
    pub optional: bool,
}

/// The types that an attribute can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
    /// A boolean.
    Bool,
    /// A list.
    L,
    /// A map.
    M,
    /// A set of strings.
    Ss,
    /// A set of numbers.
    Ns,
    /// A set of bytes.
    Bs,
    /// NULL, which no Rust type is stored as, but items of other programs may hold.
    Null,
    /// Any of them: what serde writes, or the SDK's `AttributeValue` holds.
    Any,
}

impl From<ScalarType> for AttributeType {
    fn from(ty: ScalarType) -> Self {
        match ty {
            ScalarType::S => Self::S,
            ScalarType::N => Self::N,
            ScalarType::B => Self::B,
        }
    }
}
