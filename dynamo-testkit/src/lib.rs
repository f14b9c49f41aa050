//! What a test has in place of DynamoDB: an engine, answers by script, and faults, each with clients of the AWS SDK.
//!
//! | to test | take |
//! |---|---|
//! | what requests do | an [`Engine`] |
//! | what is sent, and what is made of an answer that no engine gives | a [`Script`] of [`Answer`]s |
//! | what a program does on a bad day: throttles, lost answers, batches done in part | [`Chaos`] in front of either |
//!
//! # Engines
//!
//! The variable `DYNAMO_ENGINE` chooses: unset or `embedded` is an engine inside this process; `http://host:port` is one that
//! already runs on this machine, such as DynamoDB Local started by `scripts/dynamodb-local start`.
//!
//! | the database is | as the variable says | embedded | at an endpoint |
//! |---|---|---|---|
//! | empty, and this engine's own | [`Engine::start`] | [`Engine::embedded`] | |
//! | kept between runs | [`Engine::open`] | [`Engine::embedded_at`] | [`Engine::at`] |
//!
//! ```
//! use dynamo_testkit::Engine;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::start()?;
//! let tables = engine.client().list_tables().send().await?;
//! assert!(tables.table_names().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Faults
//!
//! A seed decides which requests are throttled, lost or done in part. A client that tries each often enough gets them all through.
//!
//! ```
//! use dynamo_testkit::{Answer, Chaos, Engine, Script};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::start()?;
//! let chaos = Chaos::new(42).failing(0.2).losing(0.1).unprocessed(0.9);
//! let client = chaos.client(&engine, 10);
//! assert!(client.list_tables().send().await?.table_names().is_empty());
//! println!("{:?}", chaos.injected());
//!
//! let script = Script::new([Answer::failed(), Answer::success("{}")]);
//! script.client(2).list_tables().send().await?;
//! assert_eq!(script.requests().len(), 2);
//! # Ok(())
//! # }
//! ```

mod answer;
mod body;
mod chaos;
mod choice;
mod client;
mod embedded;
mod error;
mod random;
mod script;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;

use aws_sdk_dynamodb::Client;

use crate::choice::{Choice, Endpoint};
use crate::embedded::Server;

pub use crate::answer::Answer;
pub use crate::chaos::{Chaos, Injected};
pub use crate::client::client_of;
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
    // The standard library's only source of random bits, which are all that is wanted here.
    format!("test{:016x}", RandomState::new().build_hasher().finish())
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
