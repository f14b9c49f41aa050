//! The SDK's client with the mapper's settings.

use std::fmt;
use std::sync::{Arc, Once};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;

use super::retries::Retries;
use super::watch::{Call, Observers};
use super::wire::{Slim, Wire};

/// An SDK client and the settings that hold for all tables reached through it. Cheap to clone.
///
/// Every entry point takes `impl Into<Dynamo>`: a plain client does where no setting is needed.
///
/// ```no_run
/// # fn example(client: aws_sdk_dynamodb::Client) {
/// use dynamo_runtime::Dynamo;
///
/// let dynamo = Dynamo::new(client).table_prefix("staging-");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Dynamo {
    client: Client,
    table_prefix: String,
    wire: Wire,
    /// What [`Wire::Slim`] has learnt.
    slim: Option<Slim>,
    clock: Clock,
    retries: Retries,
    observers: Option<Arc<Observers>>,
}

/// What tells the time.
#[derive(Clone)]
struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Dynamo {
    /// The client without further settings.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let wire = wire_of(&client);
        Self {
            wire,
            slim: (wire == Wire::Slim).then(|| Slim::new(&client, false)),
            client,
            table_prefix: String::new(),
            clock: Clock(Arc::new(SystemTime::now)),
            retries: Retries::default(),
            observers: None,
        }
    }

    /// Puts `prefix` before every table's default name, so that one account can hold several environments.
    #[must_use]
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.table_prefix = prefix.into();
        self
    }

    /// Chooses how items travel between structs and the service. Unless said, [`Wire::Slim`], and [`Wire::Sdk`] where the client's
    /// configuration has interceptors: one that encrypts items, decrypts them, or refuses those of another tenant, has to see
    /// them.
    ///
    /// [`Wire::Json`] bypasses such interceptors: they see a PutItem's input without its item, and the outputs of all operations
    /// empty. Name it for a client whose interceptors look at neither, such as those that set a header or measure times.
    ///
    /// What [`Wire::Slim`] learns of the client is kept by the handle and its clones. Make the handles of a service once, rather than one
    /// for each request, to profit from it.
    #[must_use]
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self.slim = (wire == Wire::Slim).then(|| Slim::new(&self.client, true));
        self
    }

    /// Takes the time of `#[created_at]`, `#[updated_at]` and `hide_expired()` from `clock`, such as a fixed one in tests. The
    /// default is [`SystemTime::now`].
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock(Arc::new(clock));
        self
    }

    /// Sends again by this policy what the service has put off, beside what the SDK sends again by itself: see [`Retries`].
    #[must_use]
    pub fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    pub(crate) fn retries(&self) -> &Retries {
        &self.retries
    }

    /// Calls `metrics` at the end of each operation with what it has come to, such as its time and its attempts; called again, the
    /// last counts. It runs where the operation is awaited, so it should do no more than count. [`Call`](crate::op::Call) has an
    /// example.
    #[must_use]
    pub fn with_metrics(self, metrics: impl Fn(&Call) + Send + Sync + 'static) -> Self {
        self.observing(|observers| observers.metrics = Some(Arc::new(metrics)))
    }

    /// Warns of each operation that has taken longer than this, by an event of `tracing` with its table, index, time, pages and
    /// attempts. Without it, nothing is slow.
    #[must_use]
    pub fn with_slow_after(self, duration: Duration) -> Self {
        self.observing(|observers| observers.slow_after = Some(duration))
    }

    /// Asks with each request what it consumes, in capacity units: `ReturnConsumedCapacity` is `TOTAL`. The sum over the requests
    /// of an operation is in its span and in the call that [`with_metrics`](Self::with_metrics) is told of.
    #[must_use]
    pub fn with_consumed_capacity(self) -> Self {
        self.observing(|observers| observers.consumed_capacity = true)
    }

    fn observing(mut self, more: impl FnOnce(&mut Observers)) -> Self {
        more(Arc::make_mut(self.observers.get_or_insert_default()));
        self
    }

    pub(crate) fn observers(&self) -> Option<&Arc<Observers>> {
        self.observers.as_ref()
    }

    /// Whether each request asks what it consumes.
    pub(crate) fn asks_capacity(&self) -> bool {
        self.observers.as_ref().is_some_and(|observers| observers.consumed_capacity)
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.clock.0)()
    }

    pub(crate) fn wire(&self) -> Wire {
        self.wire
    }

    pub(crate) fn slim(&self) -> Option<&Slim> {
        self.slim.as_ref()
    }

    /// Returns the SDK's client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the name, with the prefix, of a table whose default name is `name`.
    pub(crate) fn table_name(&self, name: &str) -> String {
        [&self.table_prefix, name].concat()
    }
}

/// The wire of a client for which none is named: what its interceptors are there for, they must see.
fn wire_of(client: &Client) -> Wire {
    static TOLD: Once = Once::new();
    if client.config().interceptors().next().is_none() {
        return Wire::Slim;
    }
    TOLD.call_once(|| {
        tracing::info!(
            "the client has interceptors, so items are sent as the SDK's values, which the interceptors can see; \
             `Dynamo::with_wire(Wire::Json)` bypasses the interceptors and is faster"
        );
    });
    Wire::Sdk
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl From<Client> for Dynamo {
    fn from(client: Client) -> Self {
        Self::new(client)
    }
}

impl From<&Client> for Dynamo {
    fn from(client: &Client) -> Self {
        Self::new(client.clone())
    }
}

impl From<&Self> for Dynamo {
    fn from(dynamo: &Self) -> Self {
        dynamo.clone()
    }
}
