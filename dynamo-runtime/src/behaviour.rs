//! What the behaviours that fields declare do to a write: to an item that is put, and to the changes of an update.

pub(crate) mod put;
pub(crate) mod update;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::Attributes;
use crate::error::{Mistake, Step};
use crate::table::behaviour::Behaviour;

impl Behaviour {
    fn at(&self, mut mistake: Mistake) -> Mistake {
        mistake.within(Step::Name(self.name.into()));
        mistake
    }
}

/// Whether the item has another version than the one that was read, which `read` returns by the attribute's name; an absent one
/// is 0.
pub(crate) fn is_other_version(
    behaviours: &[Behaviour],
    item: &Attributes,
    read: impl FnOnce(&str) -> Option<AttributeValue>,
) -> bool {
    let number = |version: Option<&AttributeValue>| match version {
        Some(version) => version.as_n().ok().and_then(|number| number.parse::<i128>().ok()),
        None => Some(0),
    };
    let version = behaviours.iter().find(|behaviour| behaviour.is_version());
    version.is_some_and(|Behaviour { name, .. }| {
        number(read(name).as_ref()) != number(item.get(*name))
    })
}
