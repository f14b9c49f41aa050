//! A date or time in, text of one width out, which sorts as time does.

use crate::codec::encoder::Encoder;

pub(crate) const DATE: [u8; 10] = *b"0000-00-00";
pub(crate) const INSTANT: [u8; 30] = *b"0000-00-00T00:00:00.000000000Z";

pub(crate) const NO_DATE: &str = "expected a date such as `2026-11-22`, found a different string";
pub(crate) const NO_INSTANT: &str =
    "expected an RFC 3339 time such as `2026-11-22T10:00:00Z`, found a different string";

/// Writes S: `form`, with the year and what follows it, from months to nanoseconds, in the places of its zeros.
pub(crate) fn write<const N: usize>(mut form: [u8; N], year: i32, rest: &[u32], to: &mut Encoder) {
    // With a sign or a fifth digit, a text would sort before the year 1000.
    let Some(year) = u32::try_from(year).ok().filter(|year| *year <= 9999) else {
        return to.refuse(
            "the year is not between 0 and 9999, so the text would not sort in the order of time",
        );
    };
    let places = form.split_mut(|letter| *letter != b'0');
    for (places, number) in places.zip([year].iter().chain(rest)) {
        digits(places, *number);
    }
    to.string(
        str::from_utf8(&form).unwrap_or_else(|_| unreachable!("the form and digits are ASCII")),
    );
}

fn digits(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}
