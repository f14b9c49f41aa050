//! Whom to send to in, a client of the AWS SDK that reads no environment out.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Config, Credentials, HttpClient, Region};

/// Returns a client that sends to `service` and tries each call at most `attempts` times, with pauses of some milliseconds.
///
/// `service` is a [`Script`](crate::Script), what [`Chaos::around`](crate::Chaos::around) returns, or any other HTTP client.
/// Credentials and region are fixed; nothing is read from the environment or from files of AWS's tools.
///
/// ```
/// use dynamo_testkit::{Answer, Script, client_of};
///
/// let client = client_of(Script::new([Answer::throttled()]), 3);
/// ```
#[must_use]
pub fn client_of(service: impl HttpClient + 'static, attempts: u32) -> Client {
    Client::from_conf(trying(attempts, config("dummykey").http_client(service)).build())
}

pub(crate) fn config(access_key: &str) -> Builder {
    let credentials = Credentials::new(access_key, "dummysecret", None, None, "dynamo-testkit");
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(credentials)
        .region(Region::from_static("us-east-1"))
}

pub(crate) fn trying(attempts: u32, config: Builder) -> Builder {
    let retry = RetryConfig::standard().with_max_attempts(attempts);
    let retry = retry.with_initial_backoff(Duration::from_millis(1));
    let retry = retry.with_max_backoff(Duration::from_millis(10));
    // The clients of a process share a quota of retries, which faults of one test would use up for the others.
    let quota = RetryPartition::custom("dynamo-testkit").token_bucket(TokenBucket::unlimited());
    config.retry_config(retry).retry_partition(quota.build())
}
