//! A view in, its codec and the table that it is of out.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use crate::expand::item;
use crate::model::{Field, Item, View};

pub(crate) fn view(view: &View) -> TokenStream {
    let View { item, of } = view;
    let names = item.stored().map(|field| name(view, field));
    let (codec, of) = (item::codec(item, Some(quote!(&[#(#names),*]))), is_of(item, of));
    quote!(#codec #of)
}

/// The attribute, as the table's path names it: of the type that is stored here.
fn name(View { item, of }: &View, field: &Field) -> TokenStream {
    let (ty, constant) = (item.stored_type(field), &field.constant);
    let span = field.type_span();
    quote_spanned!(span=> <#of>::#constant.view_field::<#ty>())
}

/// Ties the struct to its table.
pub(super) fn is_of(item: &Item, of: &impl ToTokens) -> TokenStream {
    let (ident, runtime) = (&item.ident, &item.runtime);
    quote! {
        #[automatically_derived]
        impl #runtime::View for #ident {
            type Of = #of;
        }
    }
}
