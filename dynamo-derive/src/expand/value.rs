//! A newtype or an enum in, its codec out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Visibility;
use syn::spanned::Spanned;

use crate::expand::codec::{self, Codec};
use crate::expand::fields::Fields;
use crate::field::{Name, flattened};
use crate::model::Item;
use crate::raw::{Newtype, Other, Variant};

pub(super) fn newtype(item: &Item, Newtype { ty, at, of }: &Newtype) -> TokenStream {
    let (runtime, field) = (&item.runtime, Literal::usize_unsuffixed(*at));
    let made = if *of == 1 {
        quote!(Self)
    } else {
        let skipped = quote!(::core::default::Default::default());
        let value = |place| if place == *at { quote!(value) } else { skipped.clone() };
        let values = (0..*of).map(value);
        quote!(|value| Self(#(#values),*))
    };
    // Where the type may be less visible than the newtype, no associated type can name it; a const cannot name a parameter.
    let is_private = matches!(item.vis, Visibility::Inherited);
    let kind = if is_private || !item.parameters.is_empty() {
        quote!(<#ty as #runtime::Attribute>::Kind)
    } else {
        quote!(#runtime::kind::Of<{ #runtime::kind::number::<#ty>() }>)
    };
    let codec = Codec {
        kind,
        one_form: Some(quote!(<#ty as #runtime::Attribute>::ONE_FORM)),
        within: Some(quote!(#ty)),
        encode: quote!(#runtime::Encode::encode(&self.#field, to)),
        decode: quote!(#runtime::Decode::decode(from).map(#made)),
        absent: Some(quote!(#runtime::Decode::absent().map(#made))),
    };
    let mut impls = codec.impls(item);
    let is_text =
        |ty: &syn::TypePath| ty.path.segments.last().is_some_and(|last| last.ident == "String");
    if matches!(ty, syn::Type::Path(ty) if is_text(ty)) {
        let (ty, [parameters, bounded]) = (item.ty(), item.of_impl());
        let derived = quote!(#[automatically_derived]);
        impls.extend(quote!(#derived impl #parameters #runtime::Text for #ty #bounded {}));
    }
    impls
}

/// An enum without data.
pub(super) fn name(item: &Item, variants: &[Variant], other: Option<&Other>) -> TokenStream {
    let runtime = &item.runtime;
    let names: Vec<_> = variants.iter().map(|variant| &variant.stored).collect();
    let variants: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let (encode, decode) = if let Some(other) = other {
        let (write, read) = (write_other(item, other), read_other(item, other, &quote!(KeepsText)));
        (
            quote!(match self { #(Self::#variants => to.string(#names),)* #write }),
            quote!(from.variant_or([#((#names, Self::#variants)),*], #read)),
        )
    } else {
        (
            quote!(to.string(match self { #(Self::#variants => #names),* })),
            quote!(from.variant([#((#names, Self::#variants)),*])),
        )
    };
    let codec = Codec {
        kind: quote!(#runtime::kind::S),
        one_form: Some(quote!(true)),
        within: None,
        encode,
        decode,
        absent: None,
    };
    codec.impls(item)
}

/// An enum that stands in a map of attributes, with its name in the attribute `tag`.
pub(super) fn tagged(
    item: &Item,
    tag: &Name,
    variants: &[Variant],
    other: Option<&Other>,
) -> TokenStream {
    let (ty, runtime, [parameters, bounded]) = (item.ty(), &item.runtime, item.of_impl());
    let fields = (0..variants.len()).map(|at| fields(item, tag, at, variants));
    let fields: Vec<Fields<'_>> = fields.collect();
    let tables = fields.iter().map(Fields::names);
    let tables = item.body(quote!(&[#(#tables),*]));
    let differ = fields.iter().map(Fields::differ);
    let within: Vec<_> = fields.iter().flat_map(Fields::flattened_names).collect();
    let own = if variants.is_empty() {
        quote!(&[<Self as #runtime::Item>::FIELDS])
    } else {
        quote!(<Self as #runtime::Variants>::FIELDS)
    };
    let all_names = item.sound.then(|| codec::all_names(item, &own, &within));
    let patterns = variants.iter().map(pattern);
    let writes = fields.iter().map(|fields| fields.encode(|field| field.local().to_token_stream()));
    let (names, reads) =
        (variants.iter().map(|variant| &variant.stored), fields.iter().map(Fields::decode));
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
        encode: quote!(match self { #(#patterns => #writes,)* #write_other }),
        decode: quote!(from.tagged(#tag, &[#((#names, |from| { #reads })),*], #read_other)),
        absent: None,
    };
    let impls = codec.impls(item);
    quote! {
        #[automatically_derived]
        impl #parameters #runtime::Variants for #ty #bounded {
            const TAG: &'static str = #tag;
            const FIELDS: &'static [&'static [#runtime::Field]] = #tables;
        }
        #[automatically_derived]
        impl #parameters #runtime::Item for #ty #bounded {
            const FIELDS: &'static [#runtime::Field] = &[#runtime::Field::new(#tag)];
            #all_names
        }
        #(#differ)*
        #impls
    }
}

/// The arm that writes what is unknown as it was read.
pub(super) fn write_other(item: &Item, Other { ident, kept, .. }: &Other) -> TokenStream {
    let runtime = &item.runtime;
    if kept.is_some() {
        quote!(Self::#ident(other) => #runtime::Encode::encode(other, to))
    } else {
        quote!(Self::#ident => to.unknown())
    }
}

/// The function that makes the variant of what is unknown: `keeps` is the trait that its type has.
pub(super) fn read_other(
    item: &Item,
    Other { ident, kept, .. }: &Other,
    keeps: &TokenStream,
) -> TokenStream {
    let Some(ty) = kept else { return quote!(|from| from.ignored().map(|()| Self::#ident)) };
    let span = Span::call_site().located_at(ty.span());
    let runtime = item.runtime_in(span);
    let keep = quote_spanned!(span=> <#ty as #runtime::#keeps>::keep);
    quote!(|from| #keep(from).map(Self::#ident))
}

fn fields<'a>(item: &'a Item, tag: &'a Name, at: usize, variants: &'a [Variant]) -> Fields<'a> {
    let (before, variant) = (&variants[..at], &variants[at]);
    let (ty, runtime, name) = (item.ty(), &item.runtime, &variant.ident);
    let at = Literal::usize_unsuffixed(at);
    Fields {
        item,
        all: &variant.fields,
        made: &[],
        table: quote!(<#ty as #runtime::Variants>::FIELDS[#at]),
        tag: Some((tag, &variant.stored)),
        flattened_before: before.iter().flat_map(|variant| flattened(&variant.fields)).count(),
        constructor: quote!(Self::#name),
        unnamed: variant.unnamed,
    }
}

/// Binds each stored field to its local.
fn pattern(variant: &Variant) -> TokenStream {
    let (name, fields) = (&variant.ident, &variant.fields);
    let names = fields.iter().map(|field| &field.ident);
    let locals = fields.iter().map(|field| {
        if field.keys.skip.is_some() { quote!(_) } else { field.local().to_token_stream() }
    });
    if variant.unnamed {
        quote!(Self::#name(#(#locals),*))
    } else {
        quote!(Self::#name { #(#names: #locals),* })
    }
}
