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

pub(super) const MAXIMUM_BESIDE_CAPACITY: &str =
    "only a table on demand has maximums, and this table has a capacity; remove one of the two";

/// Whether the table has a capacity, be it complete or not.
pub(super) fn is_provisioned(table: &RawTable) -> bool {
    given(table.keys.throughput().capacity).next().is_some()
}

fn maximum_is_one_of_tables_on_demand(table: &RawTable, errors: &mut Errors) {
    if let Some(maximum) = given(table.keys.throughput().maximum).next()
        && is_provisioned(table)
    {
        errors.at(maximum.key, MAXIMUM_BESIDE_CAPACITY);
    }
}

fn recovery_goes_back_1_to_35_days(table: &RawTable, errors: &mut Errors) {
    let days = table.keys.point_in_time_recovery.as_ref();
    if let Some(days) = days.filter(|days| days.value.is_some_and(|days| !(1..=35).contains(&days)))
    {
        let message = "point-in-time recovery goes back 1 to 35 days; give a number from 1 to 35";
        errors.at(days.at, message);
    }
}

// "Tagging restrictions in DynamoDB" of the guide.
fn tags_are_valid(table: &RawTable, errors: &mut Errors) {
    for tag in table.keys.tags.iter().flat_map(|tags| &tags.value) {
        let (key, value) = (tag.key.value(), tag.value.value());
        if !(1..=128).contains(&key.chars().count()) {
            let message = "the key of a tag must have 1 to 128 characters; choose another key";
            errors.at(tag.key.span(), message);
        }
        if key.to_lowercase().starts_with("aws:") {
            let message = "tag keys that begin with `aws:` are reserved by AWS; choose another key";
            errors.at(tag.key.span(), message);
        }
        if value.chars().count() > 256 {
            let message = "the value of a tag must have at most 256 characters; shorten it";
            errors.at(tag.value.span(), message);
        }
    }
}

fn tags_differ(table: &RawTable, errors: &mut Errors) {
    let tags = table.keys.tags.iter().flat_map(|tags| &tags.value);
    for tag in repeated(tags.map(|tag| (tag.key.value(), tag))) {
        let message = format!("the tag `{}` is given twice; remove one", tag.key.value());
        errors.at(tag.key.span(), message);
    }
}

fn at_most_fifty_tags(table: &RawTable, errors: &mut Errors) {
    if let Some(tag) = table.keys.tags.iter().flat_map(|tags| &tags.value).nth(50) {
        errors.at(tag.key.span(), "a table has at most 50 tags; remove some");
    }
}

fn encryption_is_named(table: &RawTable, errors: &mut Errors) {
    if let Some(key) = table.keys.encryption.as_ref().filter(|key| key.value.value().is_empty()) {
        let message =
            "the key is empty; write `OWNED`, `MANAGED`, or the id, ARN or alias of a KMS key";
        errors.at(key.at, message);
    }
}

fn at_most_one_ttl(table: &RawTable, errors: &mut Errors) {
    for second in table.item.fields.iter().filter_map(|field| field.ttl).skip(1) {
        errors.at(second, "a table has at most one `#[ttl]`; remove this one or the other");
    }
}

fn ttl_is_stored_as_it_is(table: &RawTable, errors: &mut Errors) {
    for field in table.item.fields.iter().filter(|field| field.ttl.is_some()) {
        only(
            &["rename", "default", "with"],
            field,
            "DynamoDB itself reads the time to live, so it must be stored as a number",
            errors,
        );
    }
}
