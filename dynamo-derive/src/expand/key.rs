//! The key fields in, the type of a primary key out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::field::Field;
use crate::model::{Item, Table};
use crate::raw::RawItem;

pub(super) fn key(table: &Table) -> TokenStream {
    let Table { item, key, .. } = table;
    let RawItem { ident, vis, runtime, deprecated, .. } = &**item;
    let (ty, [parameters, bounded]) = (item.ty(), item.of_impl());
    let doc = format!(" The primary key of [`{ident}`].");
    let kept = kept(item, &quote!(keyed), key, table.primary.fields());
    let fields = fields(table.primary.fields());
    let values = table.primary.fields().map(|field| {
        let name = &field.ident;
        let value = item.stored_value(field, quote!(&key.#name));
        quote!(#runtime::Value::of(#value))
    });
    let body = item.body(made(table, &quote!(Self), &quote!(#(#values),*)));
    quote! {
        #[doc = #doc]
        #deprecated
        #vis struct #key {
            #fields
        }
        #kept
        #[automatically_derived]
        impl #parameters ::core::convert::From<#key> for #runtime::Key<#ty> #bounded {
            fn from(key: #key) -> Self {
                #body
            }
        }
    }
}

/// The key of the type `of` that is made of values.
pub(super) fn made(table: &Table, of: &TokenStream, values: &TokenStream) -> TokenStream {
    if table.primary.made().next().is_some() {
        quote!(#of::of([#values]))
    } else if table.primary.range.is_empty() {
        quote!(#of::hash(#values))
    } else {
        quote!(#of::hash_range(#values))
    }
}

/// The fields of a generated struct.
pub(super) fn fields<'a>(fields: impl IntoIterator<Item = &'a Field>) -> TokenStream {
    let declared = fields.into_iter().map(|field| {
        let Field { ident, vis, ty, attribute, deprecated, .. } = field;
        let what = if attribute.tag.is_some() { "name of the variant of" } else { "attribute" };
        let doc = format!(" The {what} `{}`.", attribute.text);
        quote!(#[doc = #doc] #deprecated #vis #ident: #ty,)
    });
    declared.collect()
}

/// The traits of a generated struct with these fields, which the macro `by` makes.
pub(super) fn kept<'a>(
    item: &Item,
    by: &TokenStream,
    name: &Ident,
    fields: impl IntoIterator<Item = &'a Field>,
) -> TokenStream {
    let RawItem { runtime, deprecated, .. } = &**item;
    let fields: Vec<&Field> = fields.into_iter().collect();
    // The compiler takes what a macro names for the user's.
    let deprecated = fields.iter().map(|field| &field.deprecated).chain([deprecated]).flatten();
    let allowed = deprecated.take(1).map(|_| quote!(#[allow(deprecated)]));
    let fields = fields.iter().map(|Field { ident, ty, .. }| quote!(#ident: #ty,));
    quote!(#runtime::#by! { #(#allowed)* #name { #(#fields)* } })
}

/// The body of a method that returns the primary key of a struct with its fields.
pub(super) fn of_self(table: &Table) -> TokenStream {
    let (key, runtime) = (&table.key, &table.item.runtime);
    let fields = table
        .primary
        .fields()
        .map(|Field { ident, ty, .. }| quote!(#ident: <#ty as #runtime::Kept>::kept(&self.#ident)));
    table.item.body(quote!(#key { #(#fields),* }))
}
