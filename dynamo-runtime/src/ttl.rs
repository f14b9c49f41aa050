//! When an item expires: a type for the field with `#[ttl]`, and which items a read hides.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::value::Value;
use crate::codec::{Attribute, Bounds, Decode, Encode, kind};
use crate::expr::predicate::Predicate;
use crate::table::Expiring;

/// The time at which an item expires, in whole epoch seconds: a type for the field with `#[ttl]`. It is stored as N.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use dynamo_runtime::{DynamoTable, Ttl};
///
/// #[derive(DynamoTable)]
/// struct Session {
///     #[hash_key]
///     id: String,
///     #[ttl]
///     expires: Option<Ttl>,
/// }
///
/// let session = Session { id: "1".into(), expires: Some(Ttl::after(Duration::from_secs(3600))) };
/// assert!(session.expires.is_some_and(|expires| !expires.is_expired(SystemTime::now())));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ttl(u64);

impl Ttl {
    /// This long from now by the system's clock, rounded up to a second. By another clock, as a test may have: [`Ttl::at`].
    #[must_use]
    pub fn after(duration: Duration) -> Self {
        Self::rounded(since_epoch(SystemTime::now()).saturating_add(duration))
    }

    /// This time, rounded up to a second; 1970 where it is before.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self::rounded(since_epoch(time))
    }

    /// Returns the time in epoch seconds.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// Returns the time; `None` where the system's type does not reach so far.
    #[must_use]
    pub fn time(self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.0))
    }

    /// Tells whether the time has come at `now`. The service deletes the item some time later, within days.
    #[must_use]
    pub fn is_expired(self, now: SystemTime) -> bool {
        self.0 <= since_epoch(now).as_secs()
    }

    fn rounded(since: Duration) -> Self {
        Self(since.as_secs().saturating_add(u64::from(since.subsec_nanos() > 0)))
    }
}

impl From<SystemTime> for Ttl {
    fn from(time: SystemTime) -> Self {
        Self::at(time)
    }
}

/// As the epoch seconds.
#[cfg(feature = "serde")]
impl serde::Serialize for Ttl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Ttl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self)
    }
}

impl Attribute for Ttl {
    type Kind = kind::N;
    type Required = Self;
    type List = kind::L;
    const ONE_FORM: bool = true;
    const BOUNDS: Option<Bounds> = u64::BOUNDS;
}

impl Encode for Ttl {
    fn encode(&self, to: &mut Encoder) {
        self.0.encode(to);
    }
}

impl Decode<'_> for Ttl {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        u64::decode(from).map(Self)
    }
}

/// Which items a read hides: those that have expired at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expiry {
    pub(crate) ttl: &'static str,
    /// In epoch seconds.
    now: u64,
}

impl Expiry {
    pub(crate) fn new<T: Expiring>(now: SystemTime) -> Self {
        Self { ttl: T::TTL, now: since_epoch(now).as_secs() }
    }

    /// What holds for the items that are not hidden.
    pub(crate) fn filter(self) -> Predicate {
        Predicate::at_most(self.ttl, Value::of(&self.now)).negated()
    }

    /// Whether an item with this time to live is hidden; one without a number never is.
    pub(crate) fn hides(self, ttl: Option<&AttributeValue>) -> bool {
        let seconds = ttl.and_then(|ttl| ttl.as_n().ok()?.parse::<f64>().ok());
        #[expect(clippy::cast_precision_loss, reason = "seconds are exact for millions of years")]
        seconds.is_some_and(|seconds| seconds <= self.now as f64)
    }
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(milliseconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds)
    }

    #[test]
    fn an_item_does_not_expire_before_its_time() {
        assert_eq!(Ttl::at(time(1_000)).seconds(), 1);
        assert_eq!(Ttl::from(time(1_001)).seconds(), 2);
        assert_eq!(Ttl::at(SystemTime::UNIX_EPOCH - Duration::from_secs(1)).seconds(), 0);
        assert!(!Ttl::at(time(1_001)).is_expired(time(1_999)));
        assert!(Ttl::at(time(1_001)).is_expired(time(2_000)));
        assert_eq!(Ttl::at(time(1_001)).time(), Some(time(2_000)));
    }

    #[test]
    fn no_duration_is_too_long() {
        let soon = Ttl::after(Duration::from_mins(1));
        assert!(!soon.is_expired(SystemTime::now()));
        assert!(soon.is_expired(SystemTime::now() + Duration::from_secs(61)));
        assert_eq!(Ttl::after(Duration::MAX).seconds(), u64::MAX);
        assert_eq!(Ttl::after(Duration::MAX).time(), None);
    }

    #[test]
    fn what_is_no_number_does_not_expire() {
        let expiry = Expiry { ttl: "ttl", now: 5 };
        let number = |text: &str| AttributeValue::N(text.to_owned());
        assert!(expiry.hides(Some(&number("5"))));
        assert!(expiry.hides(Some(&number("-1.5"))));
        assert!(!expiry.hides(Some(&number("5.5"))));
        assert!(!expiry.hides(Some(&AttributeValue::Null(true))));
        assert!(!expiry.hides(None));
    }
}
