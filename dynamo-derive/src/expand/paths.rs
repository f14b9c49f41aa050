//! The fields in, one associated const each out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Field, Item, Key};

pub(super) fn constants(item: &Item) -> TokenStream {
    let flat = item.flattened().map(|field| flat_constant(item, field));
    item.stored().map(|field| constant(item, field)).chain(flat).collect()
}

fn flat_constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let Field { ident, vis, ty, constant, .. } = field;
    let doc = format!(" The way to the attributes of `{ident}`, which stand among the struct's.");
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::FlatPath<Self, #ty> = #runtime::FlatPath::new();
    }
}

fn constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let Field { vis, constant, attribute, .. } = field;
    let (path, suffix) = match field.key {
        Some(Key::Hash) => (quote!(KeyPath), ", the hash key"),
        Some(Key::Range) => (quote!(KeyPath), ", the range key"),
        None if field.behaviour.is_some() => (quote!(ManagedPath), ", written by the mapper"),
        None => (quote!(Path), ""),
    };
    let ty = item.stored_type(field);
    let doc = format!(" The attribute `{attribute}`{suffix}.");
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::#path<Self, #ty> = #runtime::Path::new(#attribute);
    }
}
