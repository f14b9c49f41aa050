//! The rules of what the mapper writes by itself: versions, timestamps and counters.

use crate::checks::only;
use crate::errors::Errors;
use crate::field::{Behaviour, Field};
use crate::raw::RawTable;

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    one_version,
    no_behaviour_of_a_key,
    behaviours_are_stored_as_they_are,
    unique_values_do_not_expire,
];

fn behaviours(table: &RawTable) -> impl Iterator<Item = (&Field, &Behaviour)> {
    table.item.fields.iter().filter_map(|field| Some((field, field.behaviour.as_ref()?)))
}

fn one_version(table: &RawTable, errors: &mut Errors) {
    let versions = behaviours(table).filter(|(_, behaviour)| behaviour.name == "version");
    for (_, second) in versions.skip(1) {
        let message = "a table has at most one `#[version]`; remove this one or the other";
        errors.at(second.name.span(), message);
    }
}

fn no_behaviour_of_a_key(table: &RawTable, errors: &mut Errors) {
    for (field, Behaviour { name, .. }) in behaviours(table) {
        if field.is_key() {
            let message = format!(
                "`#[{name}]` cannot be on the primary key, which never changes; mark another field"
            );
            errors.at(name.span(), message);
        }
    }
}

fn behaviours_are_stored_as_they_are(table: &RawTable, errors: &mut Errors) {
    for (field, _) in behaviours(table) {
        only(&["rename", "default", "path"], field, "the mapper writes this attribute", errors);
    }
}

// The service deletes an expired item alone, and what claims its values would stay.
fn unique_values_do_not_expire(table: &RawTable, errors: &mut Errors) {
    let expires = table.item.fields.iter().any(|field| field.ttl.is_some());
    let unique = behaviours(table).filter(|(field, _)| expires && field.is_unique());
    for (_, Behaviour { name, .. }) in unique {
        let message = "`#[unique]` cannot be in a table with `#[ttl]`: an expired item is deleted without its claims; remove one of the two";
        errors.at(name.span(), message);
    }
}
