//! A time in, an attribute out: the types of `#[created_at]` and `#[updated_at]`.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;

use super::encoder::Encoder;
use super::{Attribute, Encode, sortable};
use crate::error::Mistake;

/// A type that can hold the time of a write: `u64` and `i64` (epoch seconds), `String` (RFC 3339 in UTC with milliseconds, which
/// sorts as time does), the instants of `chrono`, `jiff` and `time` behind features of these names, and an `Option` of each.
///
/// A newtype implements it by that of what it holds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a timestamp",
    label = "this type does not implement `Timestamp`",
    note = "a timestamp is a `u64` or `i64` (epoch seconds), a `String` (RFC 3339), an instant of chrono, jiff or time with the \
            cargo feature of that name, or an `Option` of one"
)]
pub trait Timestamp: Attribute {
    /// Writes the time as the type stores it.
    fn encode_time(time: SystemTime, to: &mut Encoder);
}

/// Writes a time as the field's type is stored.
pub(crate) type WriteTime = fn(SystemTime, &mut Encoder);

/// Encodes the time.
pub(crate) fn time(write: WriteTime, time: SystemTime) -> Result<AttributeValue, Mistake> {
    /// A time, and how it is written.
    struct Time(SystemTime, WriteTime);

    impl Encode for Time {
        fn encode(&self, to: &mut Encoder) {
            (self.1)(self.0, to);
        }
    }

    let value = Encoder::attribute(&Time(time, write))?;
    value.ok_or_else(|| Mistake::new("the timestamp's type writes no value"))
}

macro_rules! timestamps {
    ($($(#[$feature:meta])* $type:ty => $write:path;)*) => {$(
        $(#[$feature])*
        #[diagnostic::do_not_recommend]
        impl Timestamp for $type {
            fn encode_time(time: SystemTime, to: &mut Encoder) {
                if let Some(since) = since_epoch(time, to) {
                    $write(since, to);
                }
            }
        }
    )*};
}

timestamps! {
    u64 => seconds;
    i64 => seconds;
    String => milliseconds;
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::Utc> => nanoseconds;
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::FixedOffset> => nanoseconds;
    #[cfg(feature = "jiff")]
    jiff::Timestamp => nanoseconds;
    #[cfg(feature = "time")]
    time::OffsetDateTime => nanoseconds;
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp> Timestamp for Option<T> {
    fn encode_time(time: SystemTime, to: &mut Encoder) {
        T::encode_time(time, to);
    }
}

fn since_epoch(time: SystemTime, to: &mut Encoder) -> Option<Duration> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok();
    if since.is_none() {
        to.refuse("the clock shows a time before 1970");
    }
    since
}

fn seconds(since: Duration, to: &mut Encoder) {
    since.as_secs().encode(to);
}

fn milliseconds(since: Duration, to: &mut Encoder) {
    instant(*b"0000-00-00T00:00:00.000Z", since, since.subsec_millis(), to);
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn nanoseconds(since: Duration, to: &mut Encoder) {
    instant(sortable::INSTANT, since, since.subsec_nanos(), to);
}

fn instant<const N: usize>(form: [u8; N], since: Duration, fraction: u32, to: &mut Encoder) {
    let (days, rest) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = date(days);
    let clock = [rest / 3600, rest / 60 % 60, rest % 60];
    // They are parts of a date and a day.
    let [month, day, hour, minute, second] =
        [month, day, clock[0], clock[1], clock[2]].map(|part| u32::try_from(part).unwrap_or(0));
    let year = i32::try_from(year).unwrap_or(i32::MAX);
    sortable::write(form, year, &[month, day, hour, minute, second, fraction], to);
}

/// The year, month and day of a day that is counted from 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that the leap day is the last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let march = (5 * day + 2) / 153;
    let day = day - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(time: SystemTime) -> Option<String> {
        let time = super::time(String::encode_time, time).ok()?;
        time.as_s().ok().cloned()
    }

    #[test]
    fn a_time_is_written_as_rfc_3339_has_it() {
        let known = [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_798_761_599_007, "2026-12-31T23:59:59.007Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ];
        for (milliseconds, shown) in known {
            let time = SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
            assert_eq!(text(time).as_deref(), Some(shown));
        }
    }

    #[test]
    fn a_time_without_a_text_is_refused() {
        let year_10000 = Duration::from_hours(70_389_528);
        assert_eq!(text(SystemTime::UNIX_EPOCH + year_10000), None);
        assert_eq!(text(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), None);
    }

    #[test]
    fn a_number_is_epoch_seconds() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_999);
        let written = super::time(<Option<u64>>::encode_time, time);
        assert_eq!(written, Ok(AttributeValue::N("1".to_owned())));
    }
}
