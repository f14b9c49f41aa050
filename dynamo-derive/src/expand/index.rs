//! An index in, the type that names it out.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::attrs::Projection;
use crate::expand::schema::{definition, ranged, throughput};
use crate::expand::{codec, key, view};
use crate::model::{Index, Item, KeyAttribute, Table};
use crate::raw::RawItem;

pub(super) fn marker(table: &Table, index: &Index) -> TokenStream {
    let item = &table.item;
    let RawItem { ident, vis, runtime, deprecated, .. } = &**item;
    let marker = &index.marker;
    let (ty, given, [parameters, bounded]) = (item.ty(), item.parameters.given(), item.of_impl());
    let kind = if index.local { "local" } else { "global" };
    let doc = format!(" The {kind} secondary index `{}` of [`{ident}`].", index.name.text);
    let ranged = ranged(item, &quote!(#marker #given), &index.schema.range_fields);
    let schema = item.body(schema(table, index));
    // Only a local index can be read consistently.
    let consistent = index.local.then(|| {
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::ConsistentIndex for #marker #given #bounded {}
        }
    });
    let checked = table.keys.within.as_ref().filter(|_| item.sound);
    let checked = checked.map(|_| check(item, index));
    let projected = index.projected.as_ref().map(|item| projected(table, index, item));
    let read =
        index.projected.as_ref().map_or_else(|| ty.clone(), |item| item.ident.to_token_stream());
    let [declared, asked] = item.parameters.declared();
    let holds =
        (!item.parameters.is_empty()).then(|| quote!((::core::marker::PhantomData<fn() -> #ty>)));
    quote! {
        #[doc = #doc]
        #deprecated
        #vis struct #marker #declared #holds #asked;
        #[automatically_derived]
        impl #parameters #runtime::Index for #marker #given #bounded {
            type Table = #ty;
            type Item = #read;
            const SCHEMA: &'static #runtime::IndexSchema = #schema;
        }
        #checked
        #ranged
        #consistent
        #projected
    }
}

/// What the index holds of an item: a view of the table with a key.
fn projected(table: &Table, index: &Index, item: &Item) -> TokenStream {
    let RawItem { ident, vis, deprecated, .. } = &**item;
    let (of, key) = (&table.item.ident, &table.key);
    let doc = format!(
        " What the index `{}` holds of a [`{of}`]; `hydrate()` of its query reads the whole.",
        index.name.text
    );
    let (fields, kept) =
        (key::fields(&item.fields), key::kept(item, &quote!(kept), ident, &item.fields));
    let key_body = key::of_self(table);
    let (codec, view) = (codec::of_fields(item, None), view::is_of(item, of));
    quote! {
        #[doc = #doc]
        #deprecated
        #vis struct #ident {
            #fields
        }
        #kept
        impl #ident {
            /// Returns the item's primary key.
            #[must_use]
            #vis fn key(&self) -> #key {
                #key_body
            }
        }
        #codec
        #view
    }
}

/// Asks the compiler whether the entity has the attributes of the table's index.
fn check(item: &Item, Index { marker, name, schema, .. }: &Index) -> TokenStream {
    let span = Span::call_site().located_at(name.at);
    let runtime = item.runtime_in(span);
    let [hash, range] = [&schema.hash, &schema.range]
        .map(|keys| keys.iter().map(KeyAttribute::name).collect::<Vec<_>>());
    quote_spanned! {span=>
        const _: () = <#marker as #runtime::Index>::SCHEMA.check_members(&[#(#hash),*], &[#(#range),*]);
    }
}

fn schema(table: &Table, index: &Index) -> TokenStream {
    let (runtime, name) = (&table.item.runtime, &index.name);
    let include = index.include.as_ref().map(|names| quote!(&[#(#names),*]));
    if let Some(of) = table.item.schema_of(&table.keys, name.at) {
        let span = Span::call_site().located_at(name.at);
        return match (&index.projected, include) {
            (None, _) => quote_spanned!(span=> #of.whole_index(#name)),
            (_, Some(include)) => quote_spanned!(span=> #of.index_with(#name, #include)),
            (_, None) => quote_spanned!(span=> #of.index(#name)),
        };
    }
    let kind = if index.local { quote!(local) } else { quote!(global) };
    let hash = index.schema.hash.iter().map(|key| definition(&table.item, key));
    let range = index.schema.range.iter().map(|key| definition(&table.item, key));
    let projection = index.settings.projection.as_ref().map(|given| given.value);
    let keys_only = (projection == Some(Projection::KeysOnly)).then(|| quote!(.keys_only()));
    let include = include.map(|names| quote!(.include(#names)));
    let throughput = throughput(&table.item, &index.settings.throughput());
    quote! {
        &#runtime::IndexSchema::#kind(#name, &[#(#hash),*], &[#(#range),*]) #keys_only #include #throughput
    }
}
