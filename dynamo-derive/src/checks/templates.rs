//! The rules of keys that are made of fields.

use crate::checks::{only, repeated};
use crate::errors::Errors;
use crate::field::{Behaviour, Field, stored};
use crate::raw::{Made, RawTable};
use crate::template::Hole;

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    made_attributes_differ,
    made_attributes_have_short_names,
    no_attribute_is_made_of_itself,
    no_default_in_the_primary_key,
    no_behaviour_in_a_template,
    key_only_is_in_the_primary_key,
    key_only_stands_alone,
    at_most_six_fields_are_set_together,
];

/// The fields of templates, each once, with the first template that it is in.
fn holes(table: &RawTable) -> impl Iterator<Item = (&Made, &Hole, &Field)> {
    let holes = table.item.made.iter().flat_map(|made| made.holes().map(move |hole| (made, hole)));
    let fields =
        holes.filter_map(|(made, hole)| Some((made, hole, table.item.field(&hole.field)?)));
    let mut names = std::collections::HashSet::new();
    fields.filter(move |(.., field)| names.insert(&field.ident))
}

fn made_attributes_differ(table: &RawTable, errors: &mut Errors) {
    let named = table.item.made.iter().filter(|made| !made.attribute.text.is_empty());
    for made in repeated(named.map(|made| (&made.attribute.text, made))) {
        let name = &made.attribute.text;
        let message = format!(
            "another template already makes the attribute `{name}`; give this one another name"
        );
        errors.at(made.attribute.at, message);
    }
}

fn made_attributes_have_short_names(table: &RawTable, errors: &mut Errors) {
    for name in table.item.made.iter().map(|made| &made.attribute) {
        if name.text.len() > 255 {
            errors.at(name.at, "the name of a key attribute has more than 255 bytes; shorten it");
        } else if name.text.is_empty() && name.tag.is_none() {
            errors.at(name.at, "the name is empty; give it at least one character");
        }
    }
}

fn no_attribute_is_made_of_itself(table: &RawTable, errors: &mut Errors) {
    for made in &table.item.made {
        for field in stored(&table.item.fields).filter(|field| made.is_declared(field)) {
            let hole = made.holes().find(|hole| hole.field == field.ident);
            if let Some(Hole { at, .. }) = hole {
                let name = &made.attribute.text;
                let message = format!(
                    "`{name}` is the attribute that is made, so it cannot be made of this field; mark the field as the key, or remove it from the template"
                );
                errors.at(*at, message);
            }
        }
    }
}

fn no_default_in_the_primary_key(table: &RawTable, errors: &mut Errors) {
    for (.., field) in holes(table).filter(|(made, ..)| made.place.is_primary()) {
        if let Some(default) = field.keys.default.as_ref().filter(|_| field.key_only.is_none()) {
            let message =
                "the primary key is made of this field, so it is never absent; remove `default`";
            errors.at(default.key, message);
        }
    }
}

fn no_behaviour_in_a_template(table: &RawTable, errors: &mut Errors) {
    for (.., field) in holes(table) {
        let behaviour = field.behaviour.as_ref();
        let behaviour = behaviour.map(|Behaviour { name, .. }| (name.to_string(), name.span()));
        let ttl = field.ttl.map(|at| ("ttl".to_owned(), at));
        for (name, at) in behaviour.into_iter().chain(ttl) {
            let message = format!(
                "`#[{name}]` cannot be on a field of a template: the mapper writes or checks it after the key is made; remove one of the two"
            );
            errors.at(at, message);
        }
    }
}

fn key_only_is_in_the_primary_key(table: &RawTable, errors: &mut Errors) {
    for field in &table.item.fields {
        let mut made = table.item.made.iter().filter(|made| made.place.is_primary());
        if let Some(at) = field.key_only.filter(|_| !made.any(|made| made.is_of(field))) {
            let message = "no template of the primary key has this field, so that it would not be stored at all; remove `key_only`";
            errors.at(at, message);
        }
    }
}

fn key_only_stands_alone(table: &RawTable, errors: &mut Errors) {
    for field in table.item.fields.iter().filter(|field| field.key_only.is_some()) {
        only(&["with"], field, "the field is no attribute, but read back from the key", errors);
    }
}

// The tuples that an update takes end there.
fn at_most_six_fields_are_set_together(table: &RawTable, errors: &mut Errors) {
    for (made, fields) in table.item.groups().iter().filter(|(_, fields)| fields.len() > 6) {
        let names: Vec<_> = fields.iter().map(|field| format!("`{}`", field.ident)).collect();
        let message = format!(
            "an update sets at most 6 fields together, and templates join {}: {}; use fewer of them in the keys of indexes",
            names.len(),
            names.join(", ")
        );
        errors.at(made.literal.span(), message);
    }
}
