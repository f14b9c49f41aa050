//! Rust's numbers as N, within DynamoDB's range and precision.

use std::str::FromStr;

use super::decoder::Decoder;
use super::digits::{self, Digits, FloatBuffer};
use super::encoder::Encoder;
use super::{Attribute, Bounds, Decode, Encode, kind};

macro_rules! numbers {
    ($($write:ident, $read:ident, $fits:ident, $one_form:literal, $bounds:tt: $($type:ident)*;)*) => {$($(
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
                let plain = from.plain_decimal(Decimal::$read);
                plain.or_else(|| {
                    parsed(from, $fits, concat!("the number does not fit `", stringify!($type), "`"))
                })
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
    integer, integer, every, true, whole: i8 i16 i32 i64 isize u8 u16 u32 u64 usize;
    long_integer, integer, every, true, whole: i128;
    long_integer, integer, every, true, unsigned: u128;
    // A float reads a number that it cannot hold as the nearest.
    float, single, near, false, none: f32;
    float, double, near, false, none: f64;
}

/// Reads a number as Rust does, where it has not few digits, or does not come as JSON.
#[inline(never)]
fn parsed<T: FromStr + Copy>(
    from: &mut Decoder<'_>,
    fits: fn(T, &str) -> bool,
    refusal: &'static str,
) -> Option<T> {
    let text = from.number()?;
    let value = text.parse().ok().filter(|value| fits(*value, &text));
    if value.is_none() {
        from.refuse(refusal);
    }
    value
}

/// A number of few digits: `digits` times ten to the power of `-scale`.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    pub(crate) digits: u64,
    pub(crate) scale: usize,
}

impl Decimal {
    /// So that they are an `i64`.
    pub(crate) const MAX_DIGITS: usize = 18;

    /// `None` where it is not whole, does not fit, or is the zero with a sign, which no unsigned integer reads.
    fn integer<T: TryFrom<i64>>(self) -> Option<T> {
        let digits = i64::try_from(self.digits).ok()?;
        let whole = self.scale == 0 && !(self.negative && digits == 0);
        let signed = if self.negative { -digits } else { digits };
        T::try_from(signed).ok().filter(|_| whole)
    }

    /// The nearest float. `None` where the digits or the power are no float themselves: of two that are, the quotient is it.
    #[allow(clippy::cast_precision_loss, reason = "the digits are an exact float")]
    fn double(self) -> Option<f64> {
        let power = DOUBLES.get(self.scale)?;
        let float = self.digits as f64 / power;
        (self.digits < 1 << 53).then_some(if self.negative { -float } else { float })
    }

    /// As `double`, of single precision.
    #[allow(clippy::cast_precision_loss, reason = "the digits are an exact float")]
    fn single(self) -> Option<f32> {
        let power = SINGLES.get(self.scale)?;
        let float = self.digits as f32 / power;
        (self.digits < 1 << 24).then_some(if self.negative { -float } else { float })
    }
}

/// The powers of ten that are exact.
const SINGLES: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];
const DOUBLES: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

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
fn float(value: impl zmij::Float + Into<f64>, to: &mut Encoder) {
    match Digits::float(value, &mut FloatBuffer::default()) {
        Ok(digits) => to.digits(digits),
        Err(reason) => to.refuse(reason),
    }
}

/// Whether the float is the number but for its last digits: Rust parses 1e300 as an infinite `f32`, and 1e-100 as 0.
fn near(value: impl Into<f64>, text: &str) -> bool {
    let value = value.into();
    value.is_finite() && (value != 0.0 || digits::is_zero(text))
}
