//! `Decimal` as N, without rounding.

use rust_decimal::Decimal;

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::{Decode, Encode};

attributes! {
    Decimal: N = true;
}

impl Encode for Decimal {
    fn encode(&self, to: &mut Encoder) {
        // A decimal has at most 29 digits, 28 of them behind the point: N holds them all.
        to.number(&self.normalize().to_string());
    }
}

impl Decode<'_> for Decimal {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        let text = from.number()?;
        let value = Self::from_str_exact(&text).ok().or_else(|| scientific(&text));
        if value.is_none() {
            from.refuse("the number does not fit `Decimal`");
        }
        value
    }
}

/// Reads `1.5E+3`. The crate's own `from_scientific` rounds.
fn scientific(text: &str) -> Option<Decimal> {
    let (digits, exponent) = text.split_once(['e', 'E'])?;
    let digits = Decimal::from_str_exact(digits).ok()?.normalize();
    let exponent: i32 = exponent.parse().ok()?;
    let scale = i32::try_from(digits.scale()).ok()?.checked_sub(exponent)?;
    let (factor, scale) = match u32::try_from(scale) {
        Ok(scale) => (1, scale),
        Err(_) => (10_i128.checked_pow(scale.unsigned_abs())?, 0),
    };
    Decimal::try_from_i128_with_scale(digits.mantissa().checked_mul(factor)?, scale).ok()
}
