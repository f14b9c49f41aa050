//! The attributes that templates make in; the templates as data, and what renders and reads them, out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use crate::field::Field;
use crate::model::Item;
use crate::raw::{Made, Place};
use crate::template::Part;

/// The call that adds the templates to a schema, where there are any.
pub(super) fn templates(item: &Item) -> Option<TokenStream> {
    let templates: Vec<_> = item.made.iter().map(|made| template(item, made)).collect();
    // The names of a table's attributes are not promoted by themselves.
    (!templates.is_empty()).then(|| quote!(.templates(const { &[#(#templates),*] })))
}

fn template(item: &Item, made: &Made) -> TokenStream {
    let span = Span::call_site().located_at(made.literal.span());
    let (runtime, attribute) = (item.runtime_in(span), &made.attribute);
    let kind = if made.place.is_primary() { quote!(key) } else { quote!(index_key) };
    let constructor = match made.place {
        Place::Hash | Place::IndexHash => quote_spanned!(span=> hash),
        Place::Range | Place::IndexRange => quote_spanned!(span=> range),
        Place::Discriminator => quote_spanned!(span=> new),
    };
    let parts = made.parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(quote!(#runtime::TemplatePart::Text(#text))),
        Part::Hole(hole) => {
            let field = item.field(&hole.field)?;
            let (runtime, ty, name) = (item.runtime_at(field), item.stored_type(field), &field.attribute);
            let width = Literal::u8_unsuffixed(hole.width);
            Some(quote_spanned!(field.type_span()=> #runtime::TemplatePart::#kind::<#ty>(#name, #width)))
        }
    });
    quote_spanned!(span=> #runtime::Template::#constructor(#attribute, const { &[#(#parts),*] }))
}

/// The attribute, made of the fields that `value` refers to.
pub(super) fn render(
    item: &Item,
    made: &Made,
    value: &impl Fn(&Field) -> TokenStream,
) -> TokenStream {
    let (runtime, template) = (&item.runtime, &made.template);
    let values = values(item, made, value);
    quote!(#runtime::Render(&#template, #values))
}

fn values(item: &Item, made: &Made, value: &impl Fn(&Field) -> TokenStream) -> TokenStream {
    let values = item.fields_of(made).map(|field| item.stored_value(field, value(field)));
    quote!(&[#(#values),*])
}

/// The local that the attribute is read into.
pub(super) fn local(at: usize) -> Ident {
    format_ident!("__dynamo_made_{at}", span = Span::mixed_site())
}

pub(super) fn slot(item: &Item, at: usize, made: &Made) -> TokenStream {
    let (runtime, local, template) = (&item.runtime, local(at), &made.template);
    quote!(let mut #local = #runtime::Made::new(&#template);)
}

/// The slot of an attribute that a field declares.
pub(super) fn both(item: &Item, at: usize, slot: &TokenStream) -> TokenStream {
    let (runtime, local) = (&item.runtime, local(at));
    quote!(&mut #runtime::Both(&mut #local, #slot))
}

/// Whether something is read of the attribute. What an index is sorted by is not: another program may have left it behind, and a put
/// makes it anew.
pub(super) fn is_read(item: &Item, all: &[Made], at: usize) -> bool {
    let in_it = |field: &Field| {
        field.key_only.is_some() && place(all, field).is_some_and(|(place, _)| place == at)
    };
    let tells = all[at].place.is_primary() || matches!(all[at].place, Place::Discriminator);
    tells || item.fields.iter().any(in_it)
}

/// The attribute that the field is read from, and which of its holes the field is.
fn place(made: &[Made], field: &Field) -> Option<(usize, usize)> {
    let hole = |made: &Made| made.holes().position(|hole| hole.field == field.ident);
    made.iter().enumerate().find_map(|(at, made)| Some((at, hole(made)?)))
}

/// The value of a field that stands in a template only.
pub(super) fn part(item: &Item, made: &[Made], field: &Field) -> TokenStream {
    // Where it stands in none, that has been told.
    let Some((at, nth)) = place(made, field) else { return quote!(::core::unreachable!()) };
    let (local, nth) = (local(at), Literal::usize_unsuffixed(nth));
    let ty = item.way(field).map(|_| item.stored_type(field));
    let (ty, inner) = (ty.iter(), ty.iter().map(|_| quote!(.0)));
    quote!(#local.part #(::<#ty>)* (#nth, from)? #(#inner)*)
}

/// Checks that the key is what its templates make of the fields, where these are stored too.
pub(super) fn checks(item: &Item, made: &[Made]) -> Option<TokenStream> {
    let value = |field: &Field| {
        let mut name = field.ident.clone();
        name.set_span(field.type_span());
        quote_spanned!(field.type_span()=> &__dynamo_item.#name)
    };
    let is_stored = |field: &Field| field.key_only.is_none();
    let checked = made
        .iter()
        .enumerate()
        .filter(|(_, made)| made.place.is_primary() && item.fields_of(made).any(is_stored));
    let checks: Vec<_> = checked
        .map(|(at, made)| {
            let (local, values) = (local(at), values(item, made, &value));
            quote!((&#local, #values))
        })
        .collect();
    (!checks.is_empty()).then(|| quote!(from.made(&[#(#checks),*])))
}
