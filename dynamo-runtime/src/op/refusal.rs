//! A write whose condition does not hold in, what stood in its way out.

use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Refusal};

/// Has the error tell what stood in the way of the write, if its condition does not hold: `stale` tells whether somebody else has
/// written the item that is there.
pub(super) fn told(error: Error, insert: bool, stale: impl FnOnce(&Attributes) -> bool) -> Error {
    if error.kind() != ErrorKind::ConditionFailed {
        return error;
    }
    let refusal = match error.item() {
        Some(_) if insert => Refusal::Exists,
        Some(item) if stale(item) => Refusal::Version,
        None if !insert => Refusal::Missing,
        _ => Refusal::Condition,
    };
    error.refused(refusal)
}
