//! What a test has in place of DynamoDB: an engine with fresh tables, a clock, answers by script, and faults.
//!
//! ```toml
//! [dev-dependencies]
//! dynamo-testkit = { path = "../dynamo/dynamo-testkit" }   # or by git, as dynamo-runtime itself
//! tokio = { version = "1", features = ["macros", "rt"] }
//! ```
//!
//! | to test | take |
//! |---|---|
//! | what requests do | an [`Engine`], with a fresh table for each test: [`Engine::table`], [`Engine::seeded`] |
//! | a program that makes its handles by itself | [`Engine::dynamo`], a client for the mapper with tables of its own |
//! | what depends on the time | a [`Clock`] |
//! | what is sent, and what is made of an answer that no engine gives | a [`Script`] of [`Answer`]s |
//! | what a program does on a bad day: throttles, lost answers, batches done in part | [`Chaos`] in front of either |
//! | what stands above a repository, without any table | a fake that returns [`Error::fake`], [`Page::fake`] and [`Cursor::fake`] |
//!
//! # A table for each test
//!
//! The engine is in the process of the test: it starts in milliseconds, and nothing else has to run.
//!
//! ```
//! use dynamo_runtime::{DynamoTable, Refusal};
//! use dynamo_testkit::Engine;
//!
//! #[derive(Debug, Clone, PartialEq, DynamoTable)]
//! struct Order {
//!     #[hash_key]
//!     customer: String,
//!     #[range_key]
//!     number: u64,
//!     total: i64,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // In a test: `#[tokio::test] async fn an_order_is_stored_once() {`
//! let engine = Engine::start()?;
//! let orders = engine.table(Order::table).await?;
//! let order = Order { customer: "ann".into(), number: 1, total: 500 };
//! orders.insert(&order).await?;
//! let again = orders.insert(&order).await.unwrap_err();
//! assert_eq!(again.refusal(), Some(Refusal::Exists));
//!
//! // Another table, with items in it.
//! let several = [1, 2, 3].map(|number| Order { number, ..order.clone() });
//! let orders = engine.seeded(Order::table, &several).await?;
//! assert_eq!(orders.query("ann").range(2..).count().await?, 2);
//! # Ok(())
//! # }
//! ```
//!
//! # A clock
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use dynamo_runtime::DynamoTable;
//! use dynamo_testkit::{Clock, Engine};
//!
//! #[derive(DynamoTable)]
//! struct Note {
//!     #[hash_key]
//!     id: u64,
//!     #[updated_at]
//!     changed: u64,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::start()?;
//! let clock = Clock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000));
//! let notes = engine.table(|dynamo| Note::table(clock.set_in(dynamo))).await?;
//! notes.put(&Note { id: 7, changed: 0 }).await?;
//! assert_eq!(notes.get(7).await?.map(|note| note.changed), Some(1_000));
//! # Ok(())
//! # }
//! ```
//!
//! # Answers by script, and faults
//!
//! A script answers in place of the service, below the SDK, so that retries, timeouts and errors are those of a real one.
//!
//! ```
//! use dynamo_runtime::{DynamoTable, ErrorKind};
//! use dynamo_testkit::{Answer, Script};
//!
//! #[derive(Debug, DynamoTable)]
//! struct Order {
//!     #[hash_key]
//!     id: String,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let script = Script::new([Answer::throttled()]);
//! let orders = Order::table(script.client(3));
//! let error = orders.get("a1").await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Throttled);
//! // Each attempt has been sent, and can be looked at.
//! let requests = script.requests();
//! assert_eq!(requests.len(), 3);
//! assert_eq!(requests[0].json()["Key"]["id"]["S"], "a1");
//! # Ok(())
//! # }
//! ```
//!
//! [`Chaos`] stands between a client and an engine: a seed decides which requests are throttled, lost or done in part. A client that
//! tries each often enough gets them all through.
//!
//! ```
//! use dynamo_runtime::DynamoTable;
//! use dynamo_testkit::{Chaos, Engine};
//!
//! # #[derive(DynamoTable)]
//! # struct Order {
//! #     #[hash_key]
//! #     id: u64,
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::start()?;
//! let orders = engine.table(Order::table).await?;
//! let chaos = Chaos::new(42).failing(0.2).losing(0.1).unprocessed(0.5);
//! // The same table, on a bad day: by its name.
//! let unlucky = Order::table(chaos.client(&engine, 10)).named(orders.name());
//! unlucky.put_all((0..100).map(|id| Order { id })).await?;
//! assert_eq!(orders.scan().count().await?, 100);
//! assert!(chaos.injected().total() > 0);
//! # Ok(())
//! # }
//! ```
//!
//! # Fakes
//!
//! What stands above a repository is tested without any table. A fake returns what a real one would; `dynamo-runtime` has the
//! constructors behind its feature `test-util`, which this crate turns on.
//!
//! ```
//! use dynamo_runtime::{Cursor, Error, ErrorKind, Page};
//!
//! let full = Error::fake(ErrorKind::Throttled).with_code("ProvisionedThroughputExceededException");
//! assert!(full.is_retryable());
//! let page = Page::fake([1, 2, 3], Some(Cursor::fake(3)));
//! assert_eq!(page.cursor.and_then(|cursor| cursor.fake_position()), Some(3));
//! ```
//!
//! # Engines
//!
//! The variable `DYNAMO_ENGINE` chooses: unset or `embedded` is an engine inside this process; `http://host:port` is one that
//! already runs on this machine, such as DynamoDB Local.
//!
//! | the database is | as the variable says | embedded | at an endpoint |
//! |---|---|---|---|
//! | empty, and this engine's own | [`Engine::start`] | [`Engine::embedded`] | |
//! | kept between runs | [`Engine::open`] | [`Engine::embedded_at`] | [`Engine::at`] |
//!
//! For code beside the mapper, each of an engine, a script and chaos has a client of the AWS SDK:
//!
//! ```
//! use dynamo_testkit::Engine;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tables = Engine::start()?.client().list_tables().send().await?;
//! assert!(tables.table_names().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! [`Error::fake`]: dynamo_runtime::Error::fake
//! [`Page::fake`]: dynamo_runtime::Page::fake
//! [`Cursor::fake`]: dynamo_runtime::Cursor::fake

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod body;
mod chaos;
mod choice;
mod client;
mod clock;
mod embedded;
mod error;
mod random;
mod script;
mod table;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;

