//! The rules of what the mapper writes by itself: versions, timestamps and counters.

use crate::checks::only;
use crate::errors::Errors;
use crate::field::{Behaviour, Field};
use crate::raw::RawTable;

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] =
    &[one_version, no_behaviour_of_a_key, behaviours_are_stored_as_they_are];

fn behaviours(table: &RawTable) -> impl Iterator<Item = (&Field, &Behaviour)> {
    table.item.fields.iter().filter_map(|field| Some((field, field.behaviour.as_ref()?)))
}

fn one_version(table: &RawTable, errors: &mut Errors) {
    let versions = behaviours(table).filter(|(_, behaviour)| behaviour.name == "version");
    for (_, second) in versions.skip(1) {
        errors.at(second.name.span(), "a second `#[version]`; remove one, an item has one");
    }
}

fn no_behaviour_of_a_key(table: &RawTable, errors: &mut Errors) {
    for (field, Behaviour { name, .. }) in behaviours(table) {
        if field.is_key() {
            let message =
                format!("`#[{name}]` on the primary key, which stays; mark another field");
            errors.at(name.span(), message);
        }
    }
}

fn behaviours_are_stored_as_they_are(table: &RawTable, errors: &mut Errors) {
    for (field, _) in behaviours(table) {
        only(&["rename", "default", "path"], field, "the mapper writes the attribute", errors);
    }
}
