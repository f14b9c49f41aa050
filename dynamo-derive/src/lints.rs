//! The attributes of lints that a user wrote in, the same on what is generated out.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, File, Item, Meta, parse_quote, parse2};

/// The `#[deprecated]` among the attributes.
pub(crate) fn deprecated(attributes: &[Attribute]) -> Option<Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned()
}

/// The expansion under the struct's levels of lints, and what its fields and variants allow.
pub(crate) fn carried(input: &DeriveInput, expansion: TokenStream) -> TokenStream {
    let own = input.attrs.iter().filter_map(level);
    let within = within(&input.data).filter_map(level);
    let within = within.filter(|level| level.path().is_ident("allow"));
    let levels: Vec<Attribute> = own.chain(within).collect();
    if levels.is_empty() {
        return expansion;
    }
    let Ok(mut file) = parse2::<File>(expansion.clone()) else { return expansion };
    for item in &mut file.items {
        if let Item::Macro(syn::ItemMacro { mac, .. }) = item {
            let tokens = &mac.tokens;
            mac.tokens = quote!(#(#levels)* #tokens);
        } else if let Item::Const(syn::ItemConst { attrs, .. })
        | Item::Impl(syn::ItemImpl { attrs, .. })
        | Item::Struct(syn::ItemStruct { attrs, .. }) = item
        {
            attrs.splice(0..0, levels.iter().cloned());
        }
    }
    file.into_token_stream()
}

/// The attributes of fields and variants.
fn within(data: &Data) -> impl Iterator<Item = &Attribute> {
    let (fields, variants) = match data {
        Data::Struct(data) => (Some(&data.fields), None),
        Data::Enum(data) => (None, Some(&data.variants)),
        Data::Union(_) => (None, None),
    };
    let variants = variants.into_iter().flatten();
    let fields = fields.into_iter().chain(variants.clone().map(|variant| &variant.fields));
    let attributes = fields.flatten().flat_map(|field| &field.attrs);
    variants.flat_map(|variant| &variant.attrs).chain(attributes)
}

/// A level of lints, as generated code has it: what is expected may not come there, and a field may allow what is forbidden.
fn level(attribute: &Attribute) -> Option<Attribute> {
    let Meta::List(list) = &attribute.meta else { return None };
    let lints = &list.tokens;
    match attribute.path().get_ident()?.to_string().as_str() {
        "allow" | "warn" | "deny" => Some(attribute.clone()),
        "expect" => Some(parse_quote!(#[allow(#lints)])),
        "forbid" => Some(parse_quote!(#[deny(#lints)])),
        _ => None,
    }
}
