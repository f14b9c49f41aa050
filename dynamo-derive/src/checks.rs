//! A raw declaration in, the rules it breaks out: one function a rule, named after the fact.

mod indexes;
mod item;
mod projections;
mod variants;

use std::collections::HashSet;
use std::hash::Hash;

use crate::attrs::{Capacity, Keys};
use crate::errors::Errors;
use crate::raw::{Name, RawItem, RawShape, RawTable, RawValue};

const RULES: &[fn(&RawTable, &mut Errors)] = &[
    a_struct_with_named_fields,
    one_hash_key,
    at_most_one_range_key,
    hash_and_range_are_two_fields,
    table_name_is_valid,
    table_capacity_is_complete,
    keys_are_stored_as_they_are,
    key_names_are_short,
];

pub(crate) fn table(table: &RawTable, errors: &mut Errors) {
    item(&table.item, errors);
    for rule in RULES.iter().chain(indexes::RULES).chain(projections::RULES) {
        rule(table, errors);
    }
}

pub(crate) fn value(value: &RawValue, errors: &mut Errors) {
    item(&value.item, errors);
    if let RawShape::Enum(value) = &value.shape {
        for rule in variants::RULES {
            rule(value, errors);
        }
    }
}

fn item(item: &RawItem, errors: &mut Errors) {
    for rule in item::RULES {
        rule(item, errors);
    }
}

fn a_struct_with_named_fields(table: &RawTable, errors: &mut Errors) {
    if !table.has_named_fields {
        let message = "a table is a struct with named fields; make this one";
        errors.at(table.item.ident.span(), message);
    }
}

fn one_hash_key(table: &RawTable, errors: &mut Errors) {
    let mut marked = table.item.fields.iter().filter_map(|field| field.hash_key);
    if marked.next().is_none() && table.has_named_fields {
        errors.at(table.item.ident.span(), "no hash key; mark one field with `#[hash_key]`");
    }
    for second in marked {
        errors.at(second, "a second hash key; remove one, a table has one");
    }
}

fn at_most_one_range_key(table: &RawTable, errors: &mut Errors) {
    for second in table.item.fields.iter().filter_map(|field| field.range_key).skip(1) {
        errors.at(second, "a second range key; remove one, a table has at most one");
    }
}

fn hash_and_range_are_two_fields(table: &RawTable, errors: &mut Errors) {
    for field in table.item.fields.iter().filter(|field| field.hash_key.is_some()) {
        if let Some(range) = field.range_key {
            errors.at(range, "the hash key is no range key; mark another field");
        }
    }
}

fn table_name_is_valid(table: &RawTable, errors: &mut Errors) {
    name_is_valid("a table", &table.name(), errors);
}

fn table_capacity_is_complete(table: &RawTable, errors: &mut Errors) {
    capacity_is_complete(table.keys.capacity(), table.keys.spoilt, errors);
}

// The service would miss the key, or have it in a form that no caller's argument has.
fn keys_are_stored_as_they_are(table: &RawTable, errors: &mut Errors) {
    for (name, at) in table.key_fields().flat_map(|field| field.keys.given()) {
        if !matches!(name, "rename" | "with") {
            errors.at(at, format!("a key is stored as it is; remove `{name}`"));
        }
    }
}

fn key_names_are_short(table: &RawTable, errors: &mut Errors) {
    for field in table.key_fields().chain(table.included_fields()) {
        if field.attribute.text.len() > 255 {
            let message = "the name of a key or projected attribute over 255 bytes; shorten it";
            errors.at(field.attribute.at, message);
        }
    }
}

/// What the service says only at `CreateTable`.
fn name_is_valid(what: &str, name: &Name, errors: &mut Errors) {
    let valid = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if !(3..=255).contains(&name.text.len()) || !name.text.chars().all(valid) {
        let letters = "`a-z`, `A-Z`, `0-9`, `_`, `.` and `-`";
        let message = format!("`{}` cannot name {what}; use 3 to 255 of {letters}", name.text);
        errors.at(name.at, message);
    }
}

fn capacity_is_complete(capacity: Capacity<'_>, spoilt: bool, errors: &mut Errors) {
    for zero in capacity.into_iter().flatten().filter(|units| units.value == 0) {
        errors.at(zero.at, "a capacity of nothing; give 1 or more");
    }
    let (given, other) = match capacity {
        [Some(read), None] => (read, "write_capacity"),
        [None, Some(write)] => (write, "read_capacity"),
        _ => return,
    };
    if !spoilt {
        errors.at(given.key, format!("a capacity without `{other}`; give both or neither"));
    }
}

/// What is there a second time, or a third.
fn repeated<T: Eq + Hash, U>(all: impl IntoIterator<Item = (T, U)>) -> impl Iterator<Item = U> {
    let mut names = HashSet::new();
    all.into_iter().filter_map(move |(name, one)| (!names.insert(name)).then_some(one))
}
