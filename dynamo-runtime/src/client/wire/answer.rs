//! What a call returned, in; what is read of it, out: from the body at once, or else of what the SDK parses.

use std::sync::Arc;

use aws_sdk_dynamodb::types::ConsumedCapacity;
use aws_smithy_types::body::SdkBody;

use crate::codec::Attributes;
use crate::error::{Error, Mistake};

/// A successful response. Public only because a hidden method of a public trait takes it.
pub struct Answer<O> {
    pub(crate) table: Arc<str>,
    pub(crate) operation: &'static str,
    /// What the SDK has left for us to read.
    pub(crate) body: Option<SdkBody>,
    /// What the SDK has parsed: all there is where there is no body, and nothing where there is one.
    pub(crate) output: O,
    /// Parses a body as the SDK does; `None` where it is no answer of DynamoDB.
    pub(crate) parse: fn(SdkBody) -> Option<O>,
}

/// What the SDK has parsed of a response about one item.
#[derive(Debug, Clone)]
pub struct Found {
    pub(crate) item: Option<Attributes>,
    /// In capacity units.
    consumed: f64,
}

impl Found {
    pub(crate) fn new(item: Option<Attributes>, consumed: Option<ConsumedCapacity>) -> Self {
        let consumed = consumed.and_then(|consumed| consumed.capacity_units());
        Self { item, consumed: consumed.unwrap_or_default() }
    }
}

impl Answer<Found> {
    /// Returns what the operation has consumed, in capacity units; 0 where the request did not ask for it.
    pub(crate) fn consumed(&self) -> Result<f64, Error> {
        self.clone().read(super::consumed, |found| Ok(found.consumed))
    }
}

impl<O: Clone> Clone for Answer<O> {
    fn clone(&self) -> Self {
        let Self { table, operation, body, output, parse } = self;
        let (body, output) = (body.as_ref().and_then(SdkBody::try_clone), output.clone());
        Self { table: table.clone(), operation, body, output, parse: *parse }
    }
}

impl<O> Answer<O> {
    /// Reads the body with `fast`. What that does not take, the SDK parses, and `slow` reads: so both wires return the same,
    /// as long as what `fast` takes, the SDK takes too, and means the same by it.
    pub(crate) fn read<T>(
        self,
        fast: impl FnOnce(&SdkBody) -> Result<T, Mistake>,
        slow: impl FnOnce(O) -> Result<T, Mistake>,
    ) -> Result<T, Error> {
        let output = match self.body {
            Some(body) => match fast(&body) {
                Ok(read) => return Ok(read),
                Err(_) => (self.parse)(body)
                    .ok_or_else(|| Error::no_answer(&self.table, self.operation))?,
            },
            None => self.output,
        };
        slow(output).map_err(|mistake| Error::decode(&self.table, &mistake))
    }

    /// The answer with `output` in the place of what it returns, which is nothing.
    pub(crate) fn returning(self, output: O) -> Result<Self, Error> {
        let returning = Self::of(self.table.clone(), output);
        self.read(super::nothing, |_| Ok(()))?;
        Ok(returning)
    }

    /// An answer from `table` that holds `output`.
    pub(crate) fn of(table: Arc<str>, output: O) -> Self {
        Self { table, operation: "", body: None, output, parse: |_| None }
    }
}
