//! Attributes as the service compares them: numbers by their value, sets without an order.

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
