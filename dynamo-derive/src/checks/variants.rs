//! The rules of an enum: how its variants are told apart.

use crate::attrs::Keys;
use crate::checks::{all, fields, repeated};
use crate::errors::Errors;
use crate::field::{Name, stored};
use crate::raw::{Enum, Other};

pub(super) const RULES: &[fn(&Enum, &mut Errors)] = &[
    variants_are_stored_differently,
    names_of_variants_have_a_length,
    variants_break_no_rule_of_structs,
    fields_are_not_the_tag,
    no_path_into_a_variant,
    |value, errors| all(OF_OTHERS, &value.others, errors),
];

/// Those of variants for what is unknown.
pub(super) const OF_OTHERS: &[fn(&[Other], &mut Errors)] =
    &[one_variant_for_what_is_unknown, what_is_unknown_is_kept_whole];

fn variants_are_stored_differently(value: &Enum, errors: &mut Errors) {
    for Name { text, at, .. } in
        repeated(value.variants.iter().map(|variant| variant.stored.keyed()))
    {
        let message = format!("another variant is already stored as `{text}`; rename one of them");
        errors.at(*at, message);
    }
}

fn names_of_variants_have_a_length(value: &Enum, errors: &mut Errors) {
    let names = value.variants.iter().map(|variant| &variant.stored).chain(&value.tag);
    for name in names.filter(|name| name.text.is_empty()) {
        errors.at(name.at, "the name is empty; give it at least one character");
    }
}

fn variants_break_no_rule_of_structs(value: &Enum, errors: &mut Errors) {
    value.variants.iter().for_each(|variant| all(fields::RULES, &variant.fields, errors));
}

fn no_path_into_a_variant(value: &Enum, errors: &mut Errors) {
    for field in value.variants.iter().flat_map(|variant| &variant.fields) {
        if let Some(path) = &field.keys.path {
            errors.at(path.key, "a field of a variant has no path; remove `path`");
        }
    }
}

fn fields_are_not_the_tag(value: &Enum, errors: &mut Errors) {
    let Some(tag) = &value.tag else { return };
    for field in value.variants.iter().flat_map(|variant| stored(&variant.fields)) {
        if field.attribute.text == tag.text {
            let remedy = "rename the field, or choose another tag with `#[dynamo(tag = \"...\")]` on the enum";
            let message =
                format!("the attribute `{}` holds the name of the variant; {remedy}", tag.text);
            errors.at(field.attribute.at, message);
        }
    }
}

fn one_variant_for_what_is_unknown(others: &[Other], errors: &mut Errors) {
    for second in others.iter().skip(1).filter_map(|other| other.keys.other.as_ref()) {
        let message =
            "an enum has at most one `#[dynamo(other)]` variant; remove this one or the other";
        errors.at(second.key, message);
    }
}

// It is any other name, and all that is stored with it.
fn what_is_unknown_is_kept_whole(others: &[Other], errors: &mut Errors) {
    for other in others {
        for (name, at) in other.keys.given().into_iter().filter(|(name, _)| *name != "other") {
            let message = format!(
                "the `#[dynamo(other)]` variant has no stored name of its own; remove `{name}`"
            );
            errors.at(at, message);
        }
        if !other.has_one_shape {
            let message = "the `#[dynamo(other)]` variant has one unnamed field or none; write `Other(String)`, or `Other(Attributes)` \
                in an enum with data";
            errors.at(other.ident.span(), message);
        }
    }
}
