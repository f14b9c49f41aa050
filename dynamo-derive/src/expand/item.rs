//! A struct in, its codec out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::expand::codec::Codec;
use crate::expand::fields::Fields;
use crate::field::Field;
use crate::model::Item;

/// `names` are the attributes, where others than the fields tell them.
pub(super) fn codec(item: &Item, names: Option<TokenStream>) -> TokenStream {
    let (ty, runtime, parameters) = (item.ty(), &item.runtime, item.parameters());
    let fields = Fields {
        item,
        all: &item.fields,
        table: quote!(<#ty as #runtime::Item>::FIELDS),
        tag: None,
        constructor: quote!(Self),
        newtype: false,
    };
    let value = |field: &Field| {
        let name = &field.ident;
        quote_spanned!(field.type_span()=> &self.#name)
    };
    let (names, differ) = (item.body(names.unwrap_or_else(|| fields.names())), fields.differ());
    let codec = Codec {
        kind: quote!(#runtime::kind::M),
        encode: fields.encode(value),
        decode: fields.decode(),
        absent: None,
    };
    let impls = codec.impls(item);
    quote! {
        #[automatically_derived]
        impl #parameters #runtime::Item for #ty {
            const FIELDS: &'static [#runtime::Field] = #names;
        }
        #differ
        #impls
    }
}
