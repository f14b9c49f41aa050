//! The model in, tokens out: data and calls into the runtime, no logic.

mod codec;
mod handle;
mod index;
mod item;
mod key;
mod paths;
mod schema;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Item, Table};
use crate::raw::RawShape;

pub(crate) fn table(table: &Table) -> TokenStream {
    let ident = &table.item.ident;
    let schema = schema::table(table);
    let (paths, constructor) = (paths::constants(&table.item), handle::constructor(table));
    let (key, handle) = (key::key(table), handle::handle(table));
    let indexes = table.indexes.iter().map(|index| index::marker(table, index));
    let codec = item::codec(&table.item);
    quote! {
        #schema
        impl #ident {
            #paths
            #constructor
        }
        #key
        #(#indexes)*
        #handle
        #codec
    }
}

pub(crate) fn value(item: &Item, shape: &RawShape) -> TokenStream {
    match shape {
        RawShape::Struct => {
            let (ident, paths, codec) = (&item.ident, paths::constants(item), item::codec(item));
            quote! {
                impl #ident {
                    #paths
                }
                #codec
            }
        }
        RawShape::Newtype(ty) => value::newtype(item, ty),
        RawShape::Enum(variants) => value::unit_enum(item, variants),
    }
}
