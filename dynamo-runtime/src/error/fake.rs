//! Errors as operations return them, made by tests for what stands in for a table.

use super::{Error, ErrorKind, Refusal, Wrote};
use crate::attributes::Attributes;

impl Error {
    /// Returns an error of this kind, for a fake in a test. The feature `test-util` turns it on.
    ///
    /// It has nothing but its kind until it is given more: [`with_code`](Self::with_code), [`with_item`](Self::with_item),
    /// [`with_refusal`](Self::with_refusal) and [`with_answer_lost`](Self::with_answer_lost).
    ///
    /// ```
    /// use dynamo_runtime::{Error, ErrorKind, Refusal};
    ///
    /// let throttled = Error::fake(ErrorKind::Throttled).with_code("ThrottlingException");
    /// assert!(throttled.is_retryable());
    /// assert_eq!(throttled.code(), Some("ThrottlingException"));
    ///
    /// let duplicate = Error::fake(ErrorKind::ConditionFailed).with_refusal(Refusal::Exists);
    /// assert_eq!(duplicate.refusal(), Some(Refusal::Exists));
    /// ```
    #[must_use]
    pub fn fake(kind: ErrorKind) -> Self {
        Self::new(kind, format!("fake: {kind}"))
    }

    /// The same, with this code of the service: see [`code`](Self::code).
    #[must_use]
    pub fn with_code(self, code: &str) -> Self {
        self.of_answer(Some(code), None)
    }

    /// The same, about this stored item: see [`item`](Self::item), [`key`](Self::key) and [`current_item`](Self::current_item).
    ///
    /// ```
    /// use dynamo_runtime::{DynamoTable, Error, ErrorKind};
    ///
    /// #[derive(Debug, PartialEq, DynamoTable)]
    /// struct Order {
    ///     #[hash_key]
    ///     id: String,
    /// }
    ///
    /// # fn main() -> Result<(), Error> {
    /// let stored = Order { id: "a1".into() };
    /// let error = Error::fake(ErrorKind::ConditionFailed).with_item(stored.to_item()?);
    /// assert_eq!(error.current_item::<Order>().transpose()?, Some(stored));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_item(self, item: Attributes) -> Self {
        self.of_item(Some(item))
    }

    /// The same, of a write that was refused for this: see [`refusal`](Self::refusal). Errors of another kind than
    /// [`ConditionFailed`](ErrorKind::ConditionFailed) have none.
    #[must_use]
    pub fn with_refusal(self, refusal: Refusal) -> Self {
        self.refused(refusal)
    }

    /// The same, of a write whose answer was lost: [`may_have_been_written`](Self::may_have_been_written) is `true`.
    #[must_use]
    pub fn with_answer_lost(self) -> Self {
        self.wrote(Wrote::Perhaps)
    }
}
