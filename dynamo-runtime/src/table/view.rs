//! A part of a table's item that is read in its place.

use crate::codec::{Decode, Item};

/// A struct with some of the fields of a table's item `T`, read in its place. Derived: `#[derive(DynamoView)]`.
///
/// ```
/// use dynamo_runtime::{DynamoTable, DynamoView};
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     status: String,
///     message: String,
/// }
///
/// #[derive(DynamoView)]
/// #[view(of = Log)]
/// struct LogSummary {
///     updated_at: String,
///     status: String,
/// }
///
/// # fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let summaries = Log::table(&client).scan().view::<LogSummary>();
/// assert_eq!(summaries.input()?.get_projection_expression().as_deref(), Some("#0, #1"));
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view of `{T}`",
    label = "derive `DynamoView` for it, and name the table: `#[view(of = {T})]`"
)]
pub trait View<T>: Item + for<'a> Decode<'a> + Send + 'static {}

/// A type that is stored as a table's field of type `V` is: `V` alone.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the field has type `{Self}` in the view, but type `{V}` in the table",
    label = "expected `{V}`, the type of the field in the table"
)]
pub trait StoredAs<V> {}

impl<V> StoredAs<V> for V {}
