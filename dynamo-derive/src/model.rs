//! A raw declaration in, what expansions need out.
//!
//! Where the checks found mistakes, this is the best that can be made of the declaration.

use std::collections::HashSet;
use std::mem;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Lifetime, Path, Type, Visibility, parse_quote};

use crate::attrs::{GlobalKeys, TableKeys};
use crate::errors::Errors;
use crate::raw::{
    Behaviour, Member, RawEnum, RawField, RawIndex, RawItem, RawShape, RawTable, RawValue,
    RawVariant, RawView,
};

/// A type that is stored, with its fields where it is a struct.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) lifetime: Option<Lifetime>,
    /// The path of the runtime crate.
    pub(crate) runtime: Path,
    pub(crate) fields: Vec<Field>,
    /// No mistake has been found.
    pub(crate) sound: bool,
}

#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attribute: String,
    pub(crate) constant: Ident,
    pub(crate) key: Option<Key>,
    pub(crate) behaviour: Option<Behaviour>,
    pub(crate) skip: bool,
    pub(crate) flatten: bool,
    pub(crate) default: Option<Fallback>,
    pub(crate) serde: bool,
    pub(crate) with: Option<Type>,
}

/// What stands in for an absent attribute: an expression, or the type's default.
pub(crate) type Fallback = Option<Expr>;

/// Which key of the table a field is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Key {
    Hash,
    Range,
}

pub(crate) struct Value {
    pub(crate) item: Item,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    Struct,
    Newtype(Type),
    /// An enum that is stored as the name of its variant.
    Name(Vec<Variant>),
    /// An enum that is stored as a map, with the name of its variant in an attribute.
    Tagged(String, Vec<Variant>),
}

pub(crate) struct Variant {
    /// The variant as if it were a struct.
    pub(crate) item: Item,
    pub(crate) name: String,
    pub(crate) newtype: bool,
}

pub(crate) struct View {
    pub(crate) item: Item,
    /// The struct of the table.
    pub(crate) of: Path,
}

pub(crate) struct Table {
    pub(crate) item: Item,
    pub(crate) name: String,
    pub(crate) handle: Ident,
    /// The name of the type of a primary key.
    pub(crate) key: Ident,
    pub(crate) hash: Field,
    pub(crate) range: Option<Field>,
    /// What is said of the table beside its fields.
    pub(crate) keys: TableKeys,
    pub(crate) ttl: Option<Field>,
    pub(crate) indexes: Vec<Index>,
}

pub(crate) struct Index {
    pub(crate) local: bool,
    pub(crate) name: String,
    pub(crate) marker: Ident,
    pub(crate) method: Ident,
    pub(crate) hash: Vec<Field>,
    pub(crate) range: Vec<Field>,
    /// Names of attributes, where the projection is INCLUDE.
    pub(crate) include: Option<Vec<String>>,
    /// What the index holds of an item, where that is not all.
    pub(crate) projected: Option<Item>,
    pub(crate) settings: GlobalKeys,
}

impl Item {
    pub(crate) fn new(raw: &RawItem, sound: bool) -> Self {
        let mut constants = HashSet::new();
        let mut fields: Vec<Field> = raw.fields.iter().map(Field::new).collect();
        fields.retain(|field| field.skip || constants.insert(field.constant.clone()));
        Self {
            ident: raw.ident.clone(),
            vis: raw.vis.clone(),
            lifetime: raw.lifetime.clone(),
            runtime: raw.runtime.clone().unwrap_or_else(|| parse_quote!(::dynamo_runtime)),
            fields,
            sound,
        }
    }

