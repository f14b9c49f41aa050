//! A raw declaration in, the rules it breaks out: one function a rule, named after the fact.

mod behaviours;
mod entities;
mod fields;
mod indexes;
mod names;
mod projections;
mod settings;
mod templates;
mod variants;

use std::collections::HashSet;
use std::hash::Hash;
use std::iter;

use quote::ToTokens;
use syn::RangeLimits;
use syn::spanned::Spanned;

use crate::attrs::{Capacity, Given, Keys, Throughput, Units};
use crate::errors::Errors;
use crate::field::{Field, Name};
use crate::raw::{Place, RawItem, RawItems, RawTable, RawValue, RawView, Shape};

const RULES: &[fn(&RawTable, &mut Errors)] = &[
    a_struct_with_named_fields,
    one_hash_key,
    at_most_one_range_key,
    hash_and_range_are_two_fields,
    names_are_valid,
    capacity_is_at_least_one,
    a_range_of_capacity_has_both_ends,
    a_range_of_capacity_goes_upwards,
    capacities_are_both_or_neither,
    keys_are_stored_as_they_are,
    key_names_are_short,
    the_schema_depends_on_no_parameter,
];

pub(crate) fn table(table: &RawTable, errors: &mut Errors) {
    item(&table.item, errors);
    let of_indexes = [indexes::RULES, projections::RULES, names::RULES];
    let of_fields = [settings::RULES, behaviours::RULES, templates::RULES, entities::RULES];
    let rules = [RULES].into_iter().chain(of_indexes).chain(of_fields);
    for rules in rules {
        all(rules, table, errors);
    }
}

pub(crate) fn value(value: &RawValue, errors: &mut Errors) {
    item(&value.item, errors);
    if let Shape::Enum(value) = &value.shape {
        all(variants::RULES, value, errors);
    }
}

pub(crate) fn view(view: &RawView, errors: &mut Errors) {
    item(&view.item, errors);
    fields_are_those_of_the_table(view, errors);
}

pub(crate) fn items(items: &RawItems, errors: &mut Errors) {
    all(variants::OF_OTHERS, &items.others, errors);
    one_variant_for_an_entity(items, errors);
}

fn item(item: &RawItem, errors: &mut Errors) {
    all(fields::RULES, &item.fields, errors);
    fields::constants_differ(item, errors);
}

fn all<T: ?Sized>(rules: &[fn(&T, &mut Errors)], declared: &T, errors: &mut Errors) {
    for rule in rules {
        rule(declared, errors);
    }
}

fn one_variant_for_an_entity(items: &RawItems, errors: &mut Errors) {
    let types = items.entities.iter().map(|(_, ty)| (ty.to_token_stream().to_string(), ty));
    for second in repeated(types) {
        errors.at(second.span(), "another variant already has this entity; remove one of the two");
    }
}

fn a_struct_with_named_fields(table: &RawTable, errors: &mut Errors) {
    if !table.has_named_fields {
        let message = "a table must be a struct with named fields; change this type into one";
        errors.at(table.item.at, message);
    }
}

fn one_hash_key(table: &RawTable, errors: &mut Errors) {
    let made = table.made(Place::Hash).map(|made| made.literal.span());
    let mut marked =
        made.into_iter().chain(table.item.fields.iter().filter_map(|field| field.hash_key));
    if marked.next().is_none() && table.has_named_fields && !table.lost_a_key {
        errors.at(table.item.at, "the table has no hash key; mark one field with `#[hash_key]`");
    }
    for second in marked {
        errors.at(second, "a table has exactly one hash key; remove this one or the other");
    }
}

fn at_most_one_range_key(table: &RawTable, errors: &mut Errors) {
    let made = table.made(Place::Range).map(|made| made.literal.span());
    let marked = table.item.fields.iter().filter_map(|field| field.range_key);
    for second in made.into_iter().chain(marked).skip(1) {
        errors.at(second, "a table has at most one range key; remove this one or the other");
    }
}

fn hash_and_range_are_two_fields(table: &RawTable, errors: &mut Errors) {
    for field in table.item.fields.iter().filter(|field| field.hash_key.is_some()) {
        if let Some(range) = field.range_key {
            errors.at(range, "a field cannot be both hash key and range key; mark another field");
        }
    }
}

fn names_are_valid(table: &RawTable, errors: &mut Errors) {
    // The name of an entity is none of a table.
    if table.keys.within.is_none() {
        name_is_valid("a table", &table.name(), errors);
    }
    table.indexes.iter().for_each(|index| name_is_valid("an index", &index.name, errors));
}

fn capacity_is_at_least_one(table: &RawTable, errors: &mut Errors) {
    for Throughput { capacity, maximum, warm, .. } in throughputs(table) {
        let capacities = given(capacity).filter(|units| units.value.low == Some(0));
        let units = [maximum, warm].into_iter().flat_map(given).filter(|units| units.value == 0);
        for at in capacities.map(|units| units.at).chain(units.map(|units| units.at)) {
            errors.at(at, "a capacity cannot be 0; give 1 or more");
        }
    }
}

