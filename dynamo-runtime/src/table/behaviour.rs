//! What the mapper writes to a field by itself, as the field declares: versions, timestamps and counters.

use aws_sdk_dynamodb::types::AttributeValue;

use super::DynamoTable;
use crate::codec::decoder::Decoder;
use crate::codec::timestamp::{Timestamp, WriteTime};
use crate::codec::{Attribute, Bounds, Decode, kind};

/// What the mapper writes to an attribute by itself. Derived: one for each field with `#[version]`, `#[created_at]`,
/// `#[updated_at]` or `#[counter]`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Behaviour {
    /// The attribute's name.
    pub name: &'static str,
    pub(crate) action: Action,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    /// Counts the writes of the item; a write requires the version that was read. The field's type holds what the function
    /// accepts.
    Version(fn(&AttributeValue) -> bool, Option<Bounds>),
    /// The time of the first write.
    CreatedAt(WriteTime),
    /// The time of the last write.
    UpdatedAt(WriteTime),
    Counter {
        start: i64,
        step: i64,
        bounds: Option<Bounds>,
    },
}

impl Behaviour {
    /// `#[version]`.
    #[must_use]
    pub const fn version<T: Counted + for<'a> Decode<'a>>(name: &'static str) -> Self {
        Self { name, action: Action::Version(holds::<T>, T::BOUNDS) }
    }

    /// `#[created_at]`.
    #[must_use]
    pub const fn created_at<T: Timestamp>(name: &'static str) -> Self {
        Self { name, action: Action::CreatedAt(T::encode_time) }
    }

    /// `#[updated_at]`.
    #[must_use]
    pub const fn updated_at<T: Timestamp>(name: &'static str) -> Self {
        Self { name, action: Action::UpdatedAt(T::encode_time) }
    }

    /// `#[counter(start = .., step = ..)]`.
    ///
    /// # Panics
    ///
    /// The field's type does not hold `start`: in the const that the derive makes, it does not compile.
    #[must_use]
    pub const fn counter<T: Counted>(name: &'static str, start: i64, step: i64) -> Self {
        if let Some(bounds) = T::BOUNDS {
            #[allow(clippy::cast_lossless, reason = "`From` is not const")]
            let start = start as i128;
            assert!(bounds.hold(start), "the counter's type does not hold its start value");
        }
        Self { name, action: Action::Counter { start, step, bounds: T::BOUNDS } }
    }

    pub(crate) fn is_version(&self) -> bool {
        matches!(self.action, Action::Version(..))
    }
}

/// A type that a version or a counter can have: a number, or an `Option` of one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a version or a counter",
    label = "a version or a counter is a number (N), or an `Option` of one"
)]
pub trait Counted: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: kind::TtlKind>> Counted for T {}

/// A table with a `#[version]` of the type `V`, which is always inferred. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "none of its fields is its version",
    note = "mark one field with `#[version]`"
)]
pub trait Versioned<V>: DynamoTable {
    /// The version's attribute.
    const VERSION: &'static str;
}

/// Whether the value can be read as a `T`.
fn holds<T: for<'a> Decode<'a>>(value: &AttributeValue) -> bool {
    Decoder::attribute(&mut value.clone(), T::decode).is_ok()
}
