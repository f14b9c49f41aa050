//! A raw declaration in, what expansions need out.
//!
//! Where the checks found mistakes, this is the best that can be made of the declaration.

use std::collections::HashSet;
use std::ops::Deref;
use std::{iter, mem};

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::attrs::{GlobalKeys, TableKeys};
use crate::field::{Field, Name, flattened, generated, stored};
use crate::raw::{Member, RawIndex, RawItem, RawTable};

/// A type that is stored, as it is declared.
pub(crate) struct Item {
    declared: RawItem,
    /// No mistake has been found.
    pub(crate) sound: bool,
}

pub(crate) struct Table {
    pub(crate) item: Item,
    pub(crate) name: Name,
    pub(crate) handle: Ident,
    /// The name of the type of a primary key.
    pub(crate) key: Ident,
    /// The function that makes a handle.
    pub(crate) constructor: Ident,
    pub(crate) hash: Field,
    pub(crate) range: Option<Field>,
    /// What is said of the table beside its fields.
    pub(crate) keys: TableKeys,
    pub(crate) ttl: Option<Field>,
    pub(crate) indexes: Vec<Index>,
}

pub(crate) struct Index {
    pub(crate) local: bool,
    pub(crate) name: Name,
    pub(crate) marker: Ident,
    pub(crate) method: Ident,
    pub(crate) hash: Vec<Field>,
    pub(crate) range: Vec<Field>,
    /// Names of attributes, where the projection is INCLUDE.
    pub(crate) include: Option<Vec<Name>>,
    /// What the index holds of an item, where that is not all.
    pub(crate) projected: Option<Item>,
    pub(crate) settings: GlobalKeys,
}

impl Deref for Item {
    type Target = RawItem;

    fn deref(&self) -> &RawItem {
        &self.declared
    }
}

impl Item {
    pub(crate) fn new(declared: RawItem, sound: bool) -> Self {
        Self { declared, sound }
    }

