//! A raw declaration in, what expansions need out.
//!
//! Where the checks found mistakes, this is the best that can be made of the declaration.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, Path, Type, Visibility, parse_quote};

use crate::attrs::{Capacity, Projection};
use crate::errors::Errors;
use crate::raw::{Member, RawField, RawIndex, RawItem, RawTable};

/// A type that is stored, with its fields where it is a struct.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The path of the runtime crate.
    pub(crate) runtime: Path,
    pub(crate) fields: Vec<Field>,
    sound: bool,
}

#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attribute: String,
    pub(crate) constant: Ident,
    pub(crate) key: Option<Key>,
    pub(crate) skip: bool,
    pub(crate) default: bool,
    pub(crate) serde: bool,
}

/// Which key of the table a field is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Key {
    Hash,
    Range,
}

pub(crate) struct Table {
    pub(crate) item: Item,
    pub(crate) name: String,
    pub(crate) handle: Ident,
    /// The name of the type of a primary key.
    pub(crate) key: Ident,
    pub(crate) hash: Field,
    pub(crate) range: Option<Field>,
    /// Read and write units.
    pub(crate) capacity: Option<(u64, u64)>,
    pub(crate) indexes: Vec<Index>,
}

pub(crate) struct Index {
    pub(crate) local: bool,
    pub(crate) name: String,
    pub(crate) marker: Ident,
    pub(crate) method: Ident,
    pub(crate) hash: Vec<Field>,
    pub(crate) range: Vec<Field>,
    pub(crate) keys_only: bool,
    /// Names of attributes, where the projection is INCLUDE.
    pub(crate) include: Option<Vec<String>>,
    /// Read and write units, where they are not the table's.
    pub(crate) capacity: Option<(u64, u64)>,
}

impl Item {
    pub(crate) fn new(raw: &RawItem, sound: bool) -> Self {
        let mut constants = HashSet::new();
        let mut fields: Vec<Field> = raw.fields.iter().map(Field::new).collect();
        fields.retain(|field| field.skip || constants.insert(field.constant.clone()));
        Self {
            ident: raw.ident.clone(),
            vis: raw.vis.clone(),
            runtime: raw.runtime.clone().unwrap_or_else(|| parse_quote!(::dynamo_runtime)),
            fields,
            sound,
        }
    }

    /// The fields that are attributes.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.skip)
    }

    /// A body as written, or one that says nothing more about a type whose mistakes are told.
    pub(crate) fn body(&self, body: TokenStream) -> TokenStream {
        if self.sound { body } else { quote!(::core::unreachable!()) }
    }

    /// The bound of an argument that can stand for the key in `field`.
    pub(crate) fn argument(&self, field: &Field) -> TokenStream {
        let (runtime, ty) = (&self.runtime, &field.ty);
        if self.sound { quote!(#runtime::IntoKey<#ty>) } else { quote!(::core::marker::Sized) }
    }
}

impl Field {
    fn new(raw: &RawField) -> Self {
        Self {
            ident: raw.ident.clone(),
            vis: raw.vis.clone(),
            ty: raw.ty.clone(),
            attribute: raw.attribute.text.clone(),
            constant: raw.constant(),
            key: raw.hash_key.map(|_| Key::Hash).or(raw.range_key.map(|_| Key::Range)),
            skip: raw.keys.skip.is_some(),
            default: raw.keys.default.is_some(),
            serde: raw.keys.serde.is_some(),
        }
    }

    /// The field's name as a local or an argument, which nothing else in a body can mean.
    pub(crate) fn local(&self) -> Ident {
        let mut name = self.ident.clone();
        name.set_span(Span::mixed_site().located_at(name.span()));
        name
    }

    /// Stands for a hash key that nobody marked.
    fn missing() -> Self {
        let raw = RawField::read(&parse_quote!(key: ()), None, &mut Errors::default());
        Self { key: Some(Key::Hash), ..Self::new(&raw.expect("a field with a name")) }
    }
}

impl Table {
    pub(crate) fn new(raw: &RawTable, sound: bool) -> Self {
        let mut markers = HashSet::new();
        let indexes = raw.indexes.iter().map(|index| Index::new(raw, index));
        Self {
            item: Item::new(&raw.item, sound),
            name: raw.name().text,
            handle: raw.handle(),
            key: raw.item.prefixed("Key"),
            hash: raw.hash_key().map_or_else(Field::missing, Field::new),
            range: raw.range_key().map(Field::new).filter(|field| field.key == Some(Key::Range)),
            capacity: capacity(raw.keys.capacity()),
            indexes: indexes.filter(|index| markers.insert(index.marker.clone())).collect(),
        }
    }

    /// The fields of the primary key.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Field> {
        std::iter::once(&self.hash).chain(&self.range)
    }
}

impl Index {
    fn new(table: &RawTable, raw: &RawIndex) -> Self {
        let field = |member: &Member| Field::new(&table.item.fields[member.field]);
        let include = raw.included().filter_map(|name| table.item.stored_field(name));
        let include = include.map(|field| field.attribute.text.clone());
        let projection = raw.settings.projection.as_ref().map(|given| given.value);
        let mut hash: Vec<Field> = raw.hash.iter().map(field).collect();
        hash.dedup_by(|second, first| second.ident == first.ident);
        if raw.local {
            hash.extend(table.hash_key().map(Field::new));
        }
        Self {
            local: raw.local,
            name: raw.name.text.clone(),
            marker: raw.marker(&table.item),
            method: raw.method(),
            hash,
            range: raw.range.iter().map(field).collect(),
            keys_only: projection == Some(Projection::KeysOnly),
            include: raw.settings.include.is_some().then(|| include.collect()),
            capacity: capacity(raw.settings.capacity()),
        }
    }
}

fn capacity([read, write]: Capacity<'_>) -> Option<(u64, u64)> {
    Some((read?.value, write?.value))
}
