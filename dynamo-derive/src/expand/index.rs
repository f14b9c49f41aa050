//! An index in, the type that names it out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::attrs::Projection;
use crate::expand::schema::{definition, range_type, throughput};
use crate::model::{Index, Table};

pub(super) fn marker(table: &Table, index: &Index) -> TokenStream {
    let item = &table.item;
    let (ident, vis, runtime, marker) = (&item.ident, &item.vis, &item.runtime, &index.marker);
    let kind = if index.local { "local" } else { "global" };
    let doc = format!(" The {kind} secondary index `{}` of [`{ident}`].", index.name);
    let range = range_type(item, &index.range);
    let schema = item.body(schema(table, index));
    // Only a local index can be read consistently.
    let consistent = index.local.then(|| {
        quote! {
            #[automatically_derived]
            impl #runtime::ConsistentIndex for #marker {}
        }
    });
    quote! {
        #[doc = #doc]
        #vis struct #marker;
        #[automatically_derived]
        impl #runtime::Index for #marker {
            type Table = #ident;
            type Range = #range;
            type Item = #ident;
            const SCHEMA: &'static #runtime::IndexSchema = #schema;
        }
        #consistent
    }
}

fn schema(table: &Table, index: &Index) -> TokenStream {
    let (runtime, name) = (&table.item.runtime, &index.name);
    let kind = if index.local { quote!(local) } else { quote!(global) };
    let hash = index.hash.iter().map(|field| definition(table, field));
    let range = index.range.iter().map(|field| definition(table, field));
    let projection = index.settings.projection.as_ref().map(|given| given.value);
    let keys_only = (projection == Some(Projection::KeysOnly)).then(|| quote!(.keys_only()));
    let include = index.include.as_ref().map(|names| quote!(.include(&[#(#names),*])));
    let throughput = throughput(&table.item, &index.settings.throughput());
    quote! {
        &#runtime::IndexSchema::#kind(#name, &[#(#hash),*], &[#(#range),*]) #keys_only #include #throughput
    }
}
