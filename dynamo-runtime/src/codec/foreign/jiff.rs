//! jiff's dates and times as S that sorts as time does.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::parsed;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
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
