//! The table in, its `DynamoTable` with the schema as one const out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use crate::model::{Field, Item, Table, Throughput};

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
    let (throughput, settings) = (throughput(&table.item, &table.throughput), settings(table));
    let markers: Vec<_> = table.indexes.iter().map(|index| &index.marker).collect();
    let indexes = (!markers.is_empty())
        .then(|| quote!(.indexes(&[#(<#markers as #runtime::Index>::SCHEMA),*])));
    let fields = table.item.stored().map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), table.item.stored_type(field));
        let attribute = &field.attribute;
        quote_spanned!(field.type_span()=> #runtime::FieldSchema::new::<#ty>(#attribute))
    });
    quote! {
        &#runtime::TableSchema::new(#name, #hash) #(.range_key(#range))* #throughput #settings #indexes
            .fields(&[#(#fields),*])
    }
}

/// What is neither key nor throughput nor index.
fn settings(table: &Table) -> TokenStream {
    let (item, runtime) = (&table.item, &table.item.runtime);
    let variant = |name: &str| Ident::new(name, Span::call_site());
    let class = table.class.iter().map(|class| variant(class.0));
    let stream = table.stream.iter().map(|view| variant(view.0));
    let encryption = table.encryption.iter().map(|key| match key.as_str() {
        "OWNED" => quote!(Owned),
        "MANAGED" => quote!(Managed),
        key => quote!(Key(#key)),
    });
    let protection = table.deletion_protection.then(|| quote!(.deletion_protection()));
    let days = table.recovery.iter().map(|days| Literal::u64_unsuffixed(*days));
    let tags = table.tags.iter().map(|[key, value]| quote!((#key, #value)));
    let tags = (!table.tags.is_empty()).then(|| quote!(.tags(&[#(#tags),*])));
    let policy = &table.resource_policy.iter().collect::<Vec<_>>();
    let ttl = table.ttl.iter().map(|field| {
        let (ty, attribute) = (item.stored_type(field), &field.attribute);
        quote!(.ttl::<#ty>(#attribute))
    });
    quote! {
        #(.class(#runtime::TableClass::#class))*
        #(.stream(#runtime::StreamView::#stream))*
        #(.encryption(#runtime::Encryption::#encryption))*
        #protection
        #(.point_in_time_recovery(#days))*
        #tags
        #(.resource_policy(#policy))*
        #(#ttl)*
    }
}

/// The calls that set a table's or an index's throughput.
pub(super) fn throughput(item: &Item, throughput: &Throughput) -> TokenStream {
    let runtime = &item.runtime;
    let units = |units: &[Option<u64>; 2]| {
        let some = |units| quote!(::core::option::Option::Some(#units));
        let [read, write] = units.map(|units| {
            units.map(Literal::u64_unsuffixed).map_or(quote!(::core::option::Option::None), some)
        });
        quote!(#runtime::Units { read: #read, write: #write })
    };
    let capacity = throughput.capacity.iter().map(|units| {
        let [read, write] = units.map(Literal::u64_unsuffixed);
        quote!(.provisioned(#read, #write))
    });
    let (maximum, warm) = (throughput.maximum.iter().map(units), throughput.warm.iter().map(units));
    quote!(#(#capacity)* #(.maximum(#maximum))* #(.warm(#warm))*)
}

/// The definition of an attribute that is a key of the table or an index. That its type can be one
/// is the runtime's to say, at the type the user wrote.
pub(super) fn definition(table: &Table, field: &Field) -> TokenStream {
    let (runtime, attribute) = (&table.item.runtime, &field.attribute);
    let ty = table.item.stored_type(field);
    let kind = if field.key.is_some() { quote!(key) } else { quote!(index_key) };
    quote!(#runtime::AttributeDefinition::#kind::<#ty>(#attribute))
}

/// The types of the range attributes: a tuple, of none where there is no range key.
pub(super) fn range_type(item: &Item, range: &[Field]) -> TokenStream {
    let types = range.iter().map(|field| item.stored_type(field));
    quote!((#(#types,)*))
}
