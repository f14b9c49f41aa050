//! The table in, what it declares of its fields' values out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::field::{Behaviour, Field, stored};
use crate::model::Table;

fn declared(table: &Table) -> impl Iterator<Item = (&Field, &Behaviour)> {
    let declared = stored(&table.item.fields);
    let declared = declared.filter_map(|field| Some((field, field.behaviour.as_ref()?)));
    declared.filter(|(field, _)| !field.is_unique())
}

/// The call that names the attributes with unique values, where there are any.
pub(super) fn unique(table: &Table) -> Option<TokenStream> {
    let [hash, range] = [&table.primary.hash, &table.primary.range].map(|keys| keys.first());
    let hash = hash.map(|key| key.ty(&table.item));
    let range = range.map_or(hash.clone(), |key| Some(key.ty(&table.item)));
    let unique = stored(&table.item.fields).filter(|field| field.is_unique()).map(|field| {
        let (runtime, ty) = (table.item.runtime_at(field), &field.ty);
        let attribute = &field.attribute;
        quote_spanned!(field.type_span()=> #runtime::TableSchema::unique_attribute::<#ty, #hash, #range>(#attribute))
    });
    let unique: Vec<_> = unique.filter(|_| table.item.sound).collect();
    (!unique.is_empty()).then(|| quote!(.unique(&[#(#unique),*])))
}

/// The const of the table's trait, where a field has a behaviour.
pub(super) fn constant(table: &Table) -> Option<TokenStream> {
    let runtime = &table.item.runtime;
    let behaviours = declared(table).map(|(field, Behaviour { name, arguments })| {
        let (runtime, ty) = (table.item.runtime_at(field), &field.ty);
        let attribute = &field.attribute;
        quote_spanned!(field.type_span()=> #runtime::Behaviour::#name::<#ty>(#attribute #(, #arguments)*))
    });
    let behaviours: Vec<_> = behaviours.filter(|_| table.item.sound).collect();
    (!behaviours.is_empty())
        .then(|| quote!(const BEHAVIOURS: &'static [#runtime::Behaviour] = &[#(#behaviours),*];))
}

/// The traits that operations ask for: of tables with a version or without, and of those whose items expire.
pub(super) fn traits(table: &Table) -> TokenStream {
    let (ident, runtime) = (table.item.ty(), &table.item.runtime);
    let [parameters, bounded] = table.item.of_impl();
    let version = declared(table).find(|(_, behaviour)| behaviour.name == "version");
    let versioned = version.map(|(Field { ty, attribute, .. }, _)| {
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Versioned<#ty> for #ident #bounded {
                const VERSION: &'static str = #attribute;
            }
        }
    });
    let plain = versioned.is_none() && !table.item.fields.iter().any(Field::is_unique);
    let unconditional = plain.then(|| {
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Unconditional for #ident #bounded {}
        }
    });
    let expiring = table.ttl.as_ref().map(|Field { attribute, .. }| {
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Expiring for #ident #bounded {
                const TTL: &'static str = #attribute;
            }
        }
    });
    quote!(#versioned #unconditional #expiring)
}
