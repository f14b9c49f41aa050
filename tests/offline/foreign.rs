//! Fields of other crates' types: their stored form, its order, and that it reads back as the same value.

mod laws;

use std::collections::{BTreeSet, HashSet};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, B, Bs, L, N, Ns, S, Ss};
use bytes::Bytes;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};
use dynamo_runtime::codec::{Attributes, KeyAttribute};
use dynamo_runtime::expr::prefix;
use dynamo_runtime::schema::ScalarType;
use dynamo_runtime::{DynamoTable, ErrorKind};
use dynamo_tests::offline;
use jiff::Timestamp;
use rust_decimal::Decimal;
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

/// An item of all these types.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Foreign {
    #[hash_key]
    id: Uuid,
    #[range_key]
    at: DateTime<Utc>,
    #[lsi(name = "Offset")]
    offset: DateTime<FixedOffset>,
    #[lsi(name = "Day")]
    day: NaiveDate,
    local: NaiveDateTime,
    #[lsi(name = "Moment")]
    moment: OffsetDateTime,
    date: time::Date,
    #[lsi(name = "Timestamp")]
    timestamp: Timestamp,
    civil: jiff::civil::Date,
    #[gsi(name = "Amount")]
    amount: Decimal,
    #[gsi(name = "Amount", range)]
    payload: Bytes,
    #[gsi(name = "Parent")]
    parent: Option<Uuid>,
    ids: HashSet<Uuid>,
    instants: BTreeSet<DateTime<Utc>>,
    amounts: BTreeSet<Decimal>,
    payloads: BTreeSet<Bytes>,
    list: Vec<Bytes>,
}

const TEXT: &str = "2026-11-22T10:00:00.000000001Z";

fn foreign() -> Foreign {
    let at: DateTime<Utc> = TEXT.parse().unwrap();
    let moment = OffsetDateTime::from_unix_timestamp_nanos(
        at.timestamp_nanos_opt().expect("not far from 1970").into(),
    );
    let moment = moment.unwrap().to_offset(UtcOffset::from_hms(-3, -30, 0).unwrap());
    Foreign {
        id: Uuid::from_u128(0x1234_5678_9ABC_DEF0_1234_5678_9ABC_DEF0),
        at,
        offset: at.with_timezone(&FixedOffset::east_opt(3600).unwrap()),
        day: at.date_naive(),
        local: at.naive_utc(),
        moment,
        date: moment.date(),
        timestamp: TEXT.parse().unwrap(),
        civil: jiff::civil::date(7, 1, 2),
        amount: Decimal::new(-12_500, 3),
        payload: Bytes::from_static(b"\0x"),
        parent: None,
        ids: [Uuid::nil()].into(),
        instants: [at].into(),
        amounts: [Decimal::MAX].into(),
        payloads: [Bytes::from_static(b"x")].into(),
        list: vec![Bytes::new()],
    }
}

fn s(text: &str) -> AttributeValue {
    S(text.to_owned())
}

#[test]
fn values_have_these_forms() {
    let expected = [
        ("id", s("12345678-9abc-def0-1234-56789abcdef0")),
        ("at", s(TEXT)),
        ("offset", s(TEXT)),
        ("day", s("2026-11-22")),
        ("local", s("2026-11-22T10:00:00.000000001")),
        ("moment", s(TEXT)),
        ("date", s("2026-11-22")),
        ("timestamp", s(TEXT)),
        ("civil", s("0007-01-02")),
        ("amount", N("-12.5".to_owned())),
        ("payload", B(Blob::new(b"\0x"))),
        ("ids", Ss(vec!["00000000-0000-0000-0000-000000000000".to_owned()])),
        ("instants", Ss(vec![TEXT.to_owned()])),
        ("amounts", Ns(vec!["79228162514264337593543950335".to_owned()])),
        ("payloads", Bs(vec![Blob::new(b"x")])),
        ("list", L(vec![B(Blob::new([]))])),
    ];
    let expected: Attributes = expected.map(|(name, value)| (name.to_owned(), value)).into();
    assert_eq!(foreign().to_item().unwrap(), expected);
}

