//! Ways to store a point in time: their forms, what they cut off, their order, and what they read.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, FixedOffset, Utc};
use dynamo_runtime::codec::{
    EpochMilliseconds, EpochSeconds, PointInTime, Rfc3339Milliseconds, Rfc3339Seconds,
};
use dynamo_runtime::{DynamoTable, ErrorKind};
use jiff::Timestamp;
use proptest::prelude::*;
use time::OffsetDateTime;

macro_rules! tables {
    ($($table:ident of $time:ty;)*) => {$(
        #[derive(Debug, Clone, PartialEq, DynamoTable)]
        #[table(name = "Times")]
        struct $table {
            #[hash_key]
            #[dynamo(with = Rfc3339Seconds)]
            second: $time,
            #[range_key]
            #[dynamo(with = Rfc3339Milliseconds)]
            millisecond: $time,
            #[dynamo(with = EpochSeconds)]
            #[gsi(name = "Epoch")]
            epoch: $time,
            #[dynamo(with = Option<EpochMilliseconds>)]
            #[gsi(name = "Epoch", range)]
            epoch_millisecond: Option<$time>,
            #[dynamo(with = Vec<EpochSeconds>)]
            all: Vec<$time>,
        }

        impl $table {
            fn of(seconds: i64, nanoseconds: u32) -> Self {
                let time = || <$time>::at_epoch(seconds, nanoseconds).expect("a time");
                Self {
                    second: time(), millisecond: time(), epoch: time(), epoch_millisecond: Some(time()),
                    all: vec![time()],
                }
            }

            /// The times once they were stored, in nanoseconds since 1970.
            fn read_back(&self) -> [i128; 5] {
                let read = Self::from_item(self.to_item().expect("an item")).expect("the item");
                let epoch_millisecond = read.epoch_millisecond.expect("a time");
                [&read.second, &read.epoch, &read.all[0], &read.millisecond, &epoch_millisecond].map(nanoseconds)
            }
        }
    )*};
}

tables! {
    System of SystemTime;
    Chrono of DateTime<Utc>;
    Offset of DateTime<FixedOffset>;
    Jiff of Timestamp;
    Time of OffsetDateTime;
}

fn nanoseconds(time: &impl PointInTime) -> i128 {
    let (seconds, nanoseconds) = time.since_epoch();
    i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds)
}

/// From the year 1 to 9999, where a year has a text.
const SECONDS: std::ops::Range<i64> = -62_135_596_800..253_402_207_200;

macro_rules! for_each_type {
    ($table:ident => $body:expr) => {{
        {
            type $table = System;
            $body
        }
        {
            type $table = Chrono;
            $body
        }
        {
            type $table = Offset;
            $body
        }
        {
            type $table = Jiff;
            $body
        }
        {
            type $table = Time;
            $body
        }
    }};
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_finer_is_cut_off(seconds in prop_oneof![SECONDS, -2..=2_i64], nanoseconds in prop_oneof![0..1_000_000_000_u32, 0..=1_u32, 999_999_998..1_000_000_000_u32]) {
        let second = i128::from(seconds) * 1_000_000_000;
        let millisecond = second + i128::from(nanoseconds / 1_000_000 * 1_000_000);
        for_each_type!(Table => {
            let expected = [second, second, second, millisecond, millisecond];
            prop_assert_eq!(Table::of(seconds, nanoseconds).read_back(), expected);
        });
    }

    #[test]
    fn every_type_is_stored_alike_and_texts_sort_as_time_does(
        one in (SECONDS, 0..1_000_000_000_u32), two in (SECONDS, 0..1_000_000_000_u32),
    ) {
        let item = |(seconds, nanoseconds): (i64, u32)| Chrono::of(seconds, nanoseconds).to_item().expect("an item");
        for_each_type!(Table => {
            prop_assert_eq!(Table::of(one.0, one.1).to_item().expect("an item"), item(one));
        });
        let text = |time, name: &str| item(time)[name].as_s().expect("a text").clone();
        prop_assert_eq!(text(one, "second").cmp(&text(two, "second")), one.0.cmp(&two.0));
        let millisecond = |time: (i64, u32)| (time.0, time.1 / 1_000_000);
        prop_assert_eq!(text(one, "millisecond").cmp(&text(two, "millisecond")), millisecond(one).cmp(&millisecond(two)));
    }
}

#[test]
fn times_have_these_forms() {
    let item = Chrono::of(1_795_341_600, 7_999_999).to_item().expect("an item");
    let [s, n] = [AttributeValue::S, AttributeValue::N];
    assert_eq!(item["second"], s("2026-11-22T10:00:00Z".into()));
    assert_eq!(item["millisecond"], s("2026-11-22T10:00:00.007Z".into()));
    assert_eq!(item["epoch"], n("1795341600".into()));
    assert_eq!(item["epoch_millisecond"], n("1795341600007".into()));
    let item = Jiff::of(-1, 1).to_item().expect("an item");
    assert_eq!(item["second"], s("1969-12-31T23:59:59Z".into()));
    assert_eq!(item["millisecond"], s("1969-12-31T23:59:59.000Z".into()));
    assert_eq!(item["epoch"], n("-1".into()));
    assert_eq!(item["epoch_millisecond"], n("-1000".into()));
}

#[test]
fn a_leap_second_is_the_end_of_the_second_before_it() {
    let day = chrono::NaiveDate::from_ymd_opt(2016, 12, 31).expect("a day");
    let leap = day.and_hms_nano_opt(23, 59, 59, 1_500_000_000).expect("a leap second").and_utc();
    let item = Chrono { millisecond: leap, second: leap, ..Chrono::of(0, 0) }.to_item();
    let item = item.expect("an item");
    assert_eq!(item["second"].as_s().map(String::as_str), Ok("2016-12-31T23:59:59Z"));
    assert_eq!(item["millisecond"].as_s().map(String::as_str), Ok("2016-12-31T23:59:59.999Z"));
}

#[test]
fn a_time_without_a_text_is_refused() {
    for time in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
        for item in [
            Chrono { second: time, ..Chrono::of(0, 0) },
            Chrono { millisecond: time, ..Chrono::of(0, 0) },
        ] {
            assert_eq!(item.to_item().expect_err("a year").kind(), ErrorKind::InvalidRequest);
        }
    }
}

#[test]
fn numbers_that_are_no_times_are_refused() {
    for number in
        ["0.5", "1E3", "9223372036854775807", "-9223372036854775808", "99999999999999999999"]
    {
        for name in ["epoch", "epoch_millisecond"] {
            let mut item = Jiff::of(0, 0).to_item().expect("an item");
            item.insert(name.into(), AttributeValue::N(number.into()));
            let error = Jiff::from_item(item).expect_err(number);
            assert_eq!(error.kind(), ErrorKind::Decode, "{name}: {number}");
            assert!(error.to_string().starts_with(&format!("Times.{name}: ")), "{error}");
        }
    }
    let before = SystemTime::UNIX_EPOCH - Duration::from_nanos(1);
    assert_eq!(before.since_epoch(), (-1, 999_999_999));
}
