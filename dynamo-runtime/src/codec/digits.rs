//! Text in, digits that DynamoDB holds as N out: the only text that stands in a request as it is.

// "Naming rules and data types" of the DynamoDB guide: up to 38 digits of precision, and these magnitudes.
const MAX_DIGITS: usize = 38;
const EXPONENTS: std::ops::RangeInclusive<i64> = -130..=125;

/// A decimal number, as a number's own writer spells it or as it was checked.
#[derive(Clone, Copy)]
pub(crate) struct Digits<'a>(&'a str);

impl<'a> Digits<'a> {
    /// Takes text that is a number which DynamoDB can hold, or tells why it is not.
    pub(crate) fn checked(text: &'a str) -> Result<Self, &'static str> {
        check(text).map(|()| Self(text))
    }

    /// Spells an integer of up to 64 bits, which has at most 20 digits.
    pub(crate) fn integer(value: impl itoa::Integer, buffer: &'a mut itoa::Buffer) -> Self {
        Self(buffer.format(value))
    }

    /// Spells the shortest number that reads back as the float.
    pub(crate) fn float(
        value: impl zmij::Float + Into<f64>,
        buffer: &'a mut FloatBuffer,
    ) -> Result<Self, &'static str> {
        let text = buffer.shortest.format(value);
        let text = text.strip_suffix(".0").unwrap_or(text);
        let magnitude = value.into().abs();
        let text = if magnitude < LEAST_SIGNED_EXPONENT {
            text
        } else {
            // A float that is the key of a map is found by the text that it has always had.
            buffer.unsigned = text.replacen("e+", "e", 1);
            &buffer.unsigned
        };
        // The text has at most 17 digits, so that the magnitude alone decides.
        if magnitude == 0.0 || (1e-130..1e126).contains(&magnitude) {
            Ok(Self(text))
        } else {
            Self::checked(text)
        }
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}

/// Where a float is spelt.
#[derive(Default)]
pub(crate) struct FloatBuffer {
    shortest: zmij::Buffer,
    /// The text without the plus sign of its exponent, where it has one.
    unsigned: String,
}

/// An `f32` below it is spelt without an exponent, and so is an `f64`.
const LEAST_SIGNED_EXPONENT: f64 = 1e12;

/// A decimal number, in parts.
struct Number<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Number<'a> {
    /// `None` where the text is no decimal number.
    fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.parse().ok()?;
        let number = Self { whole: whole.as_bytes(), fraction: fraction.as_bytes(), exponent };
        let decimal = number.len() > 0 && number.digits().all(|digit| digit.is_ascii_digit());
        decimal.then_some(number)
    }

    fn digits(&self) -> impl DoubleEndedIterator<Item = u8> {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn len(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// The number of zeros before the first other digit, and that of the digits from there to the last that is not zero.
    fn significant(&self) -> (usize, usize) {
        let is_zero = |digit: &u8| *digit == b'0';
        let before = self.digits().take_while(is_zero).count();
        let behind = self.digits().rev().take_while(is_zero).count();
        (before, self.len().saturating_sub(before + behind))
    }
}

/// Tells why DynamoDB would refuse `text` as N.
fn check(text: &str) -> Result<(), &'static str> {
    let number = Number::parse(text).ok_or(NOT_A_NUMBER)?;
    let (zeros, significant) = number.significant();
    if significant > MAX_DIGITS {
        return Err("the number has more than 38 significant digits");
    }
    let places = |digits: usize| i64::try_from(digits).unwrap_or(i64::MAX);
    let magnitude = match significant {
        0 => number.exponent,
        _ => number.exponent.saturating_add(places(number.whole.len()) - 1 - places(zeros)),
    };
    if EXPONENTS.contains(&magnitude) {
        Ok(())
    } else {
        Err("the magnitude of the number is not between 1E-130 and 9.99E+125")
    }
}

const NOT_A_NUMBER: &str = "not a decimal number: N cannot hold NaN, infinity or other text";

