//! Bodies in, the impls that make a type an attribute out.

use proc_macro2::TokenStream;
use quote::quote;

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
        let (ident, runtime, kind) = (&item.ident, &item.runtime, self.kind);
        let (encode, decode) = (item.body(self.encode), item.body(self.decode));
        let absent = self.absent.map(|absent| {
            let absent = item.body(absent);
            quote!(fn absent() -> ::core::option::Option<Self> { #absent })
        });
        quote! {
            #[automatically_derived]
            impl #runtime::Attribute for #ident {
                type Kind = #kind;
                type Required = Self;
                type List = #runtime::kind::L;
            }
            #[automatically_derived]
            impl #runtime::Encode for #ident {
                fn encode(&self, to: &mut #runtime::Encoder) {
                    #encode
                }
            }
            #[automatically_derived]
            impl<'__dynamo_a> #runtime::Decode<'__dynamo_a> for #ident {
                fn decode(from: &mut #runtime::Decoder<'__dynamo_a>) -> ::core::option::Option<Self> {
                    #decode
                }
                #absent
            }
        }
    }
}
