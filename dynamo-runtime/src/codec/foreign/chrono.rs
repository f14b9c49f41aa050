//! chrono's dates and times as S that sorts as time does.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};

use super::parsed;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::instant::PointInTime;
use crate::codec::{Decode, Encode, sortable};

attributes! {
    DateTime<Utc>: S;
    DateTime<FixedOffset>: S;
    NaiveDate: S;
    NaiveDateTime: S;
}

impl Encode for DateTime<Utc> {
    fn encode(&self, to: &mut Encoder) {
        date_time(sortable::INSTANT, self.naive_utc(), to);
    }
}

impl Decode<'_> for DateTime<Utc> {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        DateTime::<FixedOffset>::decode(from).map(|time| time.to_utc())
    }
}

/// Written in UTC: instants are equal, and ordered, whatever their offsets.
impl Encode for DateTime<FixedOffset> {
    fn encode(&self, to: &mut Encoder) {
        date_time(sortable::INSTANT, self.naive_utc(), to);
    }
}

impl Decode<'_> for DateTime<FixedOffset> {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, DateTime::parse_from_rfc3339, sortable::NO_INSTANT)
    }
}

/// Without the offset, which is none where it is read.
impl PointInTime for DateTime<FixedOffset> {
    fn since_epoch(&self) -> (i64, u32) {
        (self.timestamp(), self.timestamp_subsec_nanos())
    }

    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        DateTime::from_timestamp(seconds, nanoseconds).map(|time| time.fixed_offset())
    }
}

impl PointInTime for DateTime<Utc> {
    fn since_epoch(&self) -> (i64, u32) {
        (self.timestamp(), self.timestamp_subsec_nanos())
    }

    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        DateTime::from_timestamp(seconds, nanoseconds)
    }
}

impl Encode for NaiveDate {
    fn encode(&self, to: &mut Encoder) {
        sortable::write(sortable::DATE, self.year(), &[self.month(), self.day()], to);
    }
}

impl Decode<'_> for NaiveDate {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, str::parse, sortable::NO_DATE)
    }
}

impl Encode for NaiveDateTime {
    fn encode(&self, to: &mut Encoder) {
        date_time(*b"0000-00-00T00:00:00.000000000", *self, to);
    }
}

impl Decode<'_> for NaiveDateTime {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        let otherwise =
            "expected a date and time such as `2026-11-22T10:00:00`, found a different string";
        parsed(from, str::parse, otherwise)
    }
}

fn date_time<const N: usize>(form: [u8; N], time: NaiveDateTime, to: &mut Encoder) {
    let (mut second, mut nanosecond) = (time.second(), time.nanosecond());
    // chrono counts a leap second's nanoseconds on from those of the second before it.
    if let Some(rest) = nanosecond.checked_sub(1_000_000_000) {
        if second != 59 {
            return to.refuse(
                "the leap second is not at the end of its minute, so it cannot be written as text",
            );
        }
        (second, nanosecond) = (60, rest);
    }
    let rest = [time.month(), time.day(), time.hour(), time.minute(), second, nanosecond];
    sortable::write(form, time.year(), &rest, to);
}