/// The bytes that N takes at least: a byte for two significant digits, one more, and one for a sign. Text that is no number
/// takes none.
///
/// The service takes more where a pair of digits is cut by the decimal point.
pub(crate) fn least_size(text: &str) -> usize {
    let Some(number) = Number::parse(text) else { return 0 };
    let (_, significant) = number.significant();
    let sign = usize::from(significant > 0 && text.starts_with('-'));
    1 + significant.div_ceil(2) + sign
}

/// Whether the text is the number 0.
pub(crate) fn is_zero(text: &str) -> bool {
    Number::parse(text).is_some_and(|number| number.significant().1 == 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_38_significant_digits_are_taken() {
        for text in
            ["0", "-0.0", "1", "-12.50", "1e125", "9.99e125", "1e-130", ".5", "5.", "+1E+05"]
        {
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
            "0e126".into(),
            "1e99999999999999999999".into(),
        ];
        for text in refused {
            assert!(check(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "+.",
            "1e",
            "e1",
            "1e1.0",
            "1.2.3",
            "--1",
            "+-1",
            " 1",
            "1 ",
            "1\n",
            "1_0",
            "0x10",
            "1d",
            "NaN",
            "inf",
            "-inf",
            "٣",
            "１",
            "1e+-1",
            "1\"",
            "{\"S\":\"a\"}",
            "1\"},\"role\":{\"S\":\"admin",
        ] {
            assert_eq!(check(text), Err(NOT_A_NUMBER), "{text:?}");
        }
    }

    #[test]
    fn a_float_is_taken_where_its_text_is() {
        let limits = [1e-130, 1e126, 0.0, f64::MAX, f64::from(f32::MIN_POSITIVE)];
        let floats = limits.into_iter().flat_map(|limit: f64| [limit.next_down(), limit, -limit]);
        for float in floats.chain([f64::NAN, f64::INFINITY]) {
            let text = zmij::Buffer::new().format(float).to_owned();
            let taken = Digits::float(float, &mut FloatBuffer::default()).is_ok();
            assert_eq!(taken, check(&text).is_ok(), "{text}");
        }
    }

    fn spelt(float: impl zmij::Float + Into<f64>) -> String {
        let mut buffer = FloatBuffer::default();
        Digits::float(float, &mut buffer).expect("a number").as_str().to_owned()
    }

    #[test]
    fn a_float_is_spelt_as_it_has_always_been() {
        for (float, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-7.25, "-7.25"),
            (0.1, "0.1"),
            (1e-5, "0.00001"),
            (9.5e-6, "9.5e-6"),
            (123_456_789_012.5, "123456789012.5"),
            (1e12, "1000000000000"),
            (1e15, "1000000000000000"),
            (1e16, "1e16"),
            (-1.25e16, "-1.25e16"),
            (1.5e100, "1.5e100"),
            (9.99e125, "9.99e125"),
            (1e-130, "1e-130"),
        ] {
            assert_eq!(spelt(float), text);
        }
        for (float, text) in
            [(0.1_f32, "0.1"), (1e12, "1000000000000"), (1.28e13, "1.28e13"), (-3e38, "-3e38")]
        {
            assert_eq!(spelt(float), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_float_reads_back_and_has_no_plus_sign(float: f64, short in any::<f32>()) {
            for float in [float, f64::from(short), (float % 1e9 * 100.0).round() / 100.0] {
                if let Ok(digits) = Digits::float(float, &mut FloatBuffer::default()) {
                    prop_assert_eq!(digits.as_str().parse::<f64>(), Ok(float));
                    prop_assert!(!digits.as_str().contains('+'));
                }
            }
            if let Ok(digits) = Digits::float(short, &mut FloatBuffer::default()) {
                prop_assert_eq!(digits.as_str().parse::<f32>(), Ok(short));
                prop_assert!(!digits.as_str().contains('+'));
            }
        }
    }

    #[test]
    fn zeros_at_the_ends_have_no_size() {
        for (text, size) in [
            ("0", 1),
            ("-0.00", 1),
            ("10000000000000000000", 2),
            ("-12", 3),
            ("0.0012", 2),
            ("1.5e3", 2),
            ("123", 3),
            ("no number", 0),
        ] {
            assert_eq!(least_size(text), size, "{text}");
        }
    }
}
