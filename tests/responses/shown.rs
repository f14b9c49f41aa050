//! What a call returns in, a text out that is the same whenever the values are: maps and sets in order, numbers as they are.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::op::{Partial, Written};
use dynamo_runtime::{DynamoTable, Error, Outcome, Page};

use crate::{Everything, Order, Parcel, Session};

pub(super) trait Shown {
    fn shown(&self) -> String;
}

macro_rules! by_debug {
    ($($ty:ty)*) => {$(
        impl Shown for $ty {
            fn shown(&self) -> String {
                format!("{self:?}")
            }
        }
    )*};
}

by_debug! { () bool i64 u64 usize String Written }

macro_rules! by_item {
    ($($ty:ty)*) => {$(
        impl Shown for $ty {
            fn shown(&self) -> String {
                // One with a NaN cannot be written.
                self.to_item().map_or_else(|error| error.to_string(), |item| attributes(&item))
            }
        }
    )*};
}

by_item! { Order Everything Parcel Session }

fn attributes(map: &Attributes) -> String {
    let sorted: BTreeMap<_, _> = map.iter().collect();
    let shown: Vec<_> =
        sorted.iter().map(|(name, value)| format!("{name:?}: {}", value.shown())).collect();
    format!("{{{}}}", shown.join(", "))
}

impl Shown for AttributeValue {
    fn shown(&self) -> String {
        let mut sorted = self.clone();
        match &mut sorted {
            Self::M(map) => return attributes(map),
            Self::L(list) => return list.shown(),
            Self::Ss(set) | Self::Ns(set) => set.sort_unstable(),
            Self::Bs(set) => set.sort_unstable_by(|one, two| one.as_ref().cmp(two.as_ref())),
            _ => {}
        }
        format!("{sorted:?}")
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shown(&self) -> String {
        // Not their `Debug`: quotes within quotes within quotes have no end.
        let shown: Vec<_> = self.iter().map(Shown::shown).collect();
        format!("[{}]", shown.join(", "))
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), Shown::shown)
    }
}

/// Of an item that does not fit its type, the item.
impl<T: Shown> Shown for Result<T, Error> {
    fn shown(&self) -> String {
        match self {
            Ok(item) => item.shown(),
            Err(error) => {
                format!("{:?} {}", error.kind(), error.item().map(attributes).unwrap_or_default())
            }
        }
    }
}

impl<A: Shown, B: Shown> Shown for (A, B) {
    fn shown(&self) -> String {
        [self.0.shown(), self.1.shown()].join(", ")
    }
}

impl<A: Shown, B: Shown, C: Shown> Shown for (A, B, C) {
    fn shown(&self) -> String {
        [self.0.shown(), self.1.shown(), self.2.shown()].join(", ")
    }
}

impl<T: Shown, D: Shown> Shown for Outcome<T, D> {
    fn shown(&self) -> String {
        match self {
            Self::Done(done) => done.shown(),
            Self::Rejected { current } => format!("rejected: {}", current.shown()),
        }
    }
}

impl Shown for Partial<Order> {
    fn shown(&self) -> String {
        let (total, address) = (self.get(Order::TOTAL), self.get(Order::ADDRESS));
        let kinds = (total.map_err(|error| error.kind()), address.map_err(|error| error.kind()));
        format!("{self:?} {kinds:?}")
    }
}

impl<T: Shown> Shown for Page<T> {
    fn shown(&self) -> String {
        let cursor = self.cursor.as_ref().map(ToString::to_string);
        let Self { count, scanned_count, consumed_capacity, .. } = self;
        format!("{} {cursor:?} {count} {scanned_count} {consumed_capacity}", self.items.shown())
    }
}
