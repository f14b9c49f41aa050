//! A part of a table's item that is read in its place.

use crate::codec::Field;
use crate::codec::{Decode, Item};
use crate::expr::path::Path;
use crate::table::DynamoTable;

/// A struct with some of the fields of a table's item, read in its place. Derived: `#[derive(DynamoView)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view of a table",
    label = "derive `DynamoView` for it, and name the table: `#[view(of = Log)]`"
)]
pub trait View: Item + for<'a> Decode<'a> + Send + 'static {
    /// The table's item.
    type Of: DynamoTable;
}

/// Returns the field of a view that reads what the table's `path` leads to, for the derive.
#[must_use]
pub const fn view_field<T, V, R>(path: Path<T, V, R>) -> Field {
    path.into_field()
}
