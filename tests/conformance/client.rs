//! The settings of a sequence in, a client of the SDK out.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_dynamodb::config::timeout::TimeoutConfigBuilder;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Config, Region};

use crate::credentials::{Given, Provider};
use crate::service::Service;
use crate::time::Time;

/// What is changed of a client's configuration.
pub(crate) type Change = fn(Builder) -> Builder;

/// How a client is configured.
#[derive(Clone)]
pub(crate) struct Settings {
    /// `None` is what the SDK takes by itself.
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) timeouts: Option<TimeoutConfigBuilder>,
    /// What may be spent on retries, where it is not what the SDK allows.
    pub(crate) quota: Option<usize>,
    pub(crate) credentials: Vec<Given>,
    /// How many times as long as asked the client's sleep takes.
    pub(crate) stretch: u32,
    /// The name of the table.
    pub(crate) table: &'static str,
    /// How many bytes the item has, beside its key.
    pub(crate) padding: usize,
    /// What else is set.
    pub(crate) more: Vec<Change>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: Some(RetryConfig::standard()),
            timeouts: None,
            quota: None,
            credentials: vec![Given::key("dummykey")],
            stretch: 1,
            table: "Things",
            padding: 0,
            more: Vec::new(),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings")
    }
}

impl Settings {
    pub(crate) fn client(&self, service: &Service, provider: &Provider, time: &Time) -> Client {
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(provider.clone())
            .http_client(service.clone())
            .sleep_impl(time.clone())
            .time_source(time.clone())
            .retry_partition(self.partition());
        // The pauses are the longest ones, so that two calls can be compared.
        let retry = self.retry.clone().map(|it| it.with_use_static_exponential_base(true));
        config.set_retry_config(retry);
        config.set_timeout_config(self.timeouts.clone().map(TimeoutConfigBuilder::build));
        let config = self.more.iter().fold(config, |config, more| more(config));
        Client::from_conf(config.build())
    }

    /// A quota of retries that no other client has: those of a process share theirs.
    fn partition(&self) -> RetryPartition {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = Cow::from(format!("conformance-{}", COUNT.fetch_add(1, Relaxed)));
        match self.quota {
            Some(quota) => {
                let bucket = TokenBucket::builder().capacity(quota).build();
                RetryPartition::custom(name).token_bucket(bucket).build()
            }
            None => RetryPartition::new(name),
        }
    }
}