    /// The type, with its parameters.
    pub(crate) fn ty(&self) -> TokenStream {
        let (ident, given) = (&self.ident, self.parameters.given());
        quote!(#ident #given)
    }

    /// The parameters as an impl declares them, and its bounds.
    pub(crate) fn of_impl(&self) -> [TokenStream; 2] {
        self.parameters.of_impl(&self.runtime, None)
    }

    /// What stores the field in another way than its type's own.
    pub(crate) fn way(&self, field: &Field) -> Option<TokenStream> {
        let (runtime, keys) = (self.runtime_at(field), &field.keys);
        let serde = keys.serde.as_ref();
        let serde = serde.map(|_| quote_spanned!(field.type_span()=> #runtime::Serde));
        keys.with.as_ref().map(|with| with.value.to_token_stream()).or(serde)
    }

    /// The type that is stored.
    pub(crate) fn stored_type(&self, field: &Field) -> TokenStream {
        let (runtime, ty, way) = (self.runtime_at(field), &field.ty, self.way(field));
        let stored = |way| quote_spanned!(field.type_span()=> #runtime::Stored<#way, #ty>);
        way.map_or_else(|| quote!(#ty), stored)
    }

    /// What an absent attribute reads as, where the field declares that.
    pub(crate) fn default(&self, field: &Field) -> Option<TokenStream> {
        let default = || quote!(::core::default::Default::default());
        let value = &field.keys.default.as_ref()?.value;
        let value = value.as_ref().map_or_else(default, ToTokens::to_token_stream);
        let runtime = &self.runtime;
        Some(self.way(field).map_or(value.clone(), |_| quote!(#runtime::Stored::new(#value))))
    }

    /// The value that is stored, made from a reference to the field's.
    pub(crate) fn stored_value(&self, field: &Field, value: TokenStream) -> TokenStream {
        let (runtime, Some(way)) = (self.runtime_at(field), self.way(field)) else { return value };
        quote_spanned!(field.type_span()=> &#runtime::StoredRef::<#way, _>::new(#value))
    }

    /// The path of the runtime's module in what the compiler may have something against: the field's type.
    pub(crate) fn runtime_at(&self, field: &Field) -> TokenStream {
        self.runtime_in(field.type_span())
    }

    pub(crate) fn runtime_in(&self, span: Span) -> TokenStream {
        located(&self.runtime, span)
    }

    /// A body as written, or one that says nothing more about a type whose mistakes are told.
    pub(crate) fn body(&self, body: TokenStream) -> TokenStream {
        if self.sound { body } else { quote!(::core::unreachable!()) }
    }

    /// The bound of an argument that can stand for the key in `field`.
    pub(crate) fn argument(&self, field: &Field) -> TokenStream {
        let (runtime, ty) = (&self.runtime, self.stored_type(field));
        if self.sound { quote!(#runtime::IntoKey<#ty>) } else { quote!(::core::marker::Sized) }
    }
}

/// The path, at another place.
fn located(path: &Path, span: Span) -> TokenStream {
    let there = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    path.to_token_stream().into_iter().map(there).collect()
}

impl RawTable {
    /// The attribute that a field of an index is: of a flattened enum, its tag.
    fn key_field(&self, field: &Field) -> Field {
        if field.keys.flatten.is_none() {
            return field.clone();
        }
        let (ty, span) = (&field.ty, field.type_span());
        let runtime = located(&self.item.runtime, span);
        field.tag(quote_spanned!(span=> <#ty as #runtime::Variants>::TAG))
    }
}

impl Table {
    pub(crate) fn new(mut raw: RawTable, sound: bool) -> Self {
        let mut types = HashSet::from([raw.item.ident.clone()]);
        let mut methods = own_methods();
        let [handle, key] = [raw.handle(), raw.key()].map(|name| free(name, &mut types));
        let mut constants = stored(&raw.item.fields)
            .chain(flattened(&raw.item.fields))
            .map(Field::constant)
            .collect();
        let constructor = free(raw.constructor(), &mut constants);
        let indexes = mem::take(&mut raw.indexes).into_iter();
        let indexes =
            indexes.map(|index| Index::new(&raw, index, [&mut types, &mut methods], sound));
        Self {
            indexes: indexes.collect(),
            name: raw.name(),
            handle,
            key,
            constructor,
            hash: raw.hash_key().cloned().unwrap_or_else(Field::missing),
            range: raw.range_key().filter(|field| field.hash_key.is_none()).cloned(),
            ttl: raw.item.fields.iter().find(|field| field.ttl.is_some()).cloned(),
            keys: raw.keys,
            item: Item::new(raw.item, sound),
        }
    }

    /// The fields of the primary key.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Field> {
        iter::once(&self.hash).chain(&self.range)
    }
}

impl Index {
    fn new(
        table: &RawTable,
        raw: RawIndex,
        [types, methods]: [&mut HashSet<Ident>; 2],
        sound: bool,
    ) -> Self {
        let field = |member: &Member| table.key_field(&table.item.fields[member.field]);
        let include = raw.included().filter_map(|name| table.stored_field(name));
        let include = include.map(|field| field.attribute.clone());
        let mut hash: Vec<Field> = raw.hash.iter().map(field).collect();
        hash.dedup_by(|second, first| second.ident == first.ident);
        if raw.local {
            hash.extend(table.hash_key().cloned());
        }
        let range: Vec<Field> = raw.range.iter().map(field).collect();
        // Of a table with parameters, that has been refused.
        let holds_all = raw.holds_all() || !table.item.parameters.is_empty();
        let projected = (!holds_all).then(|| {
            let mut item =
                RawItem { ident: free(raw.item(&table.item), types), ..table.item.clone() };
            let key =
                |field: &Field| hash.iter().chain(&range).find(|key| key.ident == field.ident);
            item.fields
                .retain(|field| field.is_key() || key(field).is_some() || raw.includes(field));
            let held = item.fields.iter().map(|field| key(field).unwrap_or(field).clone());
            item.fields = held.collect();
            Item::new(item, sound)
        });
        Self {
            local: raw.local,
            marker: free(raw.marker(&table.item), types),
            method: free(raw.method(), methods),
            projected,
            hash,
            range,
            include: raw.settings.include.is_some().then(|| include.collect()),
            name: raw.name,
            settings: raw.settings,
        }
    }
}

/// The methods that every handle has.
pub(crate) fn own_methods() -> HashSet<Ident> {
    let names = ["named", "get", "update", "upsert", "delete", "exists", "query"];
    names.map(|name| Ident::new(name, Span::call_site())).into()
}

/// The name, or where the checks found that it is taken, one that is not: the compiler then says no more of it.
fn free(name: Ident, taken: &mut HashSet<Ident>) -> Ident {
    if taken.insert(name.clone()) {
        return name;
    }
    free(generated(&format!("__dynamo_{}", name.unraw()), name.span()), taken)
}
