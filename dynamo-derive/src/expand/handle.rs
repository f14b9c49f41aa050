//! The table in, its handle out: what needs a key takes it as named, typed arguments.

use std::slice;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::expand::key;
use crate::field::Field;
use crate::model::{Index, Item, Table};

/// The operations on one item: the name, the type that comes out, and what it does.
const OPERATIONS: &[(&str, &str, &str)] = &[
    ("get", "Get", "Reads the item of this key."),
    ("update", "Update", "Changes attributes of the item of this key, which must exist."),
    ("upsert", "Update", "Changes attributes of the item of this key, or makes it."),
    ("delete", "Delete", "Deletes the item of this key."),
    ("exists", "Exists", "Tells whether there is an item of this key."),
];

pub(super) fn handle(table: &Table) -> TokenStream {
    let Table { item, handle, .. } = table;
    let Item { ident, vis, runtime, deprecated, .. } = item;
    let doc = format!(" The table of [`{ident}`] and its operations. Cheap to clone.");
    let methods = methods(table);
    quote! {
        #[doc = #doc]
        #deprecated
        #[derive(::core::fmt::Debug, ::core::clone::Clone)]
        #vis struct #handle(#runtime::Table<#ident>);
        impl #handle {
            /// The same table under another name.
            #[must_use]
            pub fn named(self, name: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.named(name))
            }
            #(#methods)*
        }
        #[automatically_derived]
        impl ::core::ops::Deref for #handle {
            type Target = #runtime::Table<#ident>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    }
}

/// The function that makes a handle.
pub(super) fn constructor(table: &Table) -> TokenStream {
    let Table { item, handle, constructor, .. } = table;
    let runtime = &item.runtime;
    let doc = format!(" The table of [`{}`], reached through `client`.", item.ident);
    let body = item.body(quote!(#handle(#runtime::Table::new(client))));
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #constructor(client: impl ::core::convert::Into<#runtime::Dynamo>) -> #handle {
            #body
        }
    }
}

fn methods(table: &Table) -> Vec<TokenStream> {
    let (ident, runtime) = (&table.item.ident, &table.item.runtime);
    let query = |doc: &str, name: &Ident, hash: &[Field], index: TokenStream| {
        let call = |values| quote!(self.0.query_index([#values]));
        method(table, doc, name, hash, &quote!(Query<#index>), call)
    };
    let mut methods: Vec<_> = OPERATIONS.iter().map(|each| operation(table, each)).collect();
    let (name, primary) = (format_ident!("query"), quote!(#runtime::Primary<#ident>));
    methods.push(query(
        "Reads the items of this hash key.",
        &name,
        slice::from_ref(&table.hash),
        primary,
    ));
    for Index { name, method, marker, hash, .. } in &table.indexes {
        let doc = format!("Reads the items of this hash in the index `{}`.", name.text);
        methods.push(query(&doc, method, hash, quote!(#marker)));
    }
    methods
}

fn operation(table: &Table, (name, returned, doc): &(&str, &str, &str)) -> TokenStream {
    let (ident, runtime) = (&table.item.ident, &table.item.runtime);
    let (name, returned) = (format_ident!("{name}"), format_ident!("{returned}"));
    let key = key::constructor(table);
    let call = |values| quote!(self.0.#name(#runtime::Key::#key(#values)));
    method(table, doc, &name, table.key_fields(), &quote!(#returned<#ident>), call)
}

/// A method that takes the key in `fields` and `call`s with its values.
fn method<'a>(
    table: &Table,
    doc: &str,
    name: &Ident,
    fields: impl IntoIterator<Item = &'a Field>,
    returned: &TokenStream,
    call: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let runtime = &table.item.runtime;
    let doc = format!(" {doc}");
    let argument = |field: &Field| (field.local(), table.item.argument(field));
    let (names, bounds): (Vec<_>, Vec<_>) = fields.into_iter().map(argument).unzip();
    let body = table.item.body(call(quote!(#(#names.into_key()),*)));
    quote! {
        #[doc = #doc]
        pub fn #name(&self, #(#names: impl #bounds),*) -> #runtime::#returned {
            #body
        }
    }
}
