//! A struct with named fields in, its codec out.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::expand::codec::Codec;
use crate::model::{Field, Item};

pub(super) fn codec(item: &Item) -> TokenStream {
    let (ident, runtime) = (&item.ident, &item.runtime);
    let names = item.stored().map(|field| &field.attribute);
    let fields = item.body(quote!(&[#(#runtime::Field::new(#names)),*]));
    let codec = Codec {
        kind: quote!(#runtime::kind::M),
        encode: encode(item),
        decode: decode(item),
        absent: None,
    };
    let impls = codec.impls(item);
    quote! {
        #[automatically_derived]
        impl #runtime::Item for #ident {
            const FIELDS: &'static [#runtime::Field] = #fields;
        }
        #impls
    }
}

fn encode(item: &Item) -> TokenStream {
    let runtime = &item.runtime;
    let values = item.stored().map(|field| {
        let name = &field.ident;
        let value = quote_spanned!(type_span(field)=> &self.#name);
        if field.serde { quote!(&#runtime::Serde(#value)) } else { value }
    });
    quote!(to.fields(<Self as #runtime::Item>::FIELDS, &[#(#values),*]);)
}

fn decode(item: &Item) -> TokenStream {
    let runtime = &item.runtime;
    let declared = item.stored().map(|field| declared(item, field));
    let slots = item.stored().map(|field| {
        let local = field.local();
        quote_spanned!(type_span(field)=> &mut #local)
    });
    let taken = item.fields.iter().map(|field| taken(item, field));
    quote! {
        #(#declared)*
        from.fields(<Self as #runtime::Item>::FIELDS, &mut [#(#slots),*])?;
        ::core::option::Option::Some(Self { #(#taken),* })
    }
}

/// The local a field is read into.
fn declared(item: &Item, field: &Field) -> TokenStream {
    let (runtime, local) = (&item.runtime, field.local());
    let ty = field.serde.then(|| quote!(::<#runtime::Serde<_>>));
    let empty = quote!(::core::option::Option::None #ty);
    let slot = if field.default { quote!(#runtime::__private::Lenient(#empty)) } else { empty };
    quote!(let mut #local = #slot;)
}

/// The field made from its local.
fn taken(item: &Item, field: &Field) -> TokenStream {
    let (runtime, name, local) = (&item.runtime, &field.ident, field.local());
    let value = match field {
        Field { skip: true, .. } => quote!(::core::default::Default::default()),
        Field { default: true, serde: true, .. } => {
            quote!(#local.0.map(|#runtime::Serde(value)| value).unwrap_or_default())
        }
        Field { default: true, .. } => quote!(#local.0.unwrap_or_default()),
        Field { serde: true, .. } => quote!(#local?.0),
        _ => quote!(#local?),
    };
    quote!(#name: #value)
}

/// What the compiler has against a field's type, it says at the type.
fn type_span(field: &Field) -> Span {
    Span::call_site().located_at(field.ty.span())
}