#[test]
fn the_types_are_keys_of_their_kind() {
    assert_eq!(<Uuid as KeyAttribute>::TYPE, ScalarType::S);
    assert_eq!(<NaiveDateTime as KeyAttribute>::TYPE, ScalarType::S);
    assert_eq!(<Decimal as KeyAttribute>::TYPE, ScalarType::N);
    assert_eq!(<Bytes as KeyAttribute>::TYPE, ScalarType::B);
    let item = foreign();
    let input = Foreign::table(offline()).get(item.id, item.at).input().unwrap();
    let mut stored = item.to_item().unwrap();
    stored.retain(|name, _| ["id", "at"].contains(&name.as_str()));
    assert_eq!(input.get_key().as_ref(), Some(&stored));
}

#[test]
fn keys_are_found_by_ranges() {
    let (item, table) = (foreign(), Foreign::table(offline()));
    let query = table.query(item.id).range(item.at..=item.at + chrono::TimeDelta::nanoseconds(1));
    let input = query.input().unwrap();
    let condition = input.get_key_condition_expression().as_deref().unwrap();
    assert!(condition.contains(" BETWEEN "), "{condition}");
    let values = input.get_expression_attribute_values().clone().unwrap();
    let values: Vec<_> = values.into_values().collect();
    assert_eq!(values.len(), 3);
    assert!(values.contains(&s(TEXT)) && values.contains(&s("2026-11-22T10:00:00.000000002Z")));
    let start: &[u8] = b"\0";
    assert!(table.query_amount(Decimal::ONE).range(prefix(start)).input().is_ok());
    assert!(table.query_parent(item.id).input().is_ok());
}

#[test]
fn values_stand_in_expressions() {
    let item = foreign();
    let slice: &[u8] = b"x";
    let dear = Foreign::AMOUNT.gt(Decimal::TEN) & Foreign::PAYLOADS.contains(b"x");
    let late =
        Foreign::DAY.ge(item.day) | Foreign::PARENT.eq(item.id) | Foreign::CIVIL.lt(item.civil);
    let update = Foreign::table(offline()).update(item.id, item.at);
    let update = update.set(Foreign::DATE, item.date).set(Foreign::LOCAL, item.local);
    assert!(update.condition(dear & late & Foreign::PAYLOAD.eq(slice)).input().is_ok());
}

#[test]
fn text_of_another_kind_is_a_decode_error_that_does_not_quote_it() {
    const INSTANT: &str =
        "expected an RFC 3339 time such as `2026-11-22T10:00:00Z`, found a different string";
    const DATE: &str = "expected a date such as `2026-11-22`, found a different string";
    const NUMBER: &str = "the number does not fit `Decimal`";
    let number = |text: &str| N(text.to_owned());
    let cases = [
        ("id", s("666"), "expected a UUID, found a different string"),
        ("id", number("666"), "expected S, found N"),
        ("at", s("2026-06-66T10:00:00Z"), INSTANT),
        ("at", s("2026-11-22T10:00:00"), INSTANT),
        ("offset", s(""), INSTANT),
        ("moment", s("666"), INSTANT),
        ("timestamp", s("666"), INSTANT),
        ("day", s("2026-06-66"), DATE),
        ("date", s("2026-06-66"), DATE),
        ("civil", s("2026-06-66"), DATE),
        (
            "local",
            s("666"),
            "expected a date and time such as `2026-11-22T10:00:00`, found a different string",
        ),
        ("amount", number("666E+27"), NUMBER),
        ("amount", number("666E-29"), NUMBER),
        ("amount", number("666E+2147483648"), NUMBER),
        ("amount", number("0.00000000000000000000000000666"), NUMBER),
        ("amount", number("99999999999999999999999999666"), NUMBER),
        ("payload", s("666"), "expected B, found S"),
        ("amounts[0]", Ns(vec!["666E+99".to_owned()]), NUMBER),
    ];
    for (path, value, reason) in cases {
        let mut item = foreign().to_item().unwrap();
        item.insert(path.trim_end_matches("[0]").to_owned(), value);
        let error = Foreign::from_item(item).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{path}");
        assert_eq!(error.to_string(), format!("Foreign.{path}: {reason}"));
    }
}

