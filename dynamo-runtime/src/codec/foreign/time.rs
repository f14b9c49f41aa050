//! time's dates and times as S that sorts as time does.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime, UtcOffset};

use super::parsed;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::instant::PointInTime;
use crate::codec::{Decode, Encode, sortable};

attributes! {
    OffsetDateTime: S;
    Date: S;
}

/// Written in UTC: instants are equal, and ordered, whatever their offsets.
impl Encode for OffsetDateTime {
    fn encode(&self, to: &mut Encoder) {
        let Some(utc) = self.checked_to_offset(UtcOffset::UTC) else {
            return to.refuse("the time is out of range in UTC");
        };
        let (hour, minute, second, nanosecond) = utc.to_hms_nano();
        let [month, day] = [utc.month().into(), utc.day()].map(u32::from);
        let [hour, minute, second] = [hour, minute, second].map(u32::from);
        let rest = [month, day, hour, minute, second, nanosecond];
        sortable::write(sortable::INSTANT, utc.year(), &rest, to);
    }
}

impl Decode<'_> for OffsetDateTime {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, |text| Self::parse(text, &Rfc3339), sortable::NO_INSTANT)
    }
}

impl PointInTime for OffsetDateTime {
    fn since_epoch(&self) -> (i64, u32) {
        (self.unix_timestamp(), self.nanosecond())
    }

    fn at_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        Self::from_unix_timestamp(seconds).ok()?.replace_nanosecond(nanoseconds).ok()
    }
}

impl Encode for Date {
    fn encode(&self, to: &mut Encoder) {
        let rest = [self.month().into(), self.day()].map(u32::from);
        sortable::write(sortable::DATE, self.year(), &rest, to);
    }
}

impl Decode<'_> for Date {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, |text| Self::parse(text, &Iso8601::DATE), sortable::NO_DATE)
    }
}
