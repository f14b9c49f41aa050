//! The rules of what a table has beside keys and indexes.

use crate::checks::{given, only, repeated};
use crate::errors::Errors;
use crate::raw::RawTable;

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] = &[
    maximum_is_one_of_tables_on_demand,
    recovery_goes_back_1_to_35_days,
    tags_are_valid,
    tags_differ,
    at_most_fifty_tags,
    encryption_is_named,
    at_most_one_ttl,
    ttl_is_stored_as_it_is,
];

/// Whether the table has a capacity, be it complete or not.
pub(super) fn is_provisioned(table: &RawTable) -> bool {
    given(table.keys.throughput().capacity).next().is_some()
}

fn maximum_is_one_of_tables_on_demand(table: &RawTable, errors: &mut Errors) {
    if let Some(maximum) = given(table.keys.throughput().maximum).next()
        && is_provisioned(table)
    {
        errors.at(maximum.key, "a maximum is one of tables on demand; remove it, or the capacity");
    }
}

fn recovery_goes_back_1_to_35_days(table: &RawTable, errors: &mut Errors) {
    let days = table.keys.point_in_time_recovery.as_ref();
    if let Some(days) = days.filter(|days| days.value.is_some_and(|days| !(1..=35).contains(&days)))
    {
        errors.at(days.at, "recovery goes back 1 to 35 days; give a number between them");
    }
}

// "Tagging restrictions in DynamoDB" of the guide.
fn tags_are_valid(table: &RawTable, errors: &mut Errors) {
    for tag in table.keys.tags.iter().flat_map(|tags| &tags.value) {
        let (key, value) = (tag.key.value(), tag.value.value());
        if !(1..=128).contains(&key.chars().count()) {
            errors.at(tag.key.span(), "a tag's key has 1 to 128 characters; change it");
        }
        if key.to_lowercase().starts_with("aws:") {
            errors.at(tag.key.span(), "keys with `aws:` are AWS's own; choose another");
        }
        if value.chars().count() > 256 {
            errors.at(tag.value.span(), "a tag's value has at most 256 characters; shorten it");
        }
    }
}

fn tags_differ(table: &RawTable, errors: &mut Errors) {
    let tags = table.keys.tags.iter().flat_map(|tags| &tags.value);
    for tag in repeated(tags.map(|tag| (tag.key.value(), tag))) {
        errors.at(tag.key.span(), format!("a second tag `{}`; remove one", tag.key.value()));
    }
}

fn at_most_fifty_tags(table: &RawTable, errors: &mut Errors) {
    if let Some(tag) = table.keys.tags.iter().flat_map(|tags| &tags.value).nth(50) {
        errors.at(tag.key.span(), "more than 50 tags; remove some");
    }
}

fn encryption_is_named(table: &RawTable, errors: &mut Errors) {
    if let Some(key) = table.keys.encryption.as_ref().filter(|key| key.value.value().is_empty()) {
        errors.at(key.at, "no key; write `OWNED`, `MANAGED`, or the id, ARN or alias of a KMS key");
    }
}

fn at_most_one_ttl(table: &RawTable, errors: &mut Errors) {
    for second in table.item.fields.iter().filter_map(|field| field.ttl).skip(1) {
        errors.at(second, "a second `#[ttl]`; remove one, a table has at most one");
    }
}

fn ttl_is_stored_as_it_is(table: &RawTable, errors: &mut Errors) {
    for field in table.item.fields.iter().filter(|field| field.ttl.is_some()) {
        only(&["rename", "default", "with"], field, "the service reads the time to live", errors);
    }
}
