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
    let (Field { ident, vis, ty, deprecated, .. }, constant) = (field, field.constant());
    let others =
        flattened(&item.fields).filter(|other| other.ident != *ident).map(|Field { ty, .. }| ty);
    let others = others.map(|ty| quote!(<#ty as #runtime::Flatten>::FIELDS));
    let others = item.sound.then(|| quote!(<Self as #runtime::Item>::FIELDS #(, #others)*));
    let doc = format!(" The way to the attributes of `{ident}`, which stand among the struct's.");
    quote! {
        #[doc = #doc]
        #deprecated
        #vis const #constant: #runtime::FlatPath<Self, #ty> = #runtime::FlatPath::new(&[#others]);
    }
}

fn constant(item: &Item, field: &Field) -> TokenStream {
    let runtime = &item.runtime;
    let (Field { vis, attribute, deprecated, .. }, constant) = (field, field.constant());
    let ty = item.stored_type(field);
    let default = item.default(field).filter(|_| item.sound);
    let (path, suffix) = if field.hash_key.is_some() {
        (quote!(KeyPath<Self, #ty>), ", the hash key")
    } else if field.range_key.is_some() {
        (quote!(KeyPath<Self, #ty>), ", the range key")
    } else if field.is_unique() {
        (quote!(Path<Self, #ty, #runtime::role::Unique>), ", unique in the table")
    } else if field.behaviour.is_some() {
        (quote!(ManagedPath<Self, #ty>), ", written by the mapper")
    } else if default.is_some() {
        (quote!(Path<Self, #ty, #runtime::role::Defaulted>), "")
    } else {
        (quote!(Path<Self, #ty>), "")
    };
    let with_default = default.map(|default| quote!(with_default(#attribute, || #default)));
    let made = with_default.unwrap_or_else(|| quote!(new(#attribute)));
    let doc = format!(" The attribute `{}`{suffix}.", attribute.text);
    quote! {
        #[doc = #doc]
        #deprecated
        #vis const #constant: #runtime::#path = #runtime::Path::#made;
    }
}