// Auto scaling has a least and a most, and reaches both.
fn a_range_of_capacity_has_both_ends(table: &RawTable, errors: &mut Errors) {
    for units in throughputs(table).flat_map(|throughput| given(throughput.capacity)) {
        let message = match units.value {
            Capacity {
                low: Some(low),
                high: Some(high),
                range: Some(RangeLimits::HalfOpen(_)),
            } => {
                format!("a capacity range includes its upper bound; write `{low}..={high}`")
            }
            Capacity { low: Some(_), high: Some(_), .. } | Capacity { range: None, .. } => continue,
            _ => "a capacity range needs a lower and an upper bound; write both, as in `5..=100`"
                .into(),
        };
        errors.at(units.at, message);
    }
}

fn a_range_of_capacity_goes_upwards(table: &RawTable, errors: &mut Errors) {
    for units in throughputs(table).flat_map(|throughput| given(throughput.capacity)) {
        let Capacity { low: Some(low), high: Some(high), .. } = units.value else { continue };
        if low > high {
            let remedy = format!("write the smaller number first: `{high}..={low}`");
            let message = format!("the range is empty because {low} is more than {high}; {remedy}");
            errors.at(units.at, message);
        }
    }
}

fn capacities_are_both_or_neither(table: &RawTable, errors: &mut Errors) {
    for Throughput { capacity, .. } in throughputs(table).filter(|throughput| !throughput.spoilt) {
        let (given, other) = match capacity {
            [Some(read), None] => (read, "write_capacity"),
            [None, Some(write)] => (write, "read_capacity"),
            _ => continue,
        };
        errors.at(given.key, format!("`{other}` is missing; give both capacities or neither"));
    }
}

// The service would miss the key, or have it in a form that no caller's argument has.
fn keys_are_stored_as_they_are(table: &RawTable, errors: &mut Errors) {
    for field in table.key_fields() {
        // The key is the tag.
        let is_tag = field.keys.flatten.is_some() && !field.is_key();
        let known: &[&str] =
            if is_tag { &["flatten", "path"] } else { &["rename", "with", "path"] };
        only(known, field, "a key attribute does not support this setting", errors);
    }
}

fn key_names_are_short(table: &RawTable, errors: &mut Errors) {
    for field in table.key_fields().chain(table.included_fields()) {
        if field.attribute.text.len() > 255 {
            let message =
                "the name of a key or projected attribute has more than 255 bytes; shorten it";
            errors.at(field.attribute.at, message);
        }
    }
}

// A table has one schema, whatever stands for its parameters.
fn the_schema_depends_on_no_parameter(table: &RawTable, errors: &mut Errors) {
    let parameters = &table.item.parameters;
    let special = |field: &&Field| field.ttl.is_some() || field.behaviour.is_some();
    let in_keys = |field: &&Field| table.item.made.iter().any(|made| made.is_of(field));
    let others = |field: &&Field| special(field) || in_keys(field);
    let fields = table.key_fields().chain(table.item.fields.iter().filter(others));
    for field in fields.filter(|field| field.keys.flatten.is_none()) {
        if let Some(parameter) = parameters.named_in(&field.ty) {
            let message = format!(
                "the schema of a table cannot depend on a generic parameter; use a concrete type instead of `{parameter}`"
            );
            errors.at(field.ty.span(), message);
        }
    }
    for index in table.indexes.iter().filter(|index| !parameters.is_empty() && !index.holds_all()) {
        let message = "an index of a table with generic parameters must hold whole items; remove its `projection` or `include`";
        errors.at(index.name.at, message);
    }
}

// The table's path knows the attribute; what is flattened there has no path of its own.
fn fields_are_those_of_the_table(view: &RawView, errors: &mut Errors) {
    for (name, at) in view.item.fields.iter().flat_map(|field| field.keys.given()) {
        let remedy = match name {
            "rename" => "name the field as in the table, and remove `rename`",
            "flatten" => "read flattened attributes with `project`, and remove `flatten`",
            _ => continue,
        };
        errors.at(at, format!("a view can only have fields of its table; {remedy}"));
    }
}

/// What the service says only at `CreateTable`.
fn name_is_valid(what: &str, name: &Name, errors: &mut Errors) {
    let valid = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if !(3..=255).contains(&name.text.len()) || !name.text.chars().all(valid) {
        let letters = "`a-z`, `A-Z`, `0-9`, `_`, `.` and `-`";
        let message = format!(
            "`{}` is not a valid name for {what}; use 3 to 255 of the characters {letters}",
            name.text
        );
        errors.at(name.at, message);
    }
}

/// The table's, and each index's.
fn throughputs(table: &RawTable) -> impl Iterator<Item = Throughput<'_>> {
    let indexes = table.indexes.iter().map(|index| index.settings.throughput());
    iter::once(table.keys.throughput()).chain(indexes)
}

fn given<T>(units: Units<'_, T>) -> impl Iterator<Item = &Given<T>> {
    units.into_iter().flatten()
}

/// Nothing stands in the field's `#[dynamo(...)]` but what is `known`, for this `reason`.
fn only(known: &[&str], field: &Field, reason: &str, errors: &mut Errors) {
    for (name, at) in field.keys.given().into_iter().filter(|(name, _)| !known.contains(name)) {
        errors.at(at, format!("{reason}; remove `{name}`"));
    }
}

/// What is there a second time, or a third.
fn repeated<T: Eq + Hash, U>(all: impl IntoIterator<Item = (T, U)>) -> impl Iterator<Item = U> {
    let mut names = HashSet::new();
    all.into_iter().filter_map(move |(name, one)| (!names.insert(name)).then_some(one))
}
