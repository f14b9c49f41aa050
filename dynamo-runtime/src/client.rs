//! The SDK's client with the mapper's settings, a table reached through it, and how its requests travel.

pub(crate) mod dynamo;
pub(crate) mod retries;
pub(crate) mod watch;
pub(crate) mod wire;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;

use self::dynamo::Dynamo;
use self::watch::Watched;
use crate::error::Error;
use crate::schema::checked_table_name;

/// A table's client and name.
#[derive(Clone)]
pub(crate) struct TableAt {
    pub(crate) dynamo: Dynamo,
    pub(crate) name: Arc<str>,
    meter: Option<Meter>,
    /// A request is sent once: the SDK does not send it again.
    pub(crate) once: bool,
    /// A caller has changed the request, so that the SDK writes it: there may be members in it that the mapper does not know.
    pub(crate) custom: bool,
    /// The operation that goes on here, if somebody is told of it.
    watched: OnceLock<Arc<Watched>>,
}

/// The capacity units that writes have consumed.
#[derive(Clone, Default)]
pub(crate) struct Meter(Arc<Mutex<f64>>);

impl Meter {
    /// Returns the units.
    pub(crate) fn units(&self) -> f64 {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TableAt {
    pub(crate) fn new(dynamo: Dynamo, name: Arc<str>) -> Self {
        Self { dynamo, name, meter: None, once: false, custom: false, watched: OnceLock::new() }
    }

    /// The same, without the SDK's own retries: of what the mapper sends again.
    pub(crate) fn once(&self) -> Self {
        Self { once: true, ..self.clone() }
    }

    pub(crate) fn client(&self) -> &aws_sdk_dynamodb::Client {
        self.dynamo.client()
    }

    /// The same, with a meter of what writes consume.
    pub(crate) fn metered(&self) -> (Self, Meter) {
        let meter = Meter::default();
        (Self { meter: Some(meter.clone()), ..self.clone() }, meter)
    }

    /// Returns a request's `ReturnConsumedCapacity`.
    pub(crate) fn wanted_capacity(&self) -> Option<ReturnConsumedCapacity> {
        let wanted = self.meter.is_some() || self.dynamo.asks_capacity();
        wanted.then_some(ReturnConsumedCapacity::Total)
    }

    /// Counts what the answer to a request has `consumed`, if it was asked for: in the meter, and in the operation's call.
    pub(crate) fn meter(&self, consumed: impl FnOnce() -> Result<f64, Error>) -> Result<(), Error> {
        let is_noted = self.watched.get().is_some() && self.dynamo.asks_capacity();
        if self.meter.is_none() && !is_noted {
            return Ok(());
        }
        self.consumed(consumed()?);
        Ok(())
    }

    /// Counts what the answer to a request has consumed.
    pub(crate) fn consumed(&self, consumed: f64) {
        if let Some(Meter(units)) = &self.meter {
            *units.lock().unwrap_or_else(PoisonError::into_inner) += consumed;
        }
        self.note(|call| call.consumed(consumed));
    }

    /// Returns the name, if it is one that DynamoDB takes, or an ARN.
    pub(crate) fn checked_name(&self) -> Result<&str, Error> {
        let name = &*self.name;
        if name.starts_with("arn:") { Ok(name) } else { checked_table_name(name) }
    }
}

impl fmt::Debug for TableAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}
