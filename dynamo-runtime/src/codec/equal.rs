//! Attributes as the service compares them: numbers by their value, sets without an order.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;

use super::Attributes;

/// Whether the items have the same attributes.
pub(crate) fn same_item(one: &Attributes, other: &Attributes) -> bool {
    let has = |(name, value)| other.get(name).is_some_and(|other| same(value, other));
    one.len() == other.len() && one.iter().all(has)
}

/// Whether the attributes are equal.
pub(crate) fn same(one: &AttributeValue, other: &AttributeValue) -> bool {
    use AttributeValue as A;
    match (one, other) {
        (A::N(one), A::N(other)) => Element::number(one) == Element::number(other),
        (A::L(one), A::L(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (A::M(one), A::M(other)) => same_item(one, other),
        _ => match (elements(one), elements(other)) {
            (Some(one), Some(other)) => one == other,
            _ => one == other,
        },
    }
}

/// The order of two strings, numbers or bytes, as the service sorts keys; `None` of attributes that have none.
pub(crate) fn order(one: &AttributeValue, other: &AttributeValue) -> Option<Ordering> {
    use AttributeValue as A;
    match (one, other) {
        (A::S(one), A::S(other)) => Some(one.cmp(other)),
        (A::B(one), A::B(other)) => Some(one.as_ref().cmp(other.as_ref())),
        (A::N(one), A::N(other)) => {
            order_of_numbers(&Element::number(one), &Element::number(other))
        }
        _ => None,
    }
}

fn order_of_numbers(one: &Element<'_>, other: &Element<'_>) -> Option<Ordering> {
    let (Element::Number(is_negative, digits, last), Element::Number(other_is, others, other_last)) =
        (one, other)
    else {
        return None;
    };
    // The power of ten before the first digit; 0 has none.
    let magnitude = |digits: &str, last: i64| {
        let digits = i64::try_from(digits.len()).ok().filter(|digits| *digits > 0)?;
        Some(last.saturating_add(digits))
    };
    let (one, other) = (magnitude(digits, *last), magnitude(others, *other_last));
    let absolute = one.cmp(&other).then_with(|| digits.cmp(others));
    Some(match (is_negative, other_is) {
        (false, false) => absolute,
        (true, true) => absolute.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    })
}

/// An element of a set.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Element<'v> {
    Text(&'v str),
    /// Whether it is negative; its digits without zeros at the ends; the power of ten of the last one.
    Number(bool, String, i64),
    Bytes(&'v [u8]),
}

impl<'v> Element<'v> {
    fn number(text: &'v str) -> Self {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let Ok(exponent) = exponent.parse::<i64>() else { return Self::Text(text) };
        let digits = [whole, fraction].concat();
        let significant = digits.trim_end_matches('0');
        let dropped = digits.len().abs_diff(significant.len());
        let significant = significant.trim_start_matches('0');
        if significant.is_empty() {
            return Self::Number(false, String::new(), 0);
        }
        let places = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let last = exponent.saturating_sub(places(fraction.len())).saturating_add(places(dropped));
        Self::Number(text.starts_with('-'), significant.to_owned(), last)
    }
}

/// The elements of a set; `None` of what is none.
pub(crate) fn elements(value: &AttributeValue) -> Option<BTreeSet<Element<'_>>> {
    match value {
        AttributeValue::Ss(texts) => Some(texts.iter().map(|text| Element::Text(text)).collect()),
        AttributeValue::Ns(texts) => Some(texts.iter().map(|text| Element::number(text)).collect()),
        AttributeValue::Bs(blobs) => {
            Some(blobs.iter().map(|blob| Element::Bytes(blob.as_ref())).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> AttributeValue {
        AttributeValue::N(text.to_owned())
    }

    #[test]
    fn numbers_are_equal_by_their_value() {
        let spellings = [
            vec!["0", "-0", "0.00", "0e5", "000"],
            vec!["1", "1.0", "01", "+1", "10e-1", "0.1e1", "1E0"],
            vec!["-1.5", "-15e-1", "-1.50"],
            vec!["100", "1e2", "1E+2", "100.0"],
            vec!["1.5"],
            vec!["0.001", "1e-3"],
        ];
        for (at, alike) in spellings.iter().enumerate() {
            for one in alike {
                for (other_at, others) in spellings.iter().enumerate() {
                    for other in others {
                        assert_eq!(same(&n(one), &n(other)), at == other_at, "{one} {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn keys_are_ordered_as_the_service_sorts_them() {
        let texts = [
            "-1e125", "-12.5", "-12.4", "-1", "-1e-130", "0", "1e-130", "0.5", "1", "1.25", "12",
            "100", "1e125",
        ];
        for (at, one) in texts.iter().enumerate() {
            for (other_at, other) in texts.iter().enumerate() {
                assert_eq!(order(&n(one), &n(other)), Some(at.cmp(&other_at)), "{one} {other}");
            }
        }
        assert_eq!(order(&n("-0.0"), &n("0")), Some(Ordering::Equal));
        let s = |text: &str| AttributeValue::S(text.to_owned());
        // By UTF-8: in UTF-16, the second would be the smaller one.
        assert_eq!(order(&s("\u{ffff}"), &s("\u{10000}")), Some(Ordering::Less));
        let b = |bytes: &[u8]| AttributeValue::B(aws_sdk_dynamodb::primitives::Blob::new(bytes));
        assert_eq!(order(&b(&[0x7f, 9]), &b(&[0x80])), Some(Ordering::Less));
        assert_eq!(order(&s("1"), &n("2")), None);
    }

    #[test]
    fn sets_have_no_order_and_lists_have_one() {
        let ns = |texts: [&str; 2]| AttributeValue::Ns(texts.map(str::to_owned).to_vec());
        let ss = |texts: [&str; 2]| AttributeValue::Ss(texts.map(str::to_owned).to_vec());
        let l = |texts: [&str; 2]| AttributeValue::L(texts.map(n).to_vec());
        assert!(same(&ns(["1", "2.0"]), &ns(["2", "1"])));
        assert!(!same(&ns(["1", "2"]), &ns(["1", "3"])));
        assert!(same(&ss(["a", "b"]), &ss(["b", "a"])));
        assert!(!same(&ss(["1", "2"]), &ns(["1", "2"])));
        assert!(same(&l(["1", "2.0"]), &l(["1", "2"])));
        assert!(!same(&l(["1", "2"]), &l(["2", "1"])));
    }

    #[test]
    fn items_are_equal_in_all_attributes() {
        let item = |values: &[(&str, &str)]| {
            values.iter().map(|(name, value)| ((*name).to_owned(), n(value))).collect()
        };
        let one: Attributes = item(&[("a", "1"), ("b", "2")]);
        assert!(same_item(&one, &item(&[("b", "2.0"), ("a", "1")])));
        assert!(!same_item(&one, &item(&[("a", "1")])));
        assert!(!same_item(&one, &item(&[("a", "1"), ("c", "2")])));
        let nested = |value| Attributes::from([("m".to_owned(), AttributeValue::M(value))]);
        assert!(same_item(&nested(one.clone()), &nested(item(&[("a", "1.0"), ("b", "2")]))));
        assert!(!same_item(&nested(one), &nested(item(&[("a", "1"), ("b", "3")]))));
    }
}
