//! The table in, its handle out: what needs a key takes it as named, typed arguments.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::expand::described::described;
use crate::expand::key;
use crate::field::Field;
use crate::model::{Index, Table};
use crate::raw::RawItem;

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
    let RawItem { ident, vis, runtime, deprecated, .. } = &**item;
    let doc = format!(
        " The table of [`{ident}`] and its operations. Cheap to clone.\n{}",
        described(table)
    );
    let (ty, given, [parameters, bounded]) = (item.ty(), item.parameters.given(), item.of_impl());
    let [declared, asked] = item.parameters.declared();
    let methods = methods(table);
    let plain = item.parameters.is_empty();
    let derived = plain.then(|| quote!(#[derive(::core::fmt::Debug, ::core::clone::Clone)]));
    let traits = (!plain).then(|| traits(table));
    quote! {
        #[doc = #doc]
        #deprecated
        #derived
        #vis struct #handle #declared (#runtime::Table<#ty>) #asked;
        impl #parameters #handle #given #bounded {
            /// The same table under another name.
            #[must_use]
            pub fn named(self, name: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.named(name))
            }
            #(#methods)*
        }
        #[automatically_derived]
        impl #parameters ::core::ops::Deref for #handle #given #bounded {
            type Target = #runtime::Table<#ty>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #traits
    }
}

/// What deriving would ask of the parameters too.
fn traits(Table { item, handle, .. }: &Table) -> TokenStream {
    let (given, [parameters, bounded]) = (item.parameters.given(), item.of_impl());
    let name = handle.to_string();
    quote! {
        #[automatically_derived]
        impl #parameters ::core::fmt::Debug for #handle #given #bounded {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(#name).field(&self.0).finish()
            }
        }
        #[automatically_derived]
        impl #parameters ::core::clone::Clone for #handle #given #bounded {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }
    }
}

/// The function that makes a handle.
pub(super) fn constructor(table: &Table) -> TokenStream {
    let Table { item, handle, constructor, .. } = table;
    let (runtime, given) = (&item.runtime, item.parameters.given());
    let doc = format!(" The table of [`{}`], reached through `client`.", item.ident);
    let body = item.body(quote!(#handle(#runtime::Table::new(client))));
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #constructor(client: impl ::core::convert::Into<#runtime::Dynamo>) -> #handle #given {
            #body
        }
    }
}

fn methods(table: &Table) -> Vec<TokenStream> {
    let (ty, given, runtime) =
        (table.item.ty(), table.item.parameters.given(), &table.item.runtime);
    let query = |doc: &str, name: &Ident, hash: &[Field], index: TokenStream| {
        let call = |values| quote!(self.0.query_index([#values]));
        method(table, doc, name, hash, &quote!(Query<#index>), call)
    };
    let mut methods: Vec<_> = OPERATIONS.iter().map(|each| operation(table, each)).collect();
    let (name, primary) = (format_ident!("query"), quote!(#runtime::Primary<#ty>));
    methods.push(query(
        "Reads the items of this hash key.",
        &name,
        &table.primary.hash_fields,
        primary,
    ));
    for Index { name, method, marker, schema, .. } in &table.indexes {
        let doc = format!("Reads the items of this hash in the index `{}`.", name.text);
        methods.push(query(&doc, method, &schema.hash_fields, quote!(#marker #given)));
    }
    methods
}

fn operation(table: &Table, (name, returned, doc): &(&str, &str, &str)) -> TokenStream {
    let (ident, runtime) = (table.item.ty(), &table.item.runtime);
    let (name, returned) = (format_ident!("{name}"), format_ident!("{returned}"));
    let mut fields = table.primary.fields();
    if let (true, Some(field), None) = (table.item.sound, fields.next(), fields.next()) {
        return operation_of_one(table, &name, &returned, field, doc);
    }
    let call = |values| {
        let key = key::made(table, &quote!(#runtime::Key), &values);
        quote!(self.0.#name(#key))
    };
    method(table, doc, &name, table.primary.fields(), &quote!(#returned<#ident>), call)
}

/// The one argument can be the whole key, or the item.
fn operation_of_one(
    table: &Table,
    name: &Ident,
    returned: &Ident,
    field: &Field,
    doc: &str,
) -> TokenStream {
    let (ident, runtime, ty) =
        (table.item.ty(), &table.item.runtime, table.item.stored_type(field));
    let (doc, key) = (format!(" {doc}"), field.local());
    quote! {
        #[doc = #doc]
        pub fn #name<__DynamoGiven>(
            &self,
            #key: impl #runtime::IntoOneKey<#ident, #ty, __DynamoGiven>,
        ) -> #runtime::#returned<#ident> {
            self.0.#name(#key.into_one_key())
        }
    }
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
