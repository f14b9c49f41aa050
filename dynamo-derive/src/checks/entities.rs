//! The rules of entities: what is said by them, and what by the struct of the table that they are in.

use syn::Ident;

use crate::attrs::{Given, Keys};
use crate::errors::Errors;
use crate::raw::RawTable;

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    settings_belong_to_the_table,
    a_discriminator_is_of_an_entity,
    no_unique_values_of_an_entity,
    an_entity_has_no_parameters,
];

/// What an entity says for itself.
const OWN: &[&str] =
    &["in", "discriminator", "value", "rename_all", "handle", "key", "constructor", "crate"];
const OWN_OF_INDEXES: &[&str] = &["projection", "include", "method", "index", "item"];

fn settings_belong_to_the_table(table: &RawTable, errors: &mut Errors) {
    if table.keys.within.is_none() {
        return;
    }
    let own = |(name, _): &(&str, _)| !OWN.contains(name) && !OWN_OF_INDEXES.contains(name);
    let given = table.indexes.iter().flat_map(|index| index.settings.given());
    for (name, at) in table.keys.given().into_iter().chain(given).filter(own) {
        let message = format!("this is declared once, by the struct of the table; remove `{name}`");
        errors.at(at, message);
    }
}

fn a_discriminator_is_of_an_entity(table: &RawTable, errors: &mut Errors) {
    match (&table.keys.within, &table.keys.discriminator, &table.keys.value) {
        (None, Some(Given { key, .. }), _) | (None, None, Some(Given { key, .. })) => {
            let message = "a table of its own needs no discriminator; name the struct of the table with `in = ...`, or remove this";
            errors.at(*key, message);
        }
        (Some(_), None, Some(value)) => {
            let message =
                "this is the value of no attribute; name one with `discriminator = \"...\"`";
            errors.at(value.key, message);
        }
        _ => {}
    }
}

fn no_unique_values_of_an_entity(table: &RawTable, errors: &mut Errors) {
    let unique = table.item.fields.iter().filter(|field| field.is_unique());
    for field in unique.filter(|_| table.keys.within.is_some()) {
        if let Some(behaviour) = &field.behaviour {
            let message = "an entity cannot have unique values; declare it in a table of its own, or remove `#[unique]`";
            errors.at(behaviour.name.span(), message);
        }
    }
}

fn an_entity_has_no_parameters(table: &RawTable, errors: &mut Errors) {
    let parameter: Option<&Ident> = table.item.parameters.beside_lifetimes();
    if let Some(parameter) = parameter.filter(|_| table.keys.within.is_some()) {
        errors.at(parameter.span(), "an entity cannot have generic parameters; use concrete types");
    }
}
