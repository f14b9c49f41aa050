//! Sets as `AttributeValue`s, which have an order: sorted, and what one has that another has not.

use std::cmp::Ordering;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, Bs, L, M, Ns, Ss};

/// Sorts all sets in the value.
pub(super) fn sort(value: &mut AttributeValue) {
    match value {
        L(list) => list.iter_mut().for_each(sort),
        M(map) => map.values_mut().for_each(sort),
        Ss(texts) | Ns(texts) => texts.sort_unstable(),
        Bs(blobs) => blobs.sort_unstable_by(by_bytes),
        _ => {}
    }
}

pub(super) fn len(set: &AttributeValue) -> usize {
    match set {
        Ss(texts) | Ns(texts) => texts.len(),
        Bs(blobs) => blobs.len(),
        _ => 0,
    }
}

/// Returns the elements of `set` that `other` does not have; `None` where they are not sorted sets of one type.
pub(super) fn without(set: &AttributeValue, other: &AttributeValue) -> Option<AttributeValue> {
    Some(match (set, other) {
        (Ss(set), Ss(other)) => Ss(rest(set, other, String::cmp)),
        (Ns(set), Ns(other)) => Ns(rest(set, other, String::cmp)),
        (Bs(set), Bs(other)) => Bs(rest(set, other, by_bytes)),
        _ => return None,
    })
}

fn rest<E: Clone>(set: &[E], other: &[E], order: fn(&E, &E) -> Ordering) -> Vec<E> {
    let is_new = |element: &&E| other.binary_search_by(|known| order(known, element)).is_err();
    set.iter().filter(is_new).cloned().collect()
}

fn by_bytes(one: &Blob, other: &Blob) -> Ordering {
    one.as_ref().cmp(other.as_ref())
}
