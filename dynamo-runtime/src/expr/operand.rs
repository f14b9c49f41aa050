//! What stands on a side of a comparison: a path, a size or a value in, its place in an expression out.

use super::by;
use super::condition::Size;
use super::path::{DocumentPath, Path};
use super::placeholders::Writer;
use crate::codec::value::{IntoValue, Value};
use crate::codec::{Attribute, kind};
use crate::error::Mistake;

/// One side of a comparison: an attribute, the size of one, or a value.
///
/// Its `Debug` does not show the value.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub struct Operand(Side);

#[derive(Debug, Clone, PartialEq)]
enum Side {
    Path(DocumentPath),
    Size(DocumentPath),
    Value(Value),
}

impl Operand {
    pub(super) fn path(path: DocumentPath) -> Self {
        Self(Side::Path(path))
    }

    pub(super) fn size(path: DocumentPath) -> Self {
        Self(Side::Size(path))
    }

    pub(super) fn value(value: Value) -> Self {
        Self(Side::Value(value))
    }

    /// Returns the attribute, if it is one.
    pub(super) fn document(&self) -> Option<&DocumentPath> {
        match &self.0 {
            Side::Path(path) => Some(path),
            Side::Size(_) | Side::Value(_) => None,
        }
    }

    /// Whether it reads the top-level attribute `name`.
    pub(super) fn names(&self, name: &str) -> bool {
        match &self.0 {
            Side::Path(path) | Side::Size(path) => path.root == name,
            Side::Value(_) => false,
        }
    }

    pub(super) fn write(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        match &self.0 {
            Side::Path(path) => to.path(path)?,
            Side::Size(path) => {
                to.raw("size(");
                to.path(path)?;
                to.raw(")");
            }
            Side::Value(value) => to.value(value)?,
        }
        Ok(())
    }
}

/// What an attribute of type `V` can be compared with: a value, the path of an attribute of the same item and type, or, of a
/// number, the [`size`](Path::size) of an attribute. For an `Option`, what can stand for the type in it too.
///
/// `M` only tells them apart; it is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot be compared with `{Self}`",
    label = "expected a value of type `{V}`, or the path of one",
    note = "two attributes of an item can be compared if they have the same type; a number can also be compared with the `size()` of an attribute",
    note = "compare an `Option` attribute with the value inside, without `Some`"
)]
pub trait IntoOperand<T, V, M> {
    /// Returns the side of the comparison.
    fn into_operand(self) -> Operand;
}

impl<T, V, X: IntoValue<V>> IntoOperand<T, V, by::Value> for X {
    fn into_operand(self) -> Operand {
        Operand::value(self.into_value())
    }
}

#[diagnostic::do_not_recommend]
impl<T, V, W, R> IntoOperand<T, V, by::Path> for Path<T, W, R>
where
    V: Attribute,
    W: Attribute<Required = V::Required>,
{
    fn into_operand(self) -> Operand {
        Operand::path(self.document)
    }
}

#[diagnostic::do_not_recommend]
impl<T, W, R> IntoOperand<T, Size<T>, by::Path> for Path<T, W, R>
where
    W: Attribute<Kind: kind::Numeric>,
{
    fn into_operand(self) -> Operand {
        Operand::path(self.document)
    }
}

#[diagnostic::do_not_recommend]
impl<T, V> IntoOperand<T, V, by::Size> for Size<T>
where
    V: Attribute<Kind: kind::Numeric>,
{
    fn into_operand(self) -> Operand {
        Operand::size(self.path)
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoOperand<T, Self, by::Size> for Size<T> {
    fn into_operand(self) -> Operand {
        Operand::size(self.path)
    }
}

/// Bytes or elements, counted.
#[diagnostic::do_not_recommend]
impl<T> IntoOperand<T, Size<T>, by::Value> for u64 {
    fn into_operand(self) -> Operand {
        Operand::value(Value::of(&self))
    }
}
