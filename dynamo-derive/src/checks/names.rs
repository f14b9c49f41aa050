//! The rules of the names of what is generated.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::Ident;

use crate::attrs::Given;
use crate::errors::Errors;
use crate::field::{flattened, stored};
use crate::model::own_methods;
use crate::raw::{RawIndex, RawTable};

pub(super) const RULES: &[fn(&RawTable, &mut Errors)] =
    &[types_differ, names_of_indexes_differ, constructor_is_no_path, item_is_of_a_part];

fn types_differ(table: &RawTable, errors: &mut Errors) {
    let keys = &table.keys;
    let mut types = HashSet::from([table.item.ident.clone()]);
    let named = [("handle", table.handle(), &keys.handle), ("key", table.key(), &keys.key)];
    for (key, name, given) in named {
        if types.contains(&name) {
            let message = format!(
                "the type name `{name}` is already taken; choose another with `{key} = \"...\"`"
            );
            errors.at(place(given.as_ref(), table.item.at), message);
        }
        types.insert(name);
    }
}

// Two names of indexes may differ only in what a Rust name cannot show: `ByDay` and `by-day`.
fn names_of_indexes_differ(table: &RawTable, errors: &mut Errors) {
    let mut types = HashSet::from([table.item.ident.clone(), table.handle(), table.key()]);
    let mut methods = own_methods();
    let mut indexes = HashSet::new();
    for index in table.indexes.iter().filter(|index| indexes.insert(&index.name.text)) {
        let RawIndex { settings, .. } = index;
        let mut second = Vec::new();
        let mut claim = |names: &mut HashSet<Ident>, key, name: Ident, given| {
            if !names.insert(name.clone()) {
                second.push((format!("`{name}`"), format!("`{key} = \"...\"`"), given));
            }
        };
        claim(&mut methods, "method", index.method(), &settings.method);
        claim(&mut types, "index", index.marker(&table.item), &settings.index);
        if !index.holds_all() {
            claim(&mut types, "item", index.item(&table.item), &settings.item);
        }
        let Some((.., given)) = second.first() else { continue };
        let at = place(given.as_ref(), index.name.at);
        let (names, keys): (Vec<_>, Vec<_>) =
            second.into_iter().map(|(name, key, _)| (name, key)).unzip();
        let (names, keys) = (names.join(", "), keys.join(", "));
        errors.at(at, format!("name already taken: {names}; choose another with {keys}"));
    }
}

fn constructor_is_no_path(table: &RawTable, errors: &mut Errors) {
    let fields = &table.item.fields;
    for field in stored(fields).chain(flattened(fields)) {
        if field.constant() == table.constructor() {
            let name = field.constant();
            let remedy = "choose another with `#[dynamo(path = \"...\")]`";
            let message = format!(
                "the constant `{name}` has the name of the function that makes the handle; {remedy}"
            );
            errors.at(field.constant_at(), message);
        }
    }
}

fn item_is_of_a_part(table: &RawTable, errors: &mut Errors) {
    for index in table.indexes.iter().filter(|index| index.holds_all() && !index.settings.spoilt) {
        if let Some(given) = &index.settings.item {
            let message = "this index holds whole items, so its queries return the table's struct; remove `item`";
            errors.at(given.key, message);
        }
    }
}

/// Where the name was chosen, or else what it is made from.
fn place(given: Option<&Given<Ident>>, made_from: Span) -> Span {
    given.map_or(made_from, |given| given.at)
}
