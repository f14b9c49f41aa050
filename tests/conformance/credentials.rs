//! Credentials that change, and the secrets that belong to keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_async::time::TimeSource;

use crate::time::Time;

/// What a provider gives when it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) key: &'static str,
    pub(crate) token: Option<&'static str>,
    pub(crate) account: Option<&'static str>,
    /// How long after the beginning they expire.
    pub(crate) expires: Option<Duration>,
    /// How long it takes to get them.
    pub(crate) after: Duration,
    pub(crate) fails: bool,
    /// Where they come from, as the user agent tells.
    pub(crate) feature: Option<AwsCredentialFeature>,
}

impl Given {
    pub(crate) const fn key(key: &'static str) -> Self {
        Self {
            key,
            token: None,
            account: None,
            expires: None,
            after: Duration::ZERO,
            fails: false,
            feature: None,
        }
    }

    pub(crate) const fn token(mut self, token: &'static str) -> Self {
        self.token = Some(token);
        self
    }

    pub(crate) const fn account(mut self, account: &'static str) -> Self {
        self.account = Some(account);
        self
    }

    pub(crate) const fn expires(mut self, seconds: u64) -> Self {
        self.expires = Some(Duration::from_secs(seconds));
        self
    }

    pub(crate) const fn after(mut self, seconds: u64) -> Self {
        self.after = Duration::from_secs(seconds);
        self
    }

    pub(crate) fn feature(mut self, feature: AwsCredentialFeature) -> Self {
        self.feature = Some(feature);
        self
    }

    pub(crate) const fn failing(mut self) -> Self {
        self.fails = true;
        self
    }
}

/// The secret of a key.
pub(crate) fn secret_of(key: &str) -> String {
    format!("secret-of-{key}")
}

/// Gives one after the other, and the last one from then on.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    given: Vec<Given>,
    asked: Arc<AtomicUsize>,
    beginning: SystemTime,
}

impl Provider {
    pub(crate) fn new(given: Vec<Given>, time: &Time) -> Self {
        Self { given, asked: Arc::default(), beginning: time.now() }
    }

    /// How often it has been asked.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Relaxed)
    }

    async fn give(&self) -> provider::Result {
        let asked = self.asked.fetch_add(1, Relaxed);
        let given = self.given.get(asked).or(self.given.last()).expect("credentials");
        tokio::time::sleep(given.after).await;
        if given.fails {
            return Err(CredentialsError::provider_error("there are none"));
        }
        let mut credentials = Credentials::builder()
            .access_key_id(given.key)
            .secret_access_key(secret_of(given.key))
            .provider_name("conformance");
        credentials.set_session_token(given.token.map(str::to_owned));
        credentials.set_account_id(given.account.map(Into::into));
        credentials.set_expiry(given.expires.map(|expires| self.beginning + expires));
        let mut credentials = credentials.build();
        if let Some(feature) = &given.feature {
            credentials
                .get_property_mut_or_default::<Vec<AwsCredentialFeature>>()
                .push(feature.clone());
        }
        Ok(credentials)
    }
}

impl ProvideCredentials for Provider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.give())
    }
}
