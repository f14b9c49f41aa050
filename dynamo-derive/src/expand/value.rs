//! A newtype or an enum without data in, its codec out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use crate::expand::codec::Codec;
use crate::model::Item;
use crate::raw::RawVariant;

pub(super) fn newtype(item: &Item, ty: &Type) -> TokenStream {
    let runtime = &item.runtime;
    let codec = Codec {
        kind: quote!(<#ty as #runtime::Attribute>::Kind),
        encode: quote!(#runtime::Encode::encode(&self.0, to)),
        decode: quote!(#runtime::Decode::decode(from).map(Self)),
        absent: Some(quote!(#runtime::Decode::absent().map(Self))),
    };
    codec.impls(item)
}

pub(super) fn unit_enum(item: &Item, variants: &[RawVariant]) -> TokenStream {
    let runtime = &item.runtime;
    let names: Vec<_> = variants.iter().map(|variant| &variant.stored.text).collect();
    let variants: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let codec = Codec {
        kind: quote!(#runtime::kind::S),
        encode: quote!(to.string(match self { #(Self::#variants => #names),* })),
        decode: quote!(from.variant([#((#names, Self::#variants)),*])),
        absent: None,
    };
    codec.impls(item)
}
