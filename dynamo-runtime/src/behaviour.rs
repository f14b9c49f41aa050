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

/// Whether the item has another version than the one that was read; an absent one is 0.
pub(crate) fn is_other_version(
    name: &str,
    read: Option<&AttributeValue>,
    item: &Attributes,
) -> bool {
    let number = |version: Option<&AttributeValue>| match version {
        Some(version) => version.as_n().ok().and_then(|number| number.parse::<i128>().ok()),
        None => Some(0),
    };
    number(read) != number(item.get(name))
}
