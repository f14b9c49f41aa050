//! An enum of entities in, what reads and writes any of them out.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::expand::codec::Codec;
use crate::expand::value::{read_other, write_other};
use crate::model::Item;
use crate::raw::Other;

pub(crate) fn items(item: &Item, entities: &[(Ident, Type)], other: Option<&Other>) -> TokenStream {
    let (ty, runtime, first) = (item.ty(), &item.runtime, &entities[0].1);
    let (variants, types): (Vec<_>, Vec<_>) = entities.iter().map(|(name, ty)| (name, ty)).unzip();
    let table = quote!(<#first as #runtime::Entity>::Table);
    let schemas = types
        .iter()
        .map(|ty| at(item, ty, |runtime| quote!(<#ty as #runtime::DynamoTable>::SCHEMA)));
    let are_in = types[1..]
        .iter()
        .map(|ty| at(item, ty, |runtime| quote!(#runtime::is_in::<#ty, #table>();)));
    let check = item.sound.then(|| {
        let span = Span::call_site().located_at(item.at);
        let runtime = item.runtime_in(span);
        quote_spanned! {span=>
            const _: () = {
                #(#are_in)*
                #runtime::entities_differ(<#ty as #runtime::DynamoItems>::ENTITIES);
            };
        }
    });
    let write_other = other.map(|other| write_other(item, other));
    let read_other = other.map_or_else(
        || quote!(::core::option::Option::None),
        |other| {
            let read = read_other(item, other, &quote!(KeepsAttributes));
            quote!(::core::option::Option::Some(#read))
        },
    );
    let codec = Codec {
        kind: quote!(#runtime::kind::M),
        one_form: None,
        within: None,
        encode: quote! {
            match self { #(Self::#variants(item) => #runtime::Encode::encode(item, to),)* #write_other }
        },
        decode: quote! {
            from.entity(
                <Self as #runtime::DynamoItems>::ENTITIES,
                [#(|from| #runtime::Decode::decode(from).map(Self::#variants)),*],
                #read_other,
            )
        },
        absent: None,
    };
    let codec = codec.impls(item);
    let conversions = entities.iter().filter(|_| item.sound).map(|(variant, entity)| {
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#entity> for #ty {
                fn from(item: #entity) -> Self {
                    Self::#variant(item)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #runtime::DynamoItems for #ty {
            type Table = #table;
            const ENTITIES: &'static [&'static #runtime::TableSchema] = &[#(#schemas),*];
        }
        #check
        #codec
        #(#conversions)*
    }
}

/// Tokens that stand where the entity is named, with the path of the runtime's module there.
fn at(item: &Item, ty: &Type, tokens: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let span = Span::call_site().located_at(ty.span());
    let tokens = tokens(item.runtime_in(span));
    quote_spanned!(span=> #tokens)
}
