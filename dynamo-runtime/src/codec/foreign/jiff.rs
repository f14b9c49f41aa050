//! jiff's dates and times as S that sorts as time does.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::parsed;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::instant::PointInTime;
use crate::codec::{Decode, Encode, sortable};

attributes! {
    Timestamp: S;
    Date: S;
}

impl Encode for Timestamp {
    fn encode(&self, to: &mut Encoder) {
        let utc = Offset::UTC.to_datetime(*self);
        let clock = [utc.month(), utc.day(), utc.hour(), utc.minute(), utc.second()];
        let [month, day, hour, minute, second] = clock.map(|part| part.unsigned_abs().into());
        let rest = [month, day, hour, minute, second, utc.subsec_nanosecond().unsigned_abs()];
        sortable::write(sortable::INSTANT, utc.year().into(), &rest, to);
    }
}

impl Decode<'_> for Timestamp {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, str::parse, sortable::NO_INSTANT)
    }
}

impl PointInTime for Timestamp {
    fn since_epoch(&self) -> (i64, u32) {
        // jiff's nanoseconds have the sign of the seconds.
        let nanoseconds = i64::from(self.subsec_nanosecond());
        let borrowed = i64::from(nanoseconds < 0);
        let nanoseconds = u32::try_from(nanoseconds + borrowed * 1_000_000_000);
        (self.as_second() - borrowed, nanoseconds.unwrap_or_default())
    }

    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        Self::new(seconds, i32::try_from(nanoseconds).ok()?).ok()
    }
}

impl Encode for Date {
    fn encode(&self, to: &mut Encoder) {
        let rest = [self.month(), self.day()].map(|part| part.unsigned_abs().into());
        sortable::write(sortable::DATE, self.year().into(), &rest, to);
    }
}

impl Decode<'_> for Date {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, str::parse, sortable::NO_DATE)
    }
}
