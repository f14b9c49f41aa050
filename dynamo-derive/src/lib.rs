//! The derives of `dynamo-runtime`: an annotated struct in, its schema, codec and handle out.
//!
//! The stages are `attrs`, which reads attributes; `raw`, what the user declared, right or wrong;
//! `checks`, one function a rule; `model`, the declaration as expansions need it; and `expand`.
//! A `field` is the same in all of them.
//! A mistake does not stop the stages: all mistakes come out together, beside an expansion whose
//! bodies are never run, so that uses of the type add no errors of their own.

mod attrs;
mod casing;
mod checks;
mod errors;
mod expand;
#[cfg(test)]
#[path = "../snapshots/log.rs"]
mod expansion_of_log;
#[cfg(test)]
#[path = "../snapshots/order.rs"]
mod expansion_of_order;
mod field;
#[cfg(test)]
mod fuzz;
mod lints;
mod model;
mod parameters;
mod raw;
mod serde_names;
mod template;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use crate::errors::Errors;
use crate::model::{Item, Table};
use crate::raw::{RawItems, RawTable, RawValue, RawView};

/// Makes a struct with named fields a DynamoDB table: its schema, its keys and indexes, its codec
/// and its typed operations.
///
/// The reference of the attributes stands with the derive as `dynamo-runtime` exports it.
#[proc_macro_derive(
    DynamoTable,
    attributes(
        table,
        hash_key,
        range_key,
        gsi,
        lsi,
        ttl,
        version,
        created_at,
        updated_at,
        counter,
        unique,
        dynamo,
        partition_key,
        primary_key,
        sort_key
    )
)]
pub fn dynamo_table(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    table(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct with named fields, a newtype or an enum the value of an attribute.
///
/// A struct is stored as M, a newtype as its field, an enum as S, or with data as M. The reference of the attributes
/// stands with the derive as `dynamo-runtime` exports it.
#[proc_macro_derive(DynamoValue, attributes(dynamo))]
pub fn dynamo_value(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    value(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct with named fields a view of a table: some of the fields of its items, read in their place.
///
/// The reference of the attributes stands with the derive as `dynamo-runtime` exports it.
#[proc_macro_derive(DynamoView, attributes(view, dynamo))]
pub fn dynamo_view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    view(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum of entities what reads any item of their table: a variant for each, and one for others if that is wanted.
///
/// The reference of the attributes stands with the derive as `dynamo-runtime` exports it.
#[proc_macro_derive(DynamoItems, attributes(dynamo))]
pub fn dynamo_items(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    items(&parse_macro_input!(input as DeriveInput)).into()
}

fn table(input: &DeriveInput) -> TokenStream {
    let expand = |raw, sound| expand::table(&Table::new(raw, sound));
    let read = |input: &DeriveInput, errors: &mut Errors| {
        RawTable::read(&serde_names::taken(input, errors), errors)
    };
    derive(input, read, checks::table, expand)
}

fn value(input: &DeriveInput) -> TokenStream {
    let expand = |raw: RawValue, sound| expand::value(&Item::new(raw.item, sound), &raw.shape);
    let read = |input: &DeriveInput, errors: &mut Errors| {
        Some(RawValue::read(&serde_names::taken(input, errors), errors))
    };
    derive(input, read, checks::value, expand)
}

fn view(input: &DeriveInput) -> TokenStream {
    let expand = |raw: RawView, sound| expand::view(&Item::new(raw.item, sound), &raw.of);
    derive(input, RawView::read, checks::view, expand)
}

fn items(input: &DeriveInput) -> TokenStream {
    let expand = |raw: RawItems, sound| {
        expand::items(&Item::new(raw.item, sound), &raw.entities, raw.others.first())
    };
    derive(input, RawItems::read, checks::items, expand)
}

/// `expand` is told whether no mistake was found.
fn derive<Raw>(
    input: &DeriveInput,
    read: fn(&DeriveInput, &mut Errors) -> Option<Raw>,
    check: fn(&Raw, &mut Errors),
    expand: fn(Raw, bool) -> TokenStream,
) -> TokenStream {
    let mut errors = Errors::default();
    let expansion = read(input, &mut errors).map(|raw| {
        check(&raw, &mut errors);
        lints::carried(input, expand(raw, errors.is_empty()))
    });
    quote!(#errors #expansion)
}
