//! The table in, its `DynamoTable` with the schema as one const out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Field, Item, Table};

pub(super) fn table(table: &Table) -> TokenStream {
    let Table { item, key, .. } = table;
    let (ident, runtime) = (&item.ident, &item.runtime);
    let schema = item.body(schema(table));
    let range = range_type(item, table.range.as_slice());
    let fields = table.key_fields().map(|field| {
        let field = &field.ident;
        quote!(#field: ::core::clone::Clone::clone(&self.#field))
    });
    let key_body = item.body(quote!(#key { #(#fields),* }));
    quote! {
        #[automatically_derived]
        impl #runtime::DynamoTable for #ident {
            const SCHEMA: &'static #runtime::TableSchema = #schema;
            type Key = #key;
            type Range = #range;
            fn key(&self) -> #key {
                #key_body
            }
        }
    }
}

fn schema(table: &Table) -> TokenStream {
    let (runtime, name) = (&table.item.runtime, &table.name);
    let hash = definition(table, &table.hash);
    let range = table.range.iter().map(|field| definition(table, field));
    let capacity = table.capacity.map(capacity);
    let markers: Vec<_> = table.indexes.iter().map(|index| &index.marker).collect();
    let indexes = (!markers.is_empty())
        .then(|| quote!(.indexes(&[#(<#markers as #runtime::Index>::SCHEMA),*])));
    quote!(&#runtime::TableSchema::new(#name, #hash) #(.range_key(#range))* #capacity #indexes)
}

/// The definition of an attribute that is a key of the table or an index. That its type can be one
/// is the runtime's to say, at the type the user wrote.
pub(super) fn definition(table: &Table, field: &Field) -> TokenStream {
    let (runtime, attribute) = (&table.item.runtime, &field.attribute);
    let ty = table.item.stored_type(field);
    let kind = if field.key.is_some() { quote!(key) } else { quote!(index_key) };
    quote!(#runtime::AttributeDefinition::#kind::<#ty>(#attribute))
}

pub(super) fn capacity((read, write): (u64, u64)) -> TokenStream {
    let (read, write) = (Literal::u64_unsuffixed(read), Literal::u64_unsuffixed(write));
    quote!(.provisioned(#read, #write))
}

/// The types of the range attributes: a tuple, of none where there is no range key.
pub(super) fn range_type(item: &Item, range: &[Field]) -> TokenStream {
    let types = range.iter().map(|field| item.stored_type(field));
    quote!((#(#types,)*))
}
