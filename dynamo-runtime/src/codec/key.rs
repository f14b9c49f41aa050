//! Keys as they are stored: which spellings are one key, and that a key is read only where it would be written alike.

use std::borrow::Cow;
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Decode, Encode, Lenient, Slot};

/// A slot, and whether what is read into it is a key of the table or of an index.
#[derive(Debug)]
pub struct Keyed<S>(pub S, pub bool);

impl<'a, T: Attribute + Encode + Decode<'a>> Slot<'a> for Keyed<Option<T>> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        self.0 = decode(from, self.1);
    }

    fn settle(&mut self) -> bool {
        self.0.settle()
    }
}

impl<'a, T: Attribute + Encode + Decode<'a>> Slot<'a> for Keyed<Lenient<T>> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        if self.1 && !from.take_null() {
            self.0.0 = decode(from, true);
        } else {
            self.0.read(from);
        }
    }

    fn settle(&mut self) -> bool {
        self.0.settle()
    }
}

/// Reads an attribute. A key is refused where it would be written in another form than it is stored in: a get would not find its
/// item, and a put would store the item a second time.
pub(crate) fn decode<'a, T: Attribute + Encode + Decode<'a>>(
    from: &mut Decoder<'a>,
    is_key: bool,
) -> Option<T> {
    if T::ONE_FORM || !is_key {
        return T::decode(from);
    }
    let stored = from.copied();
    let key = T::decode(from)?;
    check(from, stored.as_ref(), &key)?;
    Some(key)
}

fn check(from: &mut Decoder<'_>, stored: Option<&AttributeValue>, key: &dyn Encode) -> Option<()> {
    let Some(stored) = stored else { return Some(()) };
    let written = match Encoder::attribute(key) {
        // An index has no item without a key.
        Ok(None) => return Some(()),
        Ok(written) => written,
        Err(_) => None,
    };
    if written.as_ref().and_then(Scalar::of) == Scalar::of(stored) {
        return Some(());
    }
    from.refuse(format!(
        "the key is stored in a different form than the field writes, so reads would not find it; {}",
        remedy(stored)
    ));
    None
}

/// What the field must be to read and write a key that is stored so.
fn remedy(stored: &AttributeValue) -> &'static str {
    let AttributeValue::S(text) = stored else {
        return "use a type that holds every stored value, such as `Decimal` for numbers, or `#[dynamo(with = ...)]`";
    };
    match form(text).as_deref() {
        Some("0000-00-00T00:00:00Z") => "mark the field with `#[dynamo(with = Rfc3339Seconds)]`",
        Some("0000-00-00T00:00:00.000Z") => {
            "mark the field with `#[dynamo(with = Rfc3339Milliseconds)]`"
        }
        Some("0000-00-00T00:00:00.000000000Z") => {
            "use a time type of `chrono`, `jiff` or `time` without `with`"
        }
        _ => "use a `String`, or `#[dynamo(with = ...)]` with a type that writes this form",
    }
}

/// The text with `0` for every digit; `None` where it is no time.
fn form(text: &str) -> Option<String> {
    let zero = |letter: char| if letter.is_ascii_digit() { '0' } else { letter };
    (text.len() <= 30).then(|| text.chars().map(zero).collect())
}

/// The value of a key. A number is equal to itself in any spelling, and so is its hash.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar<'v> {
    Text(&'v str),
    Number(Number<'v>),
    Bytes(&'v [u8]),
}

/// A number's sign, its significant digits, and where in them, or outside, its point stands.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Number<'v> {
    pub(super) negative: bool,
    pub(super) digits: Cow<'v, str>,
    pub(super) point: i64,
}

impl<'v> Scalar<'v> {
    /// `None` where the value cannot be a key.
    pub(crate) fn of(value: &'v AttributeValue) -> Option<Self> {
        match value {
            AttributeValue::S(text) => Some(Self::Text(text)),
            AttributeValue::N(text) => Number::of(text).map(Self::Number),
            AttributeValue::B(blob) => Some(Self::Bytes(blob.as_ref())),
            _ => None,
        }
    }
}

impl<'v> Number<'v> {
    /// `None` where the text is no number.
    pub(super) fn of(text: &'v str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = match (whole, fraction) {
            (digits, "") => Cow::Borrowed(digits),
            _ => Cow::Owned([whole, fraction].concat()),
        };
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let places = i64::try_from(whole.len() + significant.len()).ok()?;
        let places = places.checked_sub(i64::try_from(digits.len()).ok()?)?;
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self { negative: false, digits: Cow::Borrowed(""), point: 0 });
        }
        let point = exponent.parse::<i64>().ok()?.checked_add(places)?;
        let begin = digits.len() - digits.trim_start_matches('0').len();
        let end = begin + significant.len();
        let digits = match &digits {
            Cow::Borrowed(digits) => Cow::Borrowed(&digits[begin..end]),
            Cow::Owned(digits) => Cow::Owned(digits[begin..end].to_owned()),
        };
        Some(Self { negative: text.starts_with('-'), digits, point })
    }
}

/// One text for each number.
impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        write!(f, "{sign}0.{}e{}", self.digits, self.point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Number<'_>> {
        Number::of(text)
    }

    #[test]
    fn a_number_has_one_text() {
        for (number, text) in [("-12.50", "-0.125e2"), ("0.00", "0"), ("1E0", "0.1e1"), ("-0", "0")]
        {
            assert_eq!(Number::of(number).map(|number| number.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_number_is_one_in_every_spelling() {
        let same: [&[&str]; 5] = [
            &["1", "1.0", "1E0", "+1", "01", "0.1e1", "10E-1", "1.000e+00"],
            &["-12.5", "-12.50", "-1.25e1", "-125E-1", "-0.0125e3"],
            &["0", "-0", "0.00", "0e5", "00"],
            &["1e-130", "0.1E-129", "10e-131"],
            &["9.99E125", "999e123"],
        ];
        for (at, spellings) in same.iter().enumerate() {
            for spelling in *spellings {
                assert_eq!(number(spelling), number(spellings[0]), "{spelling}");
                assert!(number(spelling).is_some(), "{spelling}");
                let others = same.iter().enumerate().filter(|(other, _)| *other != at);
                for (_, others) in others {
                    assert_ne!(number(spelling), number(others[0]), "{spelling}");
                }
            }
        }
        for text in ["", "-", ".", "e1", "1e", "NaN", "1e99999999999999999999", "1x", "٣"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
