//! A type in, the impls that make it an attribute out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse_quote;

use crate::expand::fields::Fields;
use crate::field::Field;
use crate::model::Item;

/// What differs from type to type.
pub(super) struct Codec {
    pub(super) kind: TokenStream,
    /// Whether a value has one stored form; without it, a key of the type is checked when it is read.
    pub(super) one_form: Option<TokenStream>,
    /// The type of a newtype's value, whose bounds are the newtype's.
    pub(super) within: Option<TokenStream>,
    pub(super) encode: TokenStream,
    pub(super) decode: TokenStream,
    /// The value of an absent attribute; without it, the attribute is required.
    pub(super) absent: Option<TokenStream>,
}

impl Codec {
    pub(super) fn impls(self, item: &Item) -> TokenStream {
        let (ty, runtime, kind) = (item.ty(), &item.runtime, self.kind);
        let (encode, decode) = (item.body(self.encode), item.body(self.decode));
        let bounds = self.within.map(|within| {
            quote! {
                const BOUNDS: ::core::option::Option<#runtime::Bounds> =
                    <#within as #runtime::Attribute>::BOUNDS;
            }
        });
        let absent = self.absent.map(|absent| {
            let absent = item.body(absent);
            quote!(fn absent() -> ::core::option::Option<Self> { #absent })
        });
        let one_form = self.one_form.map(|one_form| quote!(const ONE_FORM: bool = #one_form;));
        let [parameters, bounded] = item.of_impl();
        let lifetime = item.parameters.lifetime().cloned();
        let read = lifetime.unwrap_or_else(|| parse_quote!('__dynamo_a));
        let [read_parameters, read_bounded] = item.parameters.of_impl(runtime, Some(&read));
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Attribute for #ty #bounded {
                type Kind = #kind;
                type Required = Self;
                type List = #runtime::kind::L;
                #one_form
                #bounds
            }
            #[automatically_derived]
            impl #parameters #runtime::Encode for #ty #bounded {
                fn encode(&self, to: &mut #runtime::Encoder) {
                    #encode
                }
            }
            #[automatically_derived]
            impl #read_parameters #runtime::Decode<#read> for #ty #read_bounded {
                fn decode(from: &mut #runtime::Decoder<#read>) -> ::core::option::Option<Self> {
                    #decode
                }
                #absent
            }
        }
    }
}

/// A struct with named fields: `names` are the attributes, where others than the fields tell them.
pub(super) fn of_fields(item: &Item, names: Option<TokenStream>) -> TokenStream {
    let (ty, runtime, [parameters, bounded]) = (item.ty(), &item.runtime, item.of_impl());
    let fields = Fields {
        item,
        all: &item.fields,
        made: &item.made,
        table: quote!(<#ty as #runtime::Item>::FIELDS),
        tag: None,
        flattened_before: 0,
        constructor: quote!(Self),
        unnamed: false,
    };
    let value = |field: &Field| {
        let mut name = field.ident.clone();
        name.set_span(field.type_span());
        quote_spanned!(field.type_span()=> &self.#name)
    };
    let (names, differ) = (item.body(names.unwrap_or_else(|| fields.names())), fields.differ());
    let within: Vec<_> = fields.flattened_names().filter(|_| item.sound).collect();
    let all_names = (!within.is_empty())
        .then(|| all_names(item, &quote!(&[<Self as #runtime::Item>::FIELDS]), &within));
    let codec = Codec {
        kind: quote!(#runtime::kind::M),
        one_form: None,
        within: None,
        encode: fields.encode(value),
        decode: fields.decode(),
        absent: None,
    };
    let impls = codec.impls(item);
    quote! {
        #[automatically_derived]
        impl #parameters #runtime::Item for #ty #bounded {
            const FIELDS: &'static [#runtime::Field] = #names;
            #all_names
        }
        #differ
        #impls
    }
}

/// The const of the attributes that a type may have, where its fields do not tell them all.
pub(super) fn all_names(item: &Item, own: &TokenStream, within: &[TokenStream]) -> TokenStream {
    let runtime = &item.runtime;
    quote!(const NAMES: &'static #runtime::Names = &#runtime::Names::new(#own, &[#(#within),*]);)
}
