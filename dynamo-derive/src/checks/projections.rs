//! The rules of what an index includes.

use syn::Ident;

use crate::attrs::Projection;
use crate::checks::repeated;
use crate::errors::{Errors, unknown};
use crate::field::stored;
use crate::raw::{RawIndex, RawTable};

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    include_goes_with_its_own_projection,
    include_names_something,
    included_fields_exist,
    included_fields_are_named_once,
    included_fields_are_no_keys_of_the_index,
    at_most_twenty_are_included,
    at_most_a_hundred_are_included_in_all,
];

fn include_goes_with_its_own_projection(table: &RawTable, errors: &mut Errors) {
    for keys in table.indexes.iter().map(|index| &index.settings) {
        let Some(given) = &keys.projection else { continue };
        match (given.value == Projection::Include, &keys.include) {
            (false, Some(_)) => errors.at(
                given.at,
                "`include` already makes the projection INCLUDE; remove one of the two",
            ),
            (true, None) if !keys.spoilt => {
                errors.at(given.at, "INCLUDE needs the fields to include; add `include = [...]`");
            }
            _ => {}
        }
    }
}

fn include_names_something(table: &RawTable, errors: &mut Errors) {
    for include in table.indexes.iter().filter_map(|index| index.settings.include.as_ref()) {
        if include.value.is_empty() {
            let message = "the list is empty; name a field, or write `projection = \"KEYS_ONLY\"`";
            errors.at(include.at, message);
        }
    }
}

fn included_fields_exist(table: &RawTable, errors: &mut Errors) {
    let fields: Vec<_> = stored(&table.item.fields).map(|field| field.ident.to_string()).collect();
    for (_, name) in included(table) {
        if table.stored_field(name).is_none() {
            errors.at(name.span(), unknown("field", &name.to_string(), &fields));
        }
    }
}

fn included_fields_are_named_once(table: &RawTable, errors: &mut Errors) {
    for index in &table.indexes {
        for second in repeated(index.included().map(|name| (name, name))) {
            errors.at(second.span(), format!("`{second}` is listed twice; remove one"));
        }
    }
}

// The table's own keys are held as well, but templates name them, and the service takes them.
fn included_fields_are_no_keys_of_the_index(table: &RawTable, errors: &mut Errors) {
    for (index, name) in included(table) {
        let mut members =
            index.members().filter_map(|member| Some(&table.item.fields[member.field()?]));
        if members.any(|key| key.ident == *name && !key.is_key()) {
            let message =
                format!("an index always holds its key `{name}`; remove it from this list");
            errors.at(name.span(), message);
        }
    }
}

fn at_most_twenty_are_included(table: &RawTable, errors: &mut Errors) {
    for name in table.indexes.iter().filter_map(|index| index.included().nth(20)) {
        let message =
            "an index can include at most 20 fields; remove some, or write `projection = \"ALL\"`";
        errors.at(name.span(), message);
    }
}

// The service counts an attribute once for each index that includes it.
fn at_most_a_hundred_are_included_in_all(table: &RawTable, errors: &mut Errors) {
    if let Some((_, name)) = included(table).nth(100) {
        let message = "the indexes of a table can include at most 100 fields in total; remove some";
        errors.at(name.span(), message);
    }
}

fn included(table: &RawTable) -> impl Iterator<Item = (&RawIndex, &Ident)> {
    table.indexes.iter().flat_map(|index| index.included().map(move |name| (index, name)))
}
