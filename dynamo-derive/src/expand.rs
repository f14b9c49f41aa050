//! The model in, tokens out: data and calls into the runtime, no logic.

mod behaviours;
mod codec;
mod described;
mod fields;
mod handle;
mod index;
mod items;
mod key;
mod made;
mod paths;
mod schema;
mod value;
mod view;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::items::items;
pub(crate) use self::view::view;
use crate::model::{Item, Table};
use crate::raw::{Enum, Shape};

pub(crate) fn table(table: &Table) -> TokenStream {
    let (ty, [parameters, bounded]) = (table.item.ty(), table.item.of_impl());
    let (schema, behaviours) = (schema::table(table), behaviours::traits(table));
    let (paths, constructor) = (paths::constants(&table.item), handle::constructor(table));
    let (key, handle) = (key::key(table), handle::handle(table));
    let indexes = table.indexes.iter().map(|index| index::marker(table, index));
    let codec = codec::of_fields(&table.item, None);
    quote! {
        #schema
        #behaviours
        impl #parameters #ty #bounded {
            #paths
            #constructor
        }
        #key
        #(#indexes)*
        #handle
        #codec
    }
}

pub(crate) fn value(item: &Item, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Struct => {
            let (ty, [parameters, bounded]) = (item.ty(), item.of_impl());
            let (paths, codec) = (paths::constants(item), codec::of_fields(item, None));
            quote! {
                impl #parameters #ty #bounded {
                    #paths
                }
                #codec
            }
        }
        Shape::Newtype(newtype) => value::newtype(item, newtype),
        Shape::Enum(Enum { tag: None, variants, others }) => {
            value::name(item, variants, others.first())
        }
        Shape::Enum(Enum { tag: Some(tag), variants, others }) => {
            value::tagged(item, tag, variants, others.first())
        }
    }
}