    /// The fields that are attributes.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.skip && !field.flatten)
    }

    /// The fields whose attributes stand among this struct's.
    pub(crate) fn flattened(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.flatten)
    }

    /// The type, with its lifetime.
    pub(crate) fn ty(&self) -> TokenStream {
        let (ident, parameters) = (&self.ident, self.parameters());
        quote!(#ident #parameters)
    }

    /// The lifetime, as it is declared and given.
    pub(crate) fn parameters(&self) -> Option<TokenStream> {
        self.lifetime.as_ref().map(|lifetime| quote!(<#lifetime>))
    }

    /// What stores the field in another way than its type's own.
    pub(crate) fn way(&self, field: &Field) -> Option<TokenStream> {
        let runtime = self.runtime_at(field);
        let serde = field.serde.then(|| quote_spanned!(field.type_span()=> #runtime::Serde));
        field.with.as_ref().map(ToTokens::to_token_stream).or(serde)
    }

    /// The type that is stored.
    pub(crate) fn stored_type(&self, field: &Field) -> TokenStream {
        let (runtime, ty, way) = (self.runtime_at(field), &field.ty, self.way(field));
        let stored = |way| quote_spanned!(field.type_span()=> #runtime::Stored<#way, #ty>);
        way.map_or_else(|| quote!(#ty), stored)
    }

    /// The value that is stored, made from a reference to the field's.
    pub(crate) fn stored_value(&self, field: &Field, value: TokenStream) -> TokenStream {
        let (runtime, Some(way)) = (self.runtime_at(field), self.way(field)) else { return value };
        quote_spanned!(field.type_span()=> &#runtime::Stored::<#way, _>::new(#value))
    }

    /// The path of the runtime crate in what the compiler may have something against: the field's type.
    pub(crate) fn runtime_at(&self, field: &Field) -> TokenStream {
        let there = |mut token: TokenTree| {
            token.set_span(field.type_span());
            token
        };
        self.runtime.to_token_stream().into_iter().map(there).collect()
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

impl Field {
    fn new(raw: &RawField) -> Self {
        Self {
            ident: raw.ident.clone(),
            vis: raw.vis.clone(),
            ty: raw.ty.clone(),
            attribute: raw.attribute.text.clone(),
            constant: raw.constant(),
            key: raw.hash_key.map(|_| Key::Hash).or(raw.range_key.map(|_| Key::Range)),
            behaviour: raw.behaviour.clone(),
            skip: raw.keys.skip.is_some(),
            flatten: raw.keys.flatten.is_some(),
            default: raw.keys.default.as_ref().map(|given| given.value.clone()),
            serde: raw.keys.serde.is_some(),
            with: raw.keys.with.as_ref().map(|given| given.value.clone()),
        }
    }

    /// Where the compiler says what it has against a field's type.
    pub(crate) fn type_span(&self) -> Span {
        Span::call_site().located_at(self.ty.span())
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

impl Value {
    pub(crate) fn new(raw: &RawValue, sound: bool) -> Self {
        let variant = |raw: &RawVariant| Variant {
            item: Item::new(&raw.item, sound),
            name: raw.stored.text.clone(),
            newtype: raw.newtype,
        };
        let shape = match &raw.shape {
            RawShape::Struct => Shape::Struct,
            RawShape::Newtype(ty) => Shape::Newtype(ty.as_ref().clone()),
            RawShape::Enum(RawEnum { tag, variants }) => {
                let variants = variants.iter().map(variant).collect();
                match tag {
                    None => Shape::Name(variants),
                    Some(tag) => Shape::Tagged(tag.text.clone(), variants),
                }
            }
        };
        Self { item: Item::new(&raw.item, sound), shape }
    }
}

impl View {
    pub(crate) fn new(raw: RawView, sound: bool) -> Self {
        Self { item: Item::new(&raw.item, sound), of: raw.of }
    }
}

impl Table {
    pub(crate) fn new(mut raw: RawTable, sound: bool) -> Self {
        let mut markers = HashSet::new();
        let indexes = mem::take(&mut raw.indexes).into_iter();
        let indexes = indexes.map(|index| Index::new(&raw, index, sound));
        Self {
            item: Item::new(&raw.item, sound),
            name: raw.name().text,
            handle: raw.handle(),
            key: raw.item.prefixed("Key"),
            hash: raw.hash_key().map_or_else(Field::missing, Field::new),
            range: raw.range_key().map(Field::new).filter(|field| field.key == Some(Key::Range)),
            ttl: raw.item.fields.iter().find(|field| field.ttl.is_some()).map(Field::new),
            indexes: indexes.filter(|index| markers.insert(index.marker.clone())).collect(),
            keys: raw.keys,
        }
    }

    /// The fields of the primary key.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Field> {
        std::iter::once(&self.hash).chain(&self.range)
    }
}

impl Index {
    fn new(table: &RawTable, raw: RawIndex, sound: bool) -> Self {
        let field = |member: &Member| Field::new(&table.item.fields[member.field]);
        let include = raw.included().filter_map(|name| table.item.stored_field(name));
        let include = include.map(|field| field.attribute.text.clone());
        let mut hash: Vec<Field> = raw.hash.iter().map(field).collect();
        hash.dedup_by(|second, first| second.ident == first.ident);
        if raw.local {
            hash.extend(table.hash_key().map(Field::new));
        }
        let range: Vec<Field> = raw.range.iter().map(field).collect();
        let keys = hash.iter().chain(&range).map(|field| &field.ident);
        let held: HashSet<&Ident> = keys.chain(raw.included()).collect();
        let projected = (!raw.holds_all()).then(|| {
            let mut item = Item { ident: raw.item(&table.item), ..Item::new(&table.item, sound) };
            item.fields.retain(|field| field.key.is_some() || held.contains(&field.ident));
            item
        });
        Self {
            local: raw.local,
            marker: raw.marker(&table.item),
            method: raw.method(),
            projected,
            hash,
            range,
            include: raw.settings.include.is_some().then(|| include.collect()),
            name: raw.name.text,
            settings: raw.settings,
        }
    }
}
