//! The fields of a struct or variant in, what reads and writes them together out.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use crate::expand::made;
use crate::field::{Field, Keyed, Name, flattened, stored};
use crate::model::Item;
use crate::raw::Made;

pub(super) struct Fields<'a> {
    pub(super) item: &'a Item,
    pub(super) all: &'a [Field],
    /// The attributes that are made of them.
    pub(super) made: &'a [Made],
    /// The const with the names of the attributes.
    pub(super) table: TokenStream,
    /// The attribute that names the variant, the first in the table, and the name.
    pub(super) tag: Option<(&'a Name, &'a Name)>,
    /// How many flattened fields the variants before this one have.
    pub(super) flattened_before: usize,
    pub(super) constructor: TokenStream,
    /// The constructor takes no names.
    pub(super) unnamed: bool,
}

impl Fields<'_> {
    /// The value of the const.
    pub(super) fn names(&self) -> TokenStream {
        let runtime = &self.item.runtime;
        let tag = self.tag.iter().map(|(tag, _)| *tag);
        let names = tag.chain(stored(self.all).map(|field| &field.attribute));
        let names = names.chain(self.made_alone().map(|(_, made)| &made.attribute));
        quote!(&[#(#runtime::Field::new(#names)),*])
    }

    /// The attributes that are made and that no field declares, with their places.
    fn made_alone(&self) -> impl Iterator<Item = (usize, &Made)> {
        let declared = |made: &Made| stored(self.all).any(|field| made.is_declared(field));
        self.made.iter().enumerate().filter(move |(_, made)| !declared(made))
    }

    /// The attribute that the field declares and a template makes, with its place.
    fn made_as(&self, field: &Field) -> Option<(usize, &Made)> {
        self.made.iter().enumerate().find(|(_, made)| made.is_declared(field))
    }

    /// The attributes of what is flattened.
    pub(super) fn flattened_names(&self) -> impl Iterator<Item = TokenStream> {
        flattened(self.all).map(|field| {
            let (runtime, ty) = (self.item.runtime_at(field), &field.ty);
            quote_spanned!(field.type_span()=> <#ty as #runtime::Flatten>::NAMES)
        })
    }

    /// Asks the compiler whether what is flattened has attributes, and other ones than the struct.
    pub(super) fn differ(&self) -> TokenStream {
        let mut others = vec![self.table.clone()];
        // A const could not name the parameters.
        let asked = self.item.sound && self.item.parameters.is_empty();
        let check = |field: &Field| {
            let (runtime, ty, span) = (self.item.runtime_at(field), &field.ty, field.type_span());
            let fields = quote_spanned!(span=> <#ty as #runtime::Flatten>::FIELDS);
            let check = quote_spanned! {span=>
                const _: () = #runtime::fields_differ(#fields, &[#(#others),*]);
            };
            others.push(fields);
            check
        };
        flattened(self.all).filter(|_| asked).map(check).collect()
    }

    /// Writes the fields; `value` makes a reference to a field's value.
    pub(super) fn encode(&self, value: impl Fn(&Field) -> TokenStream) -> TokenStream {
        let (item, table) = (self.item, &self.table);
        let tag = self.tag.iter().map(|(_, name)| quote!(&#name));
        let render = |made| made::render(item, made, &value);
        let stored = stored(self.all).map(|field| {
            let stored = item.stored_value(field, value(field));
            let stored = match item.storable(field) {
                Some(storable) => quote_spanned!(field.type_span()=> #storable::value(#stored)),
                None => stored,
            };
            self.made_as(field).map_or(stored.clone(), |(_, made)| {
                let (runtime, render) = (&item.runtime, render(made));
                quote!(&#runtime::Declared(#render, #stored))
            })
        });
        let made = self.made_alone().map(|(_, made)| render(made)).map(|made| quote!(&#made));
        let values = tag.chain(stored).chain(made);
        let rest: Vec<_> = flattened(self.all).map(&value).collect();
        if rest.is_empty() {
            quote!(to.fields(#table, &[#(#values),*]))
        } else {
            quote!(to.fields_and_rest(#table, &[#(#values),*], &[#(#rest),*]))
        }
    }

    /// Reads the fields into locals, and makes the value of them.
    pub(super) fn decode(&self) -> TokenStream {
        let Self { item, table, constructor, .. } = self;
        let runtime = &item.runtime;
        let in_table = (0..).zip(stored(self.all));
        let declared = in_table.map(|(at, field)| self.keyed(at, field));
        let declared = declared.chain(flattened(self.all).map(|field| self.declared(field)));
        let is_read = |at| made::is_read(item, self.made, at);
        let made = self.made.iter().enumerate().filter(|(at, _)| is_read(*at));
        let declared = declared.chain(made.map(|(at, made)| made::slot(item, at, made)));
        let tag = self.tag.iter().map(|_| quote!(&mut #runtime::Tag));
        let stored = stored(self.all).map(|field| match self.made_as(field) {
            Some((at, _)) if is_read(at) => made::both(item, at, &slot(field)),
            None => item.storable(field).map_or_else(
                || slot(field),
                |storable| {
                    let slot = slot(field);
                    quote_spanned!(field.type_span()=> #storable::slot(#slot))
                },
            ),
            _ => slot(field),
        });
        let made = self.made_alone().map(|(at, _)| {
            let local = made::local(at);
            if is_read(at) { quote!(&mut #local) } else { quote!(&mut #runtime::Tag) }
        });
        let slots = tag.chain(stored).chain(made);
        let ty = item.ty();
        let flat = |(at, field): (usize, &Field)| {
            let at = Literal::usize_unsuffixed(self.flattened_before + at);
            let (runtime, slot) = (item.runtime_at(field), slot(field));
            let names = quote!(<#ty as #runtime::Item>::NAMES.within(#at));
            quote_spanned!(field.type_span()=> &mut #runtime::Flat(#slot, #names))
        };
        let rest: Vec<_> = flattened(self.all).enumerate().map(flat).collect();
        let read = if rest.is_empty() {
            quote!(from.fields(#table, &mut [#(#slots),*]))
        } else {
            quote!(from.fields_and_rest(#table, &mut [#(#slots),*], &mut [#(#rest),*]))
        };
        let names = self.all.iter().map(|field| &field.ident);
        let checked = made::checks(item, self.made);
        let taken = self.all.iter().map(|field| self.taken(field));
        let value = if self.unnamed {
            quote!(#constructor(#(#taken),*))
        } else {
            quote!(#constructor { #(#names: #taken),* })
        };
        let value = if let Some(checked) = checked {
            quote! {
                let __dynamo_item = #value;
                #checked?;
                ::core::option::Option::Some(__dynamo_item)
            }
        } else {
            quote!(::core::option::Option::Some(#value))
        };
        quote! {
            #(#declared)*
            #read?;
            #value
        }
    }

    /// The local a stored field is read into; `at` is its place in the table of names.
    fn keyed(&self, at: usize, field: &Field) -> TokenStream {
        let (runtime, local, slot) = (&self.item.runtime, field.local(), self.empty(field));
        let is_key = match field.keyed {
            Keyed::No => return self.declared(field),
            Keyed::Yes => quote!(true),
            Keyed::AsInTable => {
                let (table, at) = (&self.table, Literal::usize_unsuffixed(at));
                quote!(#table[#at].is_key())
            }
        };
        quote!(let mut #local = #runtime::Keyed(#slot, #is_key);)
    }

    /// The local a field is read into.
    fn declared(&self, field: &Field) -> TokenStream {
        let (local, slot) = (field.local(), self.empty(field));
        quote!(let mut #local = #slot;)
    }

    /// What a field is read into. Types that the compiler is not told take it the longer the more fields there are.
    fn empty(&self, field: &Field) -> TokenStream {
        let (runtime, ty) = (&self.item.runtime, self.item.stored_type(field));
        let Some(default) = self.item.default(field) else {
            let is_told = field.keyed != Keyed::Yes || self.item.way(field).is_some();
            let ty = is_told.then(|| quote!(::<#ty>));
            return quote!(::core::option::Option::None #ty);
        };
        quote!(#runtime::Lenient::<#ty>(::core::option::Option::None, || #default))
    }

    /// The value of a field, made from its local.
    fn taken(&self, field: &Field) -> TokenStream {
        if field.key_only.is_some() {
            return made::part(self.item, self.made, field);
        }
        let local = field.local();
        let keyed = field.keyed != Keyed::No && field.keys.flatten.is_none();
        let keyed = keyed.then(|| quote!(.0));
        let lenient = field.keys.default.iter().map(|_| quote!(.0));
        let stored = self.item.way(field).into_iter().map(|_| quote!(.0));
        if field.keys.skip.is_some() {
            return quote!(::core::default::Default::default());
        }
        quote!(#local #keyed #(#lenient)* ? #(#stored)*)
    }
}

fn slot(field: &Field) -> TokenStream {
    let local = field.local();
    quote_spanned!(field.type_span()=> &mut #local)
}
