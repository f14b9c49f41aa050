//! Rust's numbers as N, within DynamoDB's range and precision.

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Decode, Encode, kind};

// "Naming rules and data types" of the DynamoDB guide: up to 38 digits of precision, and these magnitudes.
const MAX_DIGITS: usize = 38;
const MIN_EXPONENT: i64 = -130;
const MAX_EXPONENT: i64 = 125;

macro_rules! numbers {
    ($($write:ident, $fits:path, $one_form:literal: $($type:ident)*;)*) => {$($(
        impl Attribute for $type {
            type Kind = kind::N;
            type Required = Self;
            type List = numbers!(@list $type);
            const ONE_FORM: bool = $one_form;
        }

        impl Encode for $type {
            fn encode(&self, to: &mut Encoder) {
                $write(*self, to);
            }

            numbers!(@encode_list $type);
        }

        impl Decode<'_> for $type {
            fn decode(from: &mut Decoder<'_>) -> Option<Self> {
                let value = from.number()?.parse().ok().filter($fits);
                if value.is_none() {
                    from.refuse(concat!("expected a number that fits `", stringify!($type), "`, found another"));
                }
                value
            }

            numbers!(@decode_list $type);
        }
    )*)*};
    // Bytes are a `Vec<u8>`, stored as B; a `Vec` of any other number is L.
    (@list u8) => { kind::B };
    (@list $type:ident) => { kind::L };
    (@encode_list u8) => {
        fn encode_list(list: &[Self], to: &mut Encoder) {
            to.bytes(list);
        }
    };
    (@encode_list $type:ident) => {};
    (@decode_list u8) => {
        fn decode_list(from: &mut Decoder<'_>) -> Option<Vec<Self>> {
            from.bytes()
        }
    };
    (@decode_list $type:ident) => {};
}

numbers! {
    integer, every, true: i8 i16 i32 i64 isize u8 u16 u32 u64 usize;
    long_integer, every, true: i128 u128;
    // A float reads a number that it cannot hold as the nearest.
    float, finite, false: f32 f64;
}

fn every<T>(_: &T) -> bool {
    true
}

/// An integer of up to 64 bits has at most 20 digits.
fn integer(value: impl itoa::Integer, to: &mut Encoder) {
    to.digits(itoa::Buffer::new().format(value));
}

fn long_integer(value: impl itoa::Integer, to: &mut Encoder) {
    to.number(itoa::Buffer::new().format(value));
}

/// Writes the shortest text that reads back as the same number.
fn float(value: impl ryu::Float + Into<f64>, to: &mut Encoder) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format(value);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let magnitude = value.into().abs();
    // The text has at most 17 digits, so that the magnitude alone decides.
    if magnitude == 0.0 || (1e-130..1e126).contains(&magnitude) {
        to.digits(text);
    } else {
        to.number(text);
    }
}

// Rust parses 1e300 as an infinite `f32`.
fn finite(value: &(impl Copy + Into<f64>)) -> bool {
    (*value).into().is_finite()
}

/// Tells why DynamoDB would refuse `text`, which is a decimal number, as N.
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    let exponent: i64 = exponent.parse().map_err(|_| NOT_A_NUMBER)?;
    if whole.is_empty() || !digits().all(|digit| digit.is_ascii_digit()) {
        return Err(NOT_A_NUMBER);
    }
    let Some(first) = digits().position(|digit| digit != b'0') else { return Ok(()) };
    let last = digits().enumerate().filter(|(_, digit)| *digit != b'0').last();
    if last.is_some_and(|(last, _)| last - first >= MAX_DIGITS) {
        return Err("a number has more than 38 significant digits");
    }
    let places = i64::try_from(whole.len()).unwrap_or(i64::MAX) - 1;
    let magnitude = exponent.saturating_add(places - i64::try_from(first).unwrap_or(i64::MAX));
    if (MIN_EXPONENT..=MAX_EXPONENT).contains(&magnitude) {
        Ok(())
    } else {
        Err("a number's magnitude is not between 1E-130 and 9.99E+125")
    }
}

const NOT_A_NUMBER: &str = "not a decimal number: NaN and infinity cannot be stored as N";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_38_significant_digits_are_taken() {
        for text in ["0", "-0.0", "1", "-12.50", "1e125", "9.99e125", "1e-130"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        let digits = "1".repeat(38);
        assert_eq!(check(&digits), Ok(()));
        assert_eq!(check(&format!("{digits}{}", "0".repeat(88))), Ok(()));
        assert_eq!(check(&format!("0.{}{digits}", "0".repeat(50))), Ok(()));
    }

    #[test]
    fn numbers_that_dynamodb_cannot_hold_are_refused() {
        let refused = [
            "1".repeat(39),
            format!("1.{}1", "0".repeat(37)),
            "1e126".into(),
            "9.9e-131".into(),
            "NaN".into(),
            "inf".into(),
            "-inf".into(),
            String::new(),
            ".5".into(),
            "1e".into(),
            "1e99999999999999999999".into(),
        ];
        for text in refused {
            assert!(check(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_float_is_taken_where_its_text_is() {
        let limits = [1e-130, 1e126, 0.0, f64::MAX, f64::from(f32::MIN_POSITIVE)];
        let floats = limits.into_iter().flat_map(|limit: f64| [limit.next_down(), limit, -limit]);
        for float in floats.chain([f64::NAN, f64::INFINITY]) {
            let text = ryu::Buffer::new().format(float).to_owned();
            let taken = Encoder::attribute(&float).is_ok();
            assert_eq!(taken, check(&text).is_ok(), "{text}");
        }
    }
}
