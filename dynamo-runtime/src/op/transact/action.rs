//! An action of a transaction whatever its type, so that a list can have several kinds.

use std::fmt;
use std::sync::Arc;

use super::check::ConditionCheck;
use crate::codec::Attributes;
use crate::error::{Error, Refusal};
use crate::op::one::delete::Delete;
use crate::op::one::put::Put;
use crate::op::one::returning::Returning;
use crate::op::one::update::Update;
use crate::op::shared::transaction::part::Part;
use crate::table::DynamoTable;

/// A put, update, delete or check, whatever its type: what a loop collects for a
/// [`TransactWrite`](crate::TransactWrite).
///
/// The current item of its [`Reason`](crate::op::Reason) is [`Attributes`], which
/// [`DynamoTable::from_item`](crate::table::DynamoTable::from_item) reads.
///
/// ```no_run
/// # use dynamo_runtime::{DynamoTable, TransactWrite};
/// # #[derive(DynamoTable)]
/// # struct Product {
/// #     #[hash_key]
/// #     sku: String,
/// #     stock: u32,
/// # }
/// use dynamo_runtime::op::Action;
///
/// # async fn example(client: aws_sdk_dynamodb::Client, wanted: Vec<(String, u32)>, gone: Vec<String>) -> Result<(), dynamo_runtime::Error> {
/// let products = Product::table(&client);
/// let mut actions: Vec<Action> = Vec::new();
/// for (sku, count) in &wanted {
///     actions.push(products.update(sku).set(Product::STOCK, Product::STOCK - *count).into());
/// }
/// actions.extend(gone.iter().map(|sku| products.delete(sku).into()));
/// TransactWrite::new(&client, actions).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Action<'a>(pub(super) Arc<dyn Act + 'a>);

/// What can be an action of a transaction.
pub(super) trait Act: Send + Sync {
    /// The action, and what is written beside its item.
    fn parts(&self) -> Result<Vec<Part>, Error>;
    /// What stood in its way, where its condition does not hold for the `current` item.
    fn refusal(&self, current: Option<&Attributes>) -> Refusal;
}

macro_rules! acts {
    ($([$($generics:tt)*] $operation:ty;)*) => {$(
        impl<$($generics)*> Act for $operation {
            fn parts(&self) -> Result<Vec<Part>, Error> {
                Self::parts(self)
            }

            fn refusal(&self, current: Option<&Attributes>) -> Refusal {
                Self::refusal(self, current)
            }
        }
    )*};
}

acts! {
    [T: DynamoTable, R: Returning<T>] Put<'_, T, R>;
    [T: DynamoTable, R: Returning<T>] Update<T, R>;
    [T: DynamoTable, R: Returning<T>] Delete<T, R>;
    [T: DynamoTable] ConditionCheck<T>;
}

macro_rules! from {
    ($([$($generics:tt)*] $operation:ty;)*) => {$(
        impl<'a, $($generics)*> From<$operation> for Action<'a> {
            fn from(operation: $operation) -> Self {
                Self(Arc::new(operation))
            }
        }
    )*};
}

from! {
    [T: DynamoTable, R: Returning<T> + 'a] Put<'a, T, R>;
    [T: DynamoTable, R: Returning<T> + 'a] Update<T, R>;
    [T: DynamoTable, R: Returning<T> + 'a] Delete<T, R>;
    [T: DynamoTable] ConditionCheck<T>;
}

impl fmt::Debug for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Action(..)")
    }
}
