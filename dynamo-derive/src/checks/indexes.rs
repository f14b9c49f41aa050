//! The rules of indexes: their names, keys and capacities.

use crate::checks::settings::{MAXIMUM_BESIDE_CAPACITY, is_provisioned};
use crate::checks::{given, repeated};
use crate::errors::Errors;
use crate::raw::{Member, Place, RawIndex, RawTable};

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    index_names_are_unique,
    indexes_have_a_hash,
    indexes_have_at_most_four_of_each,
    no_attribute_twice_in_an_index,
    local_indexes_need_a_range_key,
    local_range_is_not_the_hash_key,
    at_most_twenty_global_and_five_local,
    index_capacity_needs_a_provisioned_table,
    index_maximum_needs_a_table_on_demand,
];

fn index_names_are_unique(table: &RawTable, errors: &mut Errors) {
    for name in repeated(table.indexes.iter().map(|index| index.name.keyed())) {
        let message =
            format!("another index already has the name `{}`; choose another name", name.text);
        errors.at(name.at, message);
    }
}

fn indexes_have_a_hash(table: &RawTable, errors: &mut Errors) {
    let is_told = |index: &&RawIndex| table.lost_an_index || index.lost_a_field;
    let without = globals(table).filter(|index| index.hash.is_empty() && !is_told(index));
    for (index, first) in without.filter_map(|index| Some((index, index.range.first()?))) {
        let name = &index.name.text;
        let message = format!(
            "the index has no hash attribute; mark a field with `#[gsi(name = \"{name}\")]`"
        );
        errors.at(first.at, message);
    }
}

fn indexes_have_at_most_four_of_each(table: &RawTable, errors: &mut Errors) {
    for index in globals(table) {
        for fifth in index.hash.get(4).into_iter().chain(index.range.get(4)) {
            let message = "an index has at most 4 hash and 4 range attributes; remove this one";
            errors.at(fifth.at, message);
        }
    }
}

fn no_attribute_twice_in_an_index(table: &RawTable, errors: &mut Errors) {
    for index in &table.indexes {
        for Member { at, .. } in repeated(index.members().map(|member| (member.of, member))) {
            let message = format!(
                "this field is already in the key of index `{}`; remove one of the two",
                index.name.text
            );
            errors.at(*at, message);
        }
    }
}

// A local index sorts the items of one hash key anew, so there must be more than one of them.
fn local_indexes_need_a_range_key(table: &RawTable, errors: &mut Errors) {
    for member in locals(table).flat_map(RawIndex::members) {
        // What table an entity is in is known to the compiler alone.
        let is_ranged = table.keys.within.is_some() || table.made(Place::Range).is_some();
        if table.range_key().is_none() && !is_ranged {
            let remedy = "mark a field with `#[range_key]`, or use `#[gsi]` here";
            errors.at(member.at, format!("a local index needs a table with a range key; {remedy}"));
        }
    }
}

fn local_range_is_not_the_hash_key(table: &RawTable, errors: &mut Errors) {
    for member in locals(table).flat_map(RawIndex::members) {
        if member.field().is_some_and(|at| table.item.fields[at].hash_key.is_some()) {
            let message =
                "the table's hash key is also the hash key of a local index; mark another field";
            errors.at(member.at, message);
        }
    }
}

// 20 is a quota that an account can have raised; 5 is none.
fn at_most_twenty_global_and_five_local(table: &RawTable, errors: &mut Errors) {
    let quota = table.keys.index_quota.as_ref().map_or(20, |quota| quota.value);
    if let Some(index) = globals(table).nth(usize::try_from(quota).unwrap_or(usize::MAX)) {
        let remedy = "remove one, or write `index_quota = ...` in `#[table(...)]` if the quota of your account was raised";
        let message = format!("the quota is {quota} global indexes for a table; {remedy}");
        errors.at(index.name.at, message);
    }
    if let Some(index) = locals(table).nth(5) {
        errors.at(index.name.at, "a table has at most 5 local indexes; remove one");
    }
}

fn index_capacity_needs_a_provisioned_table(table: &RawTable, errors: &mut Errors) {
    if is_provisioned(table) || table.keys.spoilt {
        return;
    }
    for index in &table.indexes {
        if let Some(units) = given(index.settings.throughput().capacity).next() {
            let message = "the table has no capacity, so its index cannot have one; give the table one, or remove this";
            errors.at(units.key, message);
        }
    }
}

fn index_maximum_needs_a_table_on_demand(table: &RawTable, errors: &mut Errors) {
    let indexes = table.indexes.iter().map(|index| index.settings.throughput().maximum);
    for maximum in indexes.filter(|_| is_provisioned(table)).filter_map(|units| given(units).next())
    {
        errors.at(maximum.key, MAXIMUM_BESIDE_CAPACITY);
    }
}

fn globals(table: &RawTable) -> impl Iterator<Item = &RawIndex> {
    table.indexes.iter().filter(|index| !index.local)
}

fn locals(table: &RawTable) -> impl Iterator<Item = &RawIndex> {
    table.indexes.iter().filter(|index| index.local)
}
