//! The rules of what is stored: names of attributes, and how a field becomes one.

use syn::spanned::Spanned;

use crate::attrs::Keys;
use crate::checks::{only, repeated};
use crate::errors::Errors;
use crate::field::{Field, Name, flattened, stored};
use crate::raw::RawItem;

pub(super) const RULES: &[fn(&[Field], &mut Errors)] = &[
    attribute_names_differ,
    attribute_names_have_a_length,
    nothing_is_borrowed_forever,
    skip_stands_alone,
    flatten_stands_alone,
    one_way_to_store,
    key_only_is_of_a_table,
];

fn attribute_names_differ(fields: &[Field], errors: &mut Errors) {
    for Name { text, at, .. } in repeated(stored(fields).map(|field| field.attribute.keyed())) {
        let message = format!(
            "another field is already stored as the attribute `{text}`; rename one of them"
        );
        errors.at(*at, message);
    }
}

fn attribute_names_have_a_length(fields: &[Field], errors: &mut Errors) {
    for name in fields.iter().map(|field| &field.attribute) {
        match name.text.len() {
            0 => errors.at(name.at, "the name is empty; give it at least one character"),
            1..=65_535 => {}
            _ => errors.at(name.at, "the name is longer than 64 KB; shorten it"),
        }
    }
}

fn nothing_is_borrowed_forever(fields: &[Field], errors: &mut Errors) {
    let own = |field: &&Field| field.keys.with.is_none() && field.keys.serde.is_none();
    for field in stored(fields).filter(own) {
        let syn::Type::Reference(reference) = &field.ty else { continue };
        if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static") {
            let message = "what is read is not `'static`; use an owned type, such as `String`";
            errors.at(field.ty.span(), message);
        }
    }
}

fn skip_stands_alone(fields: &[Field], errors: &mut Errors) {
    for keys in fields.iter().map(|field| &field.keys).filter(|keys| keys.skip.is_some()) {
        for (name, at) in keys.given().into_iter().filter(|(name, _)| *name != "skip") {
            errors.at(at, format!("a skipped field is not stored; remove `{name}` or `skip`"));
        }
    }
}

fn flatten_stands_alone(fields: &[Field], errors: &mut Errors) {
    for field in flattened(fields) {
        only(&["flatten", "path"], field, "a flattened field has no attribute of its own", errors);
    }
}

fn one_way_to_store(fields: &[Field], errors: &mut Errors) {
    for keys in fields.iter().map(|field| &field.keys) {
        if let (Some(serde), Some(_)) = (&keys.serde, &keys.with) {
            errors.at(serde.key, "`serde` and `with` exclude each other; remove one of them");
        }
    }
}

// A table has taken it out.
fn key_only_is_of_a_table(fields: &[Field], errors: &mut Errors) {
    for key_only in fields.iter().filter_map(|field| field.keys.key_only.as_ref()) {
        errors.at(key_only.key, "only a table has a key to read the field from; remove `key_only`");
    }
}

// `a` and `A` are two fields, but one associated const. A variant has none.
pub(super) fn constants_differ(item: &RawItem, errors: &mut Errors) {
    let groups = item.groups().into_iter().filter(|(_, fields)| fields.len() > 1);
    let groups = groups.map(|(made, _)| (made.group.clone(), None));
    let made = item.made_alone().map(|made| (made.constant.clone(), None)).chain(groups);
    let fields = stored(&item.fields).chain(flattened(&item.fields));
    let fields = fields.map(|field| (field.constant(), Some(field)));
    let repeated = repeated(made.chain(fields).map(|(name, field)| (name.clone(), (name, field))));
    for (name, field) in repeated.filter_map(|(name, field)| Some((name, field?))) {
        let remedy = "choose another with `#[dynamo(path = \"...\")]`";
        let message = format!("another attribute already has the constant `{name}`; {remedy}");
        errors.at(field.constant_at(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raw::RawValue;

    // As a ui test this would be a line of 64 KB.
    #[test]
    fn attribute_names_end_at_64_kilobytes() {
        for (length, fits) in [(65_535, true), (65_536, false)] {
            let name = "x".repeat(length);
            let source = format!("struct Long {{ #[dynamo(rename = \"{name}\")] field: u8 }}");
            let mut errors = Errors::default();
            let value = RawValue::read(&syn::parse_str(&source).unwrap(), &mut errors);
            attribute_names_have_a_length(&value.item.fields, &mut errors);
            assert_eq!(errors.is_empty(), fits);
        }
    }

    #[test]
    fn variants_have_no_constants() {
        let value = syn::parse_quote!(
            enum Shape {
                Point { x: u8, X: u8 },
                Pair { y: u8 },
            }
        );
        assert!(!crate::value(&value).to_string().contains("compile_error"));
    }
}