use aws_sdk_dynamodb::Client;

use crate::choice::{Choice, Endpoint};
use crate::embedded::Server;

pub use crate::answer::Answer;
pub use crate::chaos::{Chaos, Injected};
pub use crate::client::client_of;
pub use crate::clock::Clock;
pub use crate::error::EngineError;
pub use crate::script::{Request, Script};

// Data at an endpoint is found again by the next run under this one.
const LASTING_ACCESS_KEY: &str = "dummykey";

/// Holds one database in a running engine.
///
/// An embedded engine stops when it is dropped, so keep it for as long as its clients are used. Dropping it closes the
/// connections and waits until the database is closed. An engine at an endpoint is left running.
#[derive(Debug)]
pub struct Engine {
    endpoint: String,
    access_key: String,
    server: Option<Server>,
}

impl Engine {
    /// Starts the engine that `DYNAMO_ENGINE` names, with an empty database of its own.
    ///
    /// At an endpoint the database is told apart by a fresh access key: DynamoDB Local without `-sharedDb` keeps one
    /// database per access key and region.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::embedded`] and [`Engine::at`]; [`EngineError::UnknownEngine`] for any other value of the variable.
    pub fn start() -> Result<Self, EngineError> {
        match Choice::from_environment()? {
            Choice::Embedded => Self::embedded(),
            Choice::At(endpoint) => Self::connect(endpoint, fresh_access_key()),
        }
    }

    /// Opens the engine that `DYNAMO_ENGINE` names, with a database that the next run finds again.
    ///
    /// The embedded engine keeps it in the file at `path`; at an endpoint, `path` is not used.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::embedded_at`] and [`Engine::at`]; [`EngineError::UnknownEngine`] for any other value of the variable.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, EngineError> {
        match Choice::from_environment()? {
            Choice::Embedded => Self::embedded_at(path),
            Choice::At(endpoint) => Self::connect(endpoint, LASTING_ACCESS_KEY.to_owned()),
        }
    }

    /// Starts an engine inside this process, with an empty database in memory.
    ///
    /// # Errors
    ///
    /// [`EngineError::Start`] if this machine refuses a thread or a port.
    pub fn embedded() -> Result<Self, EngineError> {
        Server::in_memory().map(Self::serving)
    }

    /// Starts an engine inside this process, with its database in the file at `path`, created if absent.
    ///
    /// # Errors
    ///
    /// [`EngineError::Database`] if the file cannot be opened as a database, [`EngineError::Start`] as for [`Engine::embedded`].
    pub fn embedded_at(path: impl AsRef<Path>) -> Result<Self, EngineError> {
        Server::with_file(path.as_ref()).map(Self::serving)
    }

    /// Connects to an engine that runs at `endpoint_url` on this machine, written `http://host:port`.
    ///
    /// The access key is the same in every run, so data written by one is there in the next.
    ///
    /// # Errors
    ///
    /// [`EngineError::UnknownEngine`] if it is not written so, [`EngineError::NotLoopback`] if the host is not this machine,
    /// [`EngineError::NotRunning`] if nothing listens there.
    pub fn at(endpoint_url: &str) -> Result<Self, EngineError> {
        Self::connect(Endpoint::parse(endpoint_url)?, LASTING_ACCESS_KEY.to_owned())
    }

    /// Returns a client of this engine's database, with connections of its own.
    ///
    /// Credentials and region are fixed here; nothing is read from the environment or from files of AWS's tools. For other
    /// settings, start from its configuration: `client.config().to_builder()`.
    #[must_use]
    pub fn client(&self) -> Client {
        let config = client::config(&self.access_key)
            .endpoint_url(&self.endpoint)
            .http_client(aws_smithy_http_client::Builder::new().build_http());
        Client::from_conf(config.build())
    }

    /// Returns where the engine listens, as `http://host:port`: for another program, as its `AWS_ENDPOINT_URL_DYNAMODB`.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint
    }

    /// Returns whether the engine runs inside this process: tests of what it is known to get wrong ask this and leave.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.server.is_some()
    }

    fn serving(server: Server) -> Self {
        Self {
            endpoint: server.endpoint(),
            access_key: LASTING_ACCESS_KEY.to_owned(),
            server: Some(server),
        }
    }

    fn connect(endpoint: Endpoint, access_key: String) -> Result<Self, EngineError> {
        endpoint.answers()?;
        Ok(Self { endpoint: endpoint.into(), access_key, server: None })
    }
}

/// Letters and digits only: DynamoDB Local refuses anything else in an access key.
fn fresh_access_key() -> String {
    format!("test{:016x}", random_bits())
}

/// The standard library's only source of them.
fn random_bits() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_keys_are_fresh_and_alphanumeric() {
        let (one, two) = (fresh_access_key(), fresh_access_key());
        assert_ne!(one, two);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{one}");
    }
}
