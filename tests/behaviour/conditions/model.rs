//! What attributes hold and what conditions on them mean, after DynamoDB's reference and without the mapper.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

/// A stored attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stored {
    S(String),
    N(i64),
    B(Vec<u8>),
    Bool(bool),
    Null,
    L(Vec<Self>),
    M(Map),
    Ss(BTreeSet<String>),
    Ns(BTreeSet<i64>),
    Bs(BTreeSet<Vec<u8>>),
}

/// The attributes of an item.
pub(super) type Map = BTreeMap<String, Stored>;

/// A step into a map or a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Key(&'static str),
    Nth(usize),
}

pub(super) type Steps = &'static [Step];

/// A side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Side {
    At(Steps),
    Size(Steps),
    Value(Stored),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Operator {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A condition.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Compare(Side, Operator, Side),
    Between(Side, Side, Side),
    In(Side, Vec<Side>),
    Exists(Steps),
    IsOfType(Steps, &'static str),
    BeginsWith(Steps, Side),
    Contains(Steps, Side),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
}

impl Meaning {
    pub(super) fn holds(&self, item: &Map) -> bool {
        match self {
            Self::Compare(left, operator, right) => {
                compare(left.of(item).as_ref(), *operator, right.of(item).as_ref())
            }
            Self::Between(side, low, high) => {
                let [side, low, high] = [side, low, high].map(|side| side.of(item));
                compare(side.as_ref(), Operator::Ge, low.as_ref())
                    && compare(side.as_ref(), Operator::Le, high.as_ref())
            }
            Self::In(side, others) => {
                let side = side.of(item);
                side.is_some() && others.iter().any(|other| other.of(item) == side)
            }
            Self::Exists(steps) => at(item, steps).is_some(),
            Self::IsOfType(steps, name) => at(item, steps).is_some_and(|found| found.ty() == *name),
            Self::BeginsWith(steps, start) => match (at(item, steps), start.of(item)) {
                (Some(Stored::S(text)), Some(Stored::S(start))) => text.starts_with(&start),
                (Some(Stored::B(bytes)), Some(Stored::B(start))) => bytes.starts_with(&start),
                _ => false,
            },
            Self::Contains(steps, element) => match (at(item, steps), element.of(item)) {
                (Some(container), Some(element)) => container.contains(&element),
                _ => false,
            },
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(item)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(item)),
            Self::Not(condition) => !condition.holds(item),
        }
    }
}

/// An absent side makes every comparison false but `<>`, and so do types that have no order between them.
fn compare(left: Option<&Stored>, operator: Operator, right: Option<&Stored>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return matches!(operator, Operator::Ne) };
    let order = left.order(right);
    match operator {
        Operator::Eq => left == right,
        Operator::Ne => left != right,
        Operator::Lt => order.is_some_and(Ordering::is_lt),
        Operator::Le => order.is_some_and(Ordering::is_le),
        Operator::Gt => order.is_some_and(Ordering::is_gt),
        Operator::Ge => order.is_some_and(Ordering::is_ge),
    }
}

impl Side {
    fn of(&self, item: &Map) -> Option<Stored> {
        match self {
            Self::At(steps) => at(item, steps).cloned(),
            Self::Size(steps) => at(item, steps).and_then(Stored::size),
            Self::Value(value) => Some(value.clone()),
        }
    }
}

fn at<'i>(item: &'i Map, steps: &[Step]) -> Option<&'i Stored> {
    let (Step::Key(root), steps) = steps.split_first()? else { return None };
    steps.iter().try_fold(item.get(*root)?, |found, step| match (found, step) {
        (Stored::M(map), Step::Key(key)) => map.get(*key),
        (Stored::L(list), Step::Nth(nth)) => list.get(*nth),
        _ => None,
    })
}

impl Stored {
    fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::S(one), Self::S(other)) => Some(one.as_bytes().cmp(other.as_bytes())),
            (Self::N(one), Self::N(other)) => Some(one.cmp(other)),
            (Self::B(one), Self::B(other)) => Some(one.cmp(other)),
            _ => None,
        }
    }

    fn contains(&self, element: &Self) -> bool {
        match (self, element) {
            (Self::S(text), Self::S(part)) => text.contains(part.as_str()),
            (Self::B(bytes), Self::B(part)) => {
                part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
            }
            (Self::L(list), element) => list.contains(element),
            (Self::Ss(set), Self::S(element)) => set.contains(element),
            (Self::Ns(set), Self::N(element)) => set.contains(element),
            (Self::Bs(set), Self::B(element)) => set.contains(element),
            _ => false,
        }
    }

    fn size(&self) -> Option<Self> {
        let size = match self {
            Self::S(text) => text.encode_utf16().count(),
            Self::B(bytes) => bytes.len(),
            Self::L(list) => list.len(),
            Self::M(map) => map.len(),
            Self::Ss(set) => set.len(),
            Self::Ns(set) => set.len(),
            Self::Bs(set) => set.len(),
            Self::N(_) | Self::Bool(_) | Self::Null => return None,
        };
        i64::try_from(size).ok().map(Self::N)
    }

    fn ty(&self) -> &'static str {
        match self {
            Self::S(_) => "S",
            Self::N(_) => "N",
            Self::B(_) => "B",
            Self::Bool(_) => "BOOL",
            Self::Null => "NULL",
            Self::L(_) => "L",
            Self::M(_) => "M",
            Self::Ss(_) => "SS",
            Self::Ns(_) => "NS",
            Self::Bs(_) => "BS",
        }
    }

    pub(super) fn attribute(&self) -> AttributeValue {
        match self {
            Self::S(text) => AttributeValue::S(text.clone()),
            Self::N(number) => AttributeValue::N(number.to_string()),
            Self::B(bytes) => AttributeValue::B(Blob::new(bytes.clone())),
            Self::Bool(flag) => AttributeValue::Bool(*flag),
            Self::Null => AttributeValue::Null(true),
            Self::L(list) => AttributeValue::L(list.iter().map(Self::attribute).collect()),
            Self::M(map) => AttributeValue::M(
                map.iter().map(|(key, value)| (key.clone(), value.attribute())).collect(),
            ),
            Self::Ss(set) => AttributeValue::Ss(set.iter().cloned().collect()),
            Self::Ns(set) => AttributeValue::Ns(set.iter().map(ToString::to_string).collect()),
            Self::Bs(set) => AttributeValue::Bs(set.iter().cloned().map(Blob::new).collect()),
        }
    }
}
