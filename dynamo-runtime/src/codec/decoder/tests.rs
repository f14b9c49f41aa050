//! What is read on the fast paths: as on the others, whatever the names, their order and the spelling.

use std::collections::BTreeMap;
use std::fmt::Debug;

use aws_sdk_dynamodb::types::AttributeValue;
use proptest::prelude::*;
use serde_json::json;

use crate::codec::{Decode, Decoder, Field, Slot};

/// Names as long as the words that are compared at once, and a little shorter and longer; some differ only at their end.
const FIELDS: &[Field] = &[
    Field::new("a"),
    Field::new("elevenbytes"),
    Field::new("twelve_bytes"),
    Field::new("thirteenbytes"),
    Field::new("thirteenbyteS"),
    Field::new("fourteen_bytes"),
    Field::new("seventeen_bytes_a"),
    Field::new("seventeen_bytes_b"),
    Field::new("ümläut"),
    Field::new("a name of more than thirty-two bytes"),
    Field::new("quo\"ted"),
];

/// The numbers in the attributes of these names.
#[derive(Debug, PartialEq)]
struct Numbers([Option<u64>; FIELDS.len()]);

impl<'a> Decode<'a> for Numbers {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        let mut read = [const { None::<Option<u64>> }; FIELDS.len()];
        let mut slots: Vec<&mut dyn Slot<'a>> = read.iter_mut().map(|slot| slot as _).collect();
        from.fields(FIELDS, &mut slots)?;
        Some(Self(read.map(Option::flatten)))
    }
}

/// An item with these attributes, in this order and spelt with these spaces.
fn spelt(order: &[(usize, u64)], space: &str) -> String {
    let name = |at: usize| FIELDS.get(at).map_or("elevenbytez", |field| field.name);
    let member = |(at, value): &(usize, u64)| {
        format!("{}{space}:{space}{{\"N\":\"{value}\"}}", json!(name(*at)))
    };
    let members: Vec<_> = order.iter().map(member).collect();
    format!("{{{space}{}{space}}}", members.join(&format!("{space},{space}")))
}

fn read(items: &[String]) -> Vec<Numbers> {
    let (json, mut read) = (format!("[{}]", items.join(",")), Vec::new());
    let mut decoder = Decoder::of_response(&json);
    let whole =
        decoder.json_array(&mut |from| from.json_item(Numbers::decode).map(|item| read.push(item)));
    assert!(whole.and_then(|()| decoder.json_end()).is_some(), "{json}");
    read
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fields_are_read_in_whatever_order_they_come(
        items in prop::collection::vec(
            (prop::sample::subsequence((0..=FIELDS.len()).collect::<Vec<_>>(), 0..=FIELDS.len() + 1).prop_shuffle(), 0..4),
            1..4,
        ),
    ) {
        // Each is read twice, by an order that is learnt and by one that is not.
        let items: Vec<_> = items.iter().flat_map(|item| [item, item]).collect();
        let values = |order: &[usize]| (7_u64..).zip(order).map(|(value, at)| (*at, value)).collect::<Vec<_>>();
        let texts: Vec<_> = items
            .iter()
            .map(|(order, space)| spelt(&values(order), ["", "", " ", "\n\t"][usize::try_from(*space).unwrap_or(0)]))
            .collect();
        for ((order, _), read) in items.iter().zip(read(&texts)) {
            let mut expected = Numbers([None; FIELDS.len()]);
            for (at, value) in values(order) {
                if let Some(slot) = expected.0.get_mut(at) {
                    *slot = Some(value);
                }
            }
            prop_assert_eq!(read, expected);
        }
    }
}

/// Reads N from JSON, and from what the SDK has parsed.
fn both<T: for<'a> Decode<'a> + Debug>(text: &str) -> [Option<T>; 2] {
    let json = format!("{{\"a\":{{\"N\":\"{text}\"}}}}");
    let mut decoder = Decoder::of_response(&json);
    let item = decoder.json_item(BTreeMap::<String, T>::decode);
    let mut value = AttributeValue::N(text.to_owned());
    [item.and_then(|mut item| item.remove("a")), Decoder::attribute(&mut value, T::decode).ok()]
}

fn alike(text: &str) {
    macro_rules! alike {
        ($($type:ident)*) => {$({
            let [json, value] = both::<$type>(text);
            // Told by their text, a zero with a sign is another.
            assert_eq!(json.map(|it| format!("{it:?}")), value.map(|it| format!("{it:?}")), "{text} as {}", stringify!($type));
        })*};
    }
    alike!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize i128 u128 f32 f64);
}

#[test]
fn numbers_at_their_limits_are_read_alike() {
    let limits = [
        i128::from(i8::MIN),
        0,
        127,
        128,
        255,
        256,
        1 << 24,
        1 << 53,
        10_i128.pow(18),
        i64::MAX.into(),
        u64::MAX.into(),
    ];
    for number in limits.iter().flat_map(|limit| [limit - 1, *limit, limit + 1, -limit]) {
        for text in [
            format!("{number}"),
            format!("0{number}"),
            format!("{number}.0"),
            format!("{number}.5"),
            format!("{number}e-3"),
        ] {
            alike(&text);
        }
    }
    let odd = [
        "",
        "-",
        "-0",
        "0",
        "00",
        "-00",
        "0.0",
        "-0.0",
        ".5",
        "5.",
        "-.5",
        "+1",
        "1.2.3",
        "1e5",
        "--1",
        "1-",
        "0.1",
        "16777217.1",
    ];
    let long = [
        "9".repeat(17),
        "9".repeat(18),
        "9".repeat(19),
        "9".repeat(20),
        "0".repeat(40),
        format!("1{}", "0".repeat(37)),
    ];
    for text in odd.map(str::to_owned).into_iter().chain(long) {
        alike(&text);
        for point in 0..text.len() {
            let (whole, fraction) = text.split_at(point);
            alike(&format!("{whole}.{fraction}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_number_is_read_alike(digits in "-?[0-9]{0,20}(\\.[0-9]{0,20})?(e-?[0-9]{1,2})?", float: f64, single: f32) {
        for text in [digits, float.to_string(), single.to_string(), format!("{:.3}", float % 1e6)] {
            alike(&text);
        }
    }
}
