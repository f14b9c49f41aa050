//! A number in any spelling in, its one decimal text out, as DynamoDB shows it: `-12.5`.

use std::borrow::Cow;

use crate::codec::key::Number;
use crate::schema::{NUMBER, number_ends, number_goes_on};

/// Of more places than DynamoDB's numbers have.
const MAX_PLACES: u64 = 200;

/// Returns the one decimal text of the number; `None` where the text is no number.
pub(super) fn decimal(text: &str) -> Option<Cow<'_, str>> {
    if is_decimal(text, false) {
        return Some(Cow::Borrowed(text));
    }
    let number = Number::of(text).filter(|number| number.point.unsigned_abs() <= MAX_PLACES)?;
    let (sign, digits) = (if number.negative { "-" } else { "" }, &*number.digits);
    let zeros = |count: usize| "0".repeat(count);
    let places = usize::try_from(number.point.unsigned_abs()).ok()?;
    Some(Cow::Owned(match digits.len() {
        0 => "0".to_owned(),
        _ if number.point <= 0 => [sign, "0.", &zeros(places), digits].concat(),
        length if places >= length => [sign, digits, &zeros(places - length)].concat(),
        _ => [sign, &digits[..places], ".", &digits[places..]].concat(),
    }))
}

/// Whether the text is the one decimal text of a number, or of a whole one.
pub(super) fn is_decimal(text: &str, integer: bool) -> bool {
    let mut characters = text.bytes();
    let end =
        characters.try_fold(NUMBER, |state, character| number_goes_on(state, character, integer));
    end.is_some_and(number_ends)
}
