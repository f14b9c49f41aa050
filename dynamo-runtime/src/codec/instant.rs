//! Ways to store a point in time, whichever crate's type it is: `#[dynamo(with = EpochSeconds)]`.

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::sortable::NO_INSTANT;
use super::with::With;
use super::{Decode, Encode, kind};

/// A point in time, as the ways [`EpochSeconds`], [`EpochMilliseconds`], [`Rfc3339Seconds`] and [`Rfc3339Milliseconds`] store it:
/// [`SystemTime`], and with the features of these names chrono's `DateTime`, jiff's `Timestamp` and time's `OffsetDateTime`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a point in time",
    label = "expected `SystemTime`, or a type of chrono, jiff or time with the cargo feature of that name",
    note = "for an `Option`, write `with = Option<EpochSeconds>`"
)]
pub trait PointInTime: Sized {
    /// Returns the whole seconds since 1970-01-01T00:00:00Z, less than 0 before it, and the nanoseconds behind these.
    fn since_epoch(&self) -> (i64, u32);

    /// Returns the time of so many seconds since then, and of less than 1,000,000,000 nanoseconds behind these; `None` where
    /// the type does not reach so far.
    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self>;
}

macro_rules! ways {
    ($($(#[$doc:meta])* $way:ident: $kind:ident, $write:path, $read:path;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $way {}

        impl<T: PointInTime> With<T> for $way {
            type Kind = kind::$kind;

            fn encode(value: &T, to: &mut Encoder) {
                let (seconds, nanoseconds) = value.since_epoch();
                // A leap second is the end of the second before it.
                $write(seconds, nanoseconds.min(999_999_999), to);
            }

            fn decode(from: &mut Decoder<'_>) -> Option<T> {
                let (seconds, nanoseconds) = $read(from)?;
                let time = T::at_epoch(seconds, nanoseconds);
                if time.is_none() {
                    from.refuse("the time is out of range for the field's type");
                }
                time
            }
        }
    )*};
}

ways! {
    /// Stores a point in time as N, in whole seconds since 1970: `1795341600`. A fraction of a second is cut off.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use dynamo_runtime::DynamoTable;
    /// use dynamo_runtime::codec::{EpochSeconds, Rfc3339Milliseconds};
    ///
    /// #[derive(DynamoTable)]
    /// struct Event {
    ///     #[hash_key]
    ///     device: String,
    ///     #[range_key]
    ///     #[dynamo(with = Rfc3339Milliseconds)]
    ///     at: SystemTime,
    ///     #[dynamo(with = Option<EpochSeconds>)]
    ///     seen: Option<SystemTime>,
    /// }
    ///
    /// let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_341_600_250);
    /// let event = Event { device: "1".into(), at, seen: Some(at) };
    /// let item = event.to_item()?;
    /// assert_eq!(item["at"].as_s().map(String::as_str), Ok("2026-11-22T10:00:00.250Z"));
    /// assert_eq!(item["seen"].as_n().map(String::as_str), Ok("1795341600"));
    /// # Ok::<(), dynamo_runtime::Error>(())
    /// ```
    EpochSeconds: N, write_seconds, read_seconds;
    /// Stores a point in time as N, in whole milliseconds since 1970: `1795341600000`. What is finer is cut off.
    EpochMilliseconds: N, write_milliseconds, read_milliseconds;
    /// Stores a point in time as S, as RFC 3339 has it, in UTC and in whole seconds: `2026-11-22T10:00:00Z`. A fraction of a second
    /// is cut off. Years are 1 to 9999, so that texts sort as time does.
    Rfc3339Seconds: S, write_text_of_seconds, read_text;
    /// Stores a point in time as S, as RFC 3339 has it, in UTC and in whole milliseconds: `2026-11-22T10:00:00.000Z`. What is finer is
    /// cut off. Years are 1 to 9999, so that texts sort as time does.
    Rfc3339Milliseconds: S, write_text_of_milliseconds, read_text;
}

fn write_seconds(seconds: i64, _: u32, to: &mut Encoder) {
    seconds.encode(to);
}

fn read_seconds(from: &mut Decoder<'_>) -> Option<(i64, u32)> {
    i64::decode(from).map(|seconds| (seconds, 0))
}

fn write_milliseconds(seconds: i64, nanoseconds: u32, to: &mut Encoder) {
    (i128::from(seconds) * 1000 + i128::from(nanoseconds / 1_000_000)).encode(to);
}

fn read_milliseconds(from: &mut Decoder<'_>) -> Option<(i64, u32)> {
    let milliseconds = i64::decode(from)?;
    let rest = u32::try_from(milliseconds.rem_euclid(1000)).unwrap_or_default();
    Some((milliseconds.div_euclid(1000), rest * 1_000_000))
}

fn write_text_of_seconds(seconds: i64, _: u32, to: &mut Encoder) {
    match DateTime::from_secs(seconds).fmt(Format::DateTime) {
        Ok(text) => to.string(&text),
        Err(_) => to.refuse("the year is not between 1 and 9999, so the time has no text form"),
    }
}

fn write_text_of_milliseconds(seconds: i64, nanoseconds: u32, to: &mut Encoder) {
    match DateTime::from_secs(seconds).fmt(Format::DateTime) {
        Ok(text) => {
            let second = text.trim_end_matches('Z');
            to.string(&format!("{second}.{:03}Z", nanoseconds / 1_000_000));
        }
        Err(_) => to.refuse("the year is not between 1 and 9999, so the time has no text form"),
    }
}

fn read_text(from: &mut Decoder<'_>) -> Option<(i64, u32)> {
    let time = DateTime::from_str(&from.text()?, Format::DateTimeWithOffset).ok();
    if time.is_none() {
        from.refuse(NO_INSTANT);
    }
    time.map(|time| (time.secs(), time.subsec_nanos()))
}

impl PointInTime for SystemTime {
    fn since_epoch(&self) -> (i64, u32) {
        match self.duration_since(Self::UNIX_EPOCH) {
            Ok(since) => (seconds(since), since.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                match before.subsec_nanos() {
                    0 => (-seconds(before), 0),
                    rest => (-seconds(before) - 1, 1_000_000_000 - rest),
                }
            }
        }
    }

    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            Self::UNIX_EPOCH.checked_sub(whole)
        } else {
            Self::UNIX_EPOCH.checked_add(whole)
        };
        whole?.checked_add(Duration::from_nanos(nanoseconds.into()))
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
