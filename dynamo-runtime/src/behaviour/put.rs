//! A whole item in, the item with what its behaviours write out.

use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::Attributes;
use crate::codec::timestamp::{WriteTime, time};
use crate::codec::value::Value;
use crate::error::Mistake;
use crate::expr::predicate::{self, Predicate};
use crate::table::behaviour::{Action, Behaviour};

/// Writes what the behaviours say into an item that is put, or inserted, at the time `now`. Returns what must hold for the item
/// that is there.
pub(crate) fn put(
    behaviours: &[Behaviour],
    insert: bool,
    now: SystemTime,
    item: &mut Attributes,
) -> Result<Option<Predicate>, Mistake> {
    let mut guard = None;
    for behaviour in behaviours {
        let old = item.get(behaviour.name);
        if let (Action::Version(..), false) = (behaviour.action, insert) {
            let read = Value::of(&old.cloned());
            predicate::require(&mut guard, Predicate::version(behaviour.name, read));
        }
        let new = written(behaviour.action, insert, now, old);
        let new = new.map_err(|mistake| behaviour.at(mistake))?;
        item.extend(new.map(|value| (behaviour.name.to_owned(), value)));
    }
    Ok(guard)
}

/// What is written instead of the item's own value, if something is.
fn written(
    action: Action,
    insert: bool,
    now: SystemTime,
    own: Option<&AttributeValue>,
) -> Result<Option<AttributeValue>, Mistake> {
    let number = |number: String| Ok(Some(AttributeValue::N(number)));
    match action {
        Action::Version(holds, _) => {
            let next = AttributeValue::N(next(own)?);
            let fits = holds(&next).then_some(Some(next));
            fits.ok_or_else(|| Mistake::new("the next version does not fit the field's type"))
        }
        Action::CreatedAt(write) if insert || is_unset(own, write) => time(write, now).map(Some),
        Action::UpdatedAt(write) => time(write, now).map(Some),
        Action::Counter { start, .. } if insert || own.is_none() => number(start.to_string()),
        Action::CreatedAt(_) | Action::Counter { .. } => Ok(None),
    }
}

/// The version after `own`; an absent one has never been stored, as 0.
pub(super) fn next(own: Option<&AttributeValue>) -> Result<String, Mistake> {
    let Some(own) = own else { return Ok(1.to_string()) };
    let next = own.as_n().ok().and_then(|own| own.parse::<i128>().ok()?.checked_add(1));
    let next = next.ok_or_else(|| Mistake::new("the version is not a whole number"))?;
    Ok(next.to_string())
}

/// Whether nobody has set the time: it is absent, empty, or the epoch, which is 0 as a number.
fn is_unset(own: Option<&AttributeValue>, write: WriteTime) -> bool {
    own.is_none_or(|own| {
        own.as_s().is_ok_and(String::is_empty)
            || time(write, SystemTime::UNIX_EPOCH).is_ok_and(|epoch| *own == epoch)
    })
}
