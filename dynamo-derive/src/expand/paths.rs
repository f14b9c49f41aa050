//! The fields in, one associated const each out.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Visibility};

use crate::field::{Field, flattened, stored};
use crate::model::Item;
use crate::raw::{Made, RawItem};

pub(super) fn constants(item: &Item) -> TokenStream {
    let mut names = HashSet::new();
    let stored = stored(&item.fields).map(|field| (field, constant(item, field)));
    let flat = flattened(&item.fields).map(|field| (field, flat_constant(item, field)));
    let constants = stored.chain(flat).filter(|(field, _)| names.insert(field.constant()));
    let constants: TokenStream = constants.map(|(_, constant)| constant).collect();
    let made = item.made_alone().filter(|made| names.insert(made.constant.clone()));
    let made: TokenStream = made.map(|made| made_constant(item, made)).collect();
    let groups = item.groups().into_iter().filter(|(_, fields)| fields.len() > 1);
    let groups = groups.filter(|(made, _)| names.insert(made.group.clone()));
    let groups = groups.map(|(made, fields)| group_constant(item, &made.group, &fields));
    quote!(#constants #made #(#groups)*)
}

/// The path of an attribute that no field declares.
fn made_constant(item: &Item, made: &Made) -> TokenStream {
    let RawItem { vis, runtime, .. } = &**item;
    let (Made { constant, attribute, .. }, ty) = (made, item.made_type(made));
    let vis = made.bare().and_then(|field| item.field(field)).map_or(vis, |field| &field.vis);
    let role = if made.place.is_primary() { quote!(Key) } else { quote!(Made) };
    let doc = format!(" The attribute that is made as `{}`.", made.literal.value());
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::Path<Self, #ty, #runtime::role::#role> = #runtime::Path::new(#attribute);
    }
}

fn group_constant(item: &Item, constant: &Ident, fields: &[&Field]) -> TokenStream {
    let runtime = &item.runtime;
    let private = fields.iter().find(|field| matches!(field.vis, Visibility::Inherited));
    let vis = private.or(fields.first()).map(|field| &field.vis);
    let names: Vec<_> = fields.iter().map(|field| &field.attribute).collect();
    let types = fields.iter().map(|field| item.stored_type(field));
    let listed: Vec<_> = names.iter().map(|name| format!("`{}`", name.text)).collect();
    let doc = format!(" The attributes {}, which an update sets together.", listed.join(", "));
    quote! {
        #[doc = #doc]
        #vis const #constant: #runtime::Parts<Self, (#(#types,)*)> = #runtime::Parts::new(&[#(#names),*]);
    }
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
    let has = |fields: &[&Field]| fields.iter().any(|part| part.ident == field.ident);
    let (path, suffix) = if field.hash_key.is_some() {
        (quote!(KeyPath<Self, #ty>), ", the hash key")
    } else if field.range_key.is_some() {
        (quote!(KeyPath<Self, #ty>), ", the range key")
    } else if item.is_in_key(field) {
        (quote!(KeyPath<Self, #ty>), ", of which the key is made")
    } else if item.made.iter().any(|made| made.is_declared(field)) {
        (quote!(Path<Self, #ty, #runtime::role::Made>), ", made of others")
    } else if let Some((_, group)) = item.groups().into_iter().find(|(_, group)| has(group)) {
        let role = if group.len() > 1 { quote!(Joined) } else { quote!(Part) };
        (quote!(Path<Self, #ty, #runtime::role::#role>), ", of which the key of an index is made")
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
