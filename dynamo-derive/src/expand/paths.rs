//! The fields in, one associated const each out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Field, Item, Key};

pub(super) fn constants(item: &Item) -> TokenStream {
    item.stored().map(|field| constant(item, field)).collect()
}

fn constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let Field { vis, ty, constant, attribute, .. } = field;
    let (path, suffix) = match field.key {
        Some(Key::Hash) => (quote!(KeyPath), ", the hash key"),
        Some(Key::Range) => (quote!(KeyPath), ", the range key"),
        None => (quote!(Path), ""),
    };
    let ty = if field.serde { quote!(#runtime::Serde<#ty>) } else { quote!(#ty) };
    let doc = format!(" The attribute `{attribute}`{suffix}.");
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::#path<Self, #ty> = #runtime::Path::new(#attribute);
    }
}
