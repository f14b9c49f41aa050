//! Rust's numbers as N, within DynamoDB's range and precision.

use super::decoder::Decoder;
use super::digits::{self, Digits};
use super::encoder::Encoder;
use super::{Attribute, Bounds, Decode, Encode, kind};

macro_rules! numbers {
    ($($write:ident, $fits:ident, $one_form:literal, $bounds:tt: $($type:ident)*;)*) => {$($(
        impl Attribute for $type {
            type Kind = kind::N;
            type Required = Self;
            type List = numbers!(@list $type);
            const ONE_FORM: bool = $one_form;
            const BOUNDS: Option<Bounds> = numbers!(@bounds $bounds $type);
        }

        impl Encode for $type {
            fn encode(&self, to: &mut Encoder) {
                $write(*self, to);
            }

            numbers!(@encode_list $type);
        }

        impl Decode<'_> for $type {
            fn decode(from: &mut Decoder<'_>) -> Option<Self> {
                let text = from.number()?;
                match text.parse() {
                    Ok(value) if $fits(value, &text) => Some(value),
                    _ => {
                        from.refuse(concat!("the number does not fit `", stringify!($type), "`"));
                        None
                    }
                }
            }

            numbers!(@decode_list $type);
        }
    )*)*};
    (@bounds whole $type:ident) => {{
        #[allow(clippy::cast_lossless, reason = "`From` is not const")]
        let bounds = Bounds::new(<$type>::MIN as i128, <$type>::MAX as i128);
        Some(bounds)
    }};
    (@bounds unsigned $type:ident) => { Some(Bounds::new(0, i128::MAX)) };
    (@bounds none $type:ident) => { None };
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
    integer, every, true, whole: i8 i16 i32 i64 isize u8 u16 u32 u64 usize;
    long_integer, every, true, whole: i128;
    long_integer, every, true, unsigned: u128;
    // A float reads a number that it cannot hold as the nearest.
    float, near, false, none: f32 f64;
}

fn every<T>(_: T, _: &str) -> bool {
    true
}

/// An integer of up to 64 bits.
fn integer(value: impl itoa::Integer, to: &mut Encoder) {
    to.digits(Digits::integer(value, &mut itoa::Buffer::new()));
}

fn long_integer(value: impl itoa::Integer, to: &mut Encoder) {
    to.number(itoa::Buffer::new().format(value));
}

/// Writes the shortest text that reads back as the same number.
fn float(value: impl ryu::Float + Into<f64>, to: &mut Encoder) {
    match Digits::float(value, &mut ryu::Buffer::new()) {
        Ok(digits) => to.digits(digits),
        Err(reason) => to.refuse(reason),
    }
}

/// Whether the float is the number but for its last digits: Rust parses 1e300 as an infinite `f32`, and 1e-100 as 0.
fn near(value: impl Into<f64>, text: &str) -> bool {
    let value = value.into();
    value.is_finite() && (value != 0.0 || digits::is_zero(text))
}
