//! A time in, a clock that stands still until it is moved out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use dynamo_runtime::Dynamo;

/// Is a clock that stands still until a test moves it: what `#[created_at]`, `#[updated_at]` and `hide_expired()` take the time from.
///
/// Clones are the same clock.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use dynamo_runtime::{DynamoTable, Ttl};
/// use dynamo_testkit::{Clock, Engine};
///
/// #[derive(DynamoTable)]
/// struct Session {
///     #[hash_key]
///     token: String,
///     #[ttl]
///     expires: Ttl,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::start()?;
/// let clock = Clock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
/// let sessions = engine.table(|dynamo| Session::table(clock.set_in(dynamo))).await?;
///
/// let expires = Ttl::at(clock.now() + Duration::from_secs(60));
/// sessions.put(&Session { token: "t".into(), expires }).await?;
/// assert!(sessions.get("t").hide_expired().await?.is_some());
/// clock.advance(Duration::from_secs(61));
/// assert!(sessions.get("t").hide_expired().await?.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<SystemTime>>);

impl Clock {
    /// Returns a clock that stands at this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Returns the client's settings with this clock in place of theirs: see [`Dynamo::with_clock`].
    #[must_use]
    pub fn set_in(&self, client: impl Into<Dynamo>) -> Dynamo {
        let clock = self.clone();
        client.into().with_clock(move || clock.now())
    }

    /// Returns the time at which it stands.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it forward. A time that no [`SystemTime`] can hold leaves it where it is.
    pub fn advance(&self, by: Duration) {
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *time = time.checked_add(by).unwrap_or(*time);
    }

    /// Moves it to this time, which may be before the one at which it stands.
    pub fn set(&self, time: SystemTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}
