//! The fields in, one associated const each out.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::field::{Field, flattened, stored};
use crate::model::Item;

pub(super) fn constants(item: &Item) -> TokenStream {
    let mut names = HashSet::new();
    let stored = stored(&item.fields).map(|field| (field, constant(item, field)));
    let flat = flattened(&item.fields).map(|field| (field, flat_constant(item, field)));
    let constants = stored.chain(flat).filter(|(field, _)| names.insert(field.constant()));
    constants.map(|(_, constant)| constant).collect()
}

fn flat_constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let (Field { ident, vis, ty, .. }, constant) = (field, field.constant());
    let doc = format!(" The way to the attributes of `{ident}`, which stand among the struct's.");
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::FlatPath<Self, #ty> = #runtime::FlatPath::new();
    }
}

fn constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let (Field { vis, attribute, .. }, constant) = (field, field.constant());
    let (path, suffix) = if field.hash_key.is_some() {
        (quote!(KeyPath), ", the hash key")
    } else if field.range_key.is_some() {
        (quote!(KeyPath), ", the range key")
    } else if field.behaviour.is_some() {
        (quote!(ManagedPath), ", written by the mapper")
    } else {
        (quote!(Path), "")
    };
    let ty = item.stored_type(field);
    let doc = format!(" The attribute `{}`{suffix}.", attribute.text);
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::#path<Self, #ty> = #runtime::Path::new(#attribute);
    }
}
