//! A view in, its codec and the table that it is of out.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use crate::expand::codec;
use crate::field::{Field, stored};
use crate::model::Item;

pub(crate) fn view(item: &Item, of: &Path) -> TokenStream {
    // The attribute, as the table's path names it: of the type that is stored here.
    let name = |field: &Field| {
        let (ty, constant) = (item.stored_type(field), field.constant());
        quote_spanned!(field.type_span()=> <#of>::#constant.view_field::<#ty>())
    };
    let names = stored(&item.fields).map(name);
    let (codec, of) = (codec::of_fields(item, Some(quote!(&[#(#names),*]))), is_of(item, of));
    quote!(#codec #of)
}

/// Ties the struct to its table.
pub(super) fn is_of(item: &Item, of: &impl ToTokens) -> TokenStream {
    let (ident, runtime) = (&item.ident, &item.runtime);
    quote! {
        #[automatically_derived]
        impl #runtime::View<#of> for #ident {}
    }
}
