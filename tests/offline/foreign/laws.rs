//! Any item of other crates' types: it reads back as it was, on both wires, and its texts sort as its values do.

use std::cmp::Ordering;
use std::ops::Range;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Utc};
use dynamo_runtime::{Dynamo, DynamoTable, Wire};
use dynamo_testkit::{Answer, Script};
use jiff::Timestamp;
use proptest::collection::{btree_set, hash_set, vec};
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::{Foreign, foreign};

/// From the year 0 to 9999.
pub(super) const SECONDS: Range<i64> = -62_167_219_200..253_402_300_800;

pub(super) fn instant(second: i64, nanosecond: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(second, nanosecond).expect("chrono holds more years")
}

/// Instants, of which many differ by little.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds = prop_oneof![SECONDS, -1..=1_i64];
    let nanoseconds = prop_oneof![0..1_000_000_000_u32, 0..=1_u32];
    (seconds, nanoseconds).prop_map(|(second, nanosecond)| instant(second, nanosecond))
}

fn offsets() -> impl Strategy<Value = DateTime<FixedOffset>> {
    (instants(), -86_399..86_400).prop_map(|(instant, offset)| {
        instant.with_timezone(&FixedOffset::east_opt(offset).expect("less than a day"))
    })
}

fn moments() -> impl Strategy<Value = OffsetDateTime> {
    (instants(), -86_399..86_400).prop_map(|(instant, offset)| {
        let moment =
            OffsetDateTime::from_unix_timestamp(instant.timestamp()).expect("a year to 9999");
        let moment =
            moment.replace_nanosecond(instant.timestamp_subsec_nanos()).expect("no leap second");
        let offset = UtcOffset::from_whole_seconds(offset).expect("less than a day");
        moment.checked_to_offset(offset).unwrap_or(moment)
    })
}

fn timestamps() -> impl Strategy<Value = Timestamp> {
    instants().prop_map(|instant| {
        let nanosecond = instant.timestamp_subsec_nanos().try_into().expect("less than a second");
        Timestamp::new(instant.timestamp(), nanosecond).unwrap_or(Timestamp::MAX)
    })
}

fn decimals() -> impl Strategy<Value = Decimal> {
    let any = (any::<[u32; 3]>(), any::<bool>(), 0..=28_u32).prop_map(
        |([low, middle, high], negative, scale)| {
            Decimal::from_parts(low, middle, high, negative, scale)
        },
    );
    prop_oneof![
        any,
        (-100..100_i64, 0..=3_u32).prop_map(|(number, scale)| Decimal::new(number, scale))
    ]
}

fn ids() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn payloads() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 1..9).prop_map(Bytes::from)
}

prop_compose! {
    fn scalars()(
        id in ids(), at in instants(), offset in offsets(), local in instants(), moment in moments(),
        timestamp in timestamps(), amount in decimals(), payload in payloads(), parent in option::of(ids()),
    ) -> Foreign {
        let day = local.date_naive();
        let date = moment.to_offset(UtcOffset::UTC).date();
        let civil = timestamp.to_zoned(jiff::tz::TimeZone::UTC).date();
        Foreign {
            id, at, offset, day, local: local.naive_utc(), moment, date, timestamp, civil, amount, payload, parent,
            ..foreign()
        }
    }
}

prop_compose! {
    fn items()(
        scalars in scalars(), ids in hash_set(ids(), 0..3), instants in btree_set(instants(), 0..3),
        amounts in btree_set(decimals(), 0..3), payloads in btree_set(payloads(), 0..3), list in vec(payloads(), 0..3),
    ) -> Foreign {
        Foreign { ids, instants, amounts, payloads, list, ..scalars }
    }
}

/// What is read of `item` once it was sent, on one wire.
fn carried(item: &Foreign, wire: Wire) -> Foreign {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let table = |script: &Script| Foreign::table(Dynamo::new(script.client(1)).with_wire(wire));
    let script = Script::new([Answer::success("{}")]);
    runtime.block_on(table(&script).put(item).send()).expect("a put");
    let sent: Value = script.requests()[0].json();
    let body = json!({ "Item": sent["Item"] }).to_string();
    let script = Script::new([Answer::success(body)]);
    let got = runtime.block_on(table(&script).get(item.id, item.at).send());
    got.expect("an item that can be read").expect("an item")
}

/// How the values of two items compare, by the names of their attributes.
fn orders(one: &Foreign, two: &Foreign) -> [(&'static str, Ordering); 9] {
    [
        ("id", one.id.cmp(&two.id)),
        ("at", one.at.cmp(&two.at)),
        ("offset", one.offset.cmp(&two.offset)),
        ("day", one.day.cmp(&two.day)),
        ("local", one.local.cmp(&two.local)),
        ("moment", one.moment.cmp(&two.moment)),
        ("timestamp", one.timestamp.cmp(&two.timestamp)),
        ("date", one.date.cmp(&two.date)),
        ("civil", one.civil.cmp(&two.civil)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decoding_what_was_encoded_gives_the_item(item in items()) {
        prop_assert_eq!(Foreign::from_item(item.to_item().unwrap()).unwrap(), item);
    }

    #[test]
    fn texts_sort_as_the_values_do(one in scalars(), two in scalars()) {
        let texts = [&one, &two].map(|item| item.to_item().unwrap());
        for (name, order) in orders(&one, &two) {
            let [one, two] = [&texts[0], &texts[1]].map(|item| item[name].as_s().unwrap());
            prop_assert_eq!(one.cmp(two), order, "{}: {} {}", name, one, two);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn both_wires_carry_the_item(item in items()) {
        prop_assert_eq!(&carried(&item, Wire::Json), &item);
        prop_assert_eq!(&carried(&item, Wire::Sdk), &item);
    }
}
