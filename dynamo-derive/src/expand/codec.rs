//! Bodies in, the impls that make a type an attribute out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use crate::model::Item;

/// What differs from type to type.
pub(super) struct Codec {
    pub(super) kind: TokenStream,
    pub(super) encode: TokenStream,
    pub(super) decode: TokenStream,
    /// The value of an absent attribute; without it, the attribute is required.
    pub(super) absent: Option<TokenStream>,
}

impl Codec {
    pub(super) fn impls(self, item: &Item) -> TokenStream {
        let (ty, runtime, kind) = (item.ty(), &item.runtime, self.kind);
        let (encode, decode) = (item.body(self.encode), item.body(self.decode));
        let absent = self.absent.map(|absent| {
            let absent = item.body(absent);
            quote!(fn absent() -> ::core::option::Option<Self> { #absent })
        });
        let parameters = item.parameters();
        let read = item.lifetime.clone().unwrap_or_else(|| parse_quote!('__dynamo_a));
        quote! {
            #[automatically_derived]
            impl #parameters #runtime::Attribute for #ty {
                type Kind = #kind;
                type Required = Self;
                type List = #runtime::kind::L;
            }
            #[automatically_derived]
            impl #parameters #runtime::Encode for #ty {
                fn encode(&self, to: &mut #runtime::Encoder) {
                    #encode
                }
            }
            #[automatically_derived]
            impl<#read> #runtime::Decode<#read> for #ty {
                fn decode(from: &mut #runtime::Decoder<#read>) -> ::core::option::Option<Self> {
                    #decode
                }
                #absent
            }
        }
    }
}
