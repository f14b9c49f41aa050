//! What stood in the way of a write whose condition does not hold.

use std::fmt;

use super::{Error, ErrorKind};

/// What stood in the way of a write whose condition does not hold: see [`Error::refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// An insert found an item with its key.
    Exists,
    /// There is no item with the key.
    Missing,
    /// The item has another version than the one that was read: somebody else has written it since. Read it again.
    Version,
    /// Another item has the value of an attribute with `#[unique]`.
    NotUnique {
        /// The attribute's name.
        attribute: &'static str,
    },
    /// The item does not meet the condition of the caller, or a guard that its types imply.
    Condition,
}

impl Refusal {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Exists => "an item with this key exists already",
            Self::Missing => "there is no item with this key",
            Self::Version => "the item has been changed since it was read",
            Self::NotUnique { .. } => "another item has the value of a unique attribute",
            Self::Condition => "the item does not meet the condition of the write",
        }
    }
}

/// A sentence without a full stop, such as `an item with this key exists already`.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

impl Error {
    /// Returns what stood in the way of a put, insert, update, delete or statement of PartiQL that is
    /// [`ConditionFailed`](ErrorKind::ConditionFailed); `None` of any other error. Of a request that was customized, which may
    /// have another condition, it is [`Refusal::Condition`].
    ///
    /// ```no_run
    /// # use dynamo_runtime::{DynamoTable, Refusal};
    /// # #[derive(DynamoTable)]
    /// # struct Order {
    /// #     #[hash_key]
    /// #     id: String,
    /// # }
    /// # async fn example(orders: OrderTable, order: Order) -> Result<&'static str, dynamo_runtime::Error> {
    /// match orders.insert(&order).await {
    ///     Ok(()) => Ok("stored"),
    ///     Err(error) if error.refusal() == Some(Refusal::Exists) => Ok("stored before"),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let refused = self.kind() == ErrorKind::ConditionFailed;
        refused.then(|| self.about_refusal().unwrap_or(Refusal::Condition))
    }
}