#[test]
fn other_spellings_of_what_is_no_key_are_read() {
    let cases = [
        ("amount", N("-12.500".to_owned())),
        ("amount", N("-1.250E+1".to_owned())),
        ("amount", N("-125e-1".to_owned())),
        ("amounts", Ns(vec!["7.9228162514264337593543950335E28".to_owned()])),
        ("ids", Ss(vec!["{00000000-0000-0000-0000-000000000000}".to_owned()])),
        ("instants", Ss(vec!["2026-11-22T11:00:00.000000001+01:00".to_owned()])),
    ];
    for (name, value) in cases {
        let mut item = foreign().to_item().unwrap();
        item.insert(name.to_owned(), value);
        assert_eq!(Foreign::from_item(item).unwrap(), foreign(), "{name}");
    }
}

#[test]
fn what_has_no_sortable_text_is_refused_before_it_is_sent() {
    let item = foreign();
    let before_zero = time::PrimitiveDateTime::MIN.assume_offset(UtcOffset::UTC);
    let out_of_range =
        time::PrimitiveDateTime::MIN.assume_offset(UtcOffset::from_hms(1, 0, 0).unwrap());
    let odd_leap = item.local.date().and_hms_opt(10, 0, 30).unwrap();
    let odd_leap = chrono::Timelike::with_nanosecond(&odd_leap, 1_500_000_000).unwrap();
    let refused = [
        Foreign { at: DateTime::<Utc>::MAX_UTC, ..item.clone() },
        Foreign { offset: DateTime::<Utc>::MIN_UTC.fixed_offset(), ..item.clone() },
        Foreign { day: NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap(), ..item.clone() },
        Foreign { local: NaiveDateTime::MIN, ..item.clone() },
        Foreign { local: odd_leap, ..item.clone() },
        Foreign { moment: before_zero, ..item.clone() },
        Foreign { moment: out_of_range, ..item.clone() },
        Foreign { date: time::Date::MIN, ..item.clone() },
        Foreign { timestamp: Timestamp::MIN, ..item.clone() },
        Foreign { civil: jiff::civil::date(-1, 12, 31), ..item.clone() },
    ];
    for item in refused {
        assert_eq!(item.to_item().unwrap_err().kind(), ErrorKind::InvalidRequest);
        let error = Foreign::table(offline()).put(&item).input().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().starts_with("Foreign."), "{error}");
    }
}

#[test]
fn the_first_and_the_last_instants_and_leap_seconds_read_back() {
    let item = foreign();
    let leap = item.local.date().and_hms_nano_opt(23, 59, 59, 1_999_999_999).unwrap();
    let items = [
        Foreign { at: laws::instant(laws::SECONDS.start, 0), ..item.clone() },
        Foreign { at: laws::instant(laws::SECONDS.end - 1, 999_999_999), ..item.clone() },
        Foreign { at: leap.and_utc(), local: leap, ..item.clone() },
        Foreign { timestamp: Timestamp::MAX, ..item.clone() },
        Foreign { civil: jiff::civil::Date::MAX, date: time::Date::MAX, ..item },
    ];
    for item in items {
        assert_eq!(Foreign::from_item(item.to_item().unwrap()).unwrap(), item);
    }
    assert_eq!(
        Foreign { at: leap.and_utc(), ..foreign() }.to_item().unwrap()["at"],
        s("2026-11-22T23:59:60.999999999Z")
    );
}
