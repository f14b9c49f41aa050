//! The SDK's client with the mapper's settings.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_dynamodb::Client;

use crate::wire::Wire;

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
    clock: Clock,
}

/// What tells the time.
#[derive(Clone)]
struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Dynamo {
    /// The client without further settings.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self {
            client,
            table_prefix: String::new(),
            wire: Wire::default(),
            clock: Clock(Arc::new(SystemTime::now)),
        }
    }

    /// Puts `prefix` before every table's default name, so that one account can hold several environments.
    #[must_use]
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.table_prefix = prefix.into();
        self
    }

    /// Chooses how items travel between structs and the service; [`Wire::Json`] unless said.
    ///
    /// On the JSON wire, interceptors of the client's configuration see a PutItem's input without its item, and the
    /// outputs of reads and of returned items empty; requests and responses are the same bytes on both wires but for
    /// the order of members.
    #[must_use]
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// Takes the time of `#[created_at]`, `#[updated_at]` and `hide_expired()` from `clock`, such as a fixed one in tests; from
    /// [`SystemTime::now`] unless said.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock(Arc::new(clock));
        self
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.clock.0)()
    }

    pub(crate) fn wire(&self) -> Wire {
        self.wire
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
