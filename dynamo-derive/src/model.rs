//! A raw declaration in, what expansions need out.
//!
//! Where the checks found mistakes, this is the best that can be made of the declaration.

use std::collections::HashSet;
use std::mem;
use std::ops::Deref;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{GenericArgument, Ident, PathArguments, Type};

use crate::attrs::{GlobalKeys, TableKeys};
use crate::field::{Field, Keyed, Name, flattened, generated, stored};
use crate::raw::{Made, Member, Of, Place, RawIndex, RawItem, RawTable};

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
    pub(crate) primary: KeySchema,
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
    pub(crate) schema: KeySchema,
    /// Names of attributes, where the projection is INCLUDE.
    pub(crate) include: Option<Vec<Name>>,
    /// What the index holds of an item, where that is not all.
    pub(crate) projected: Option<Item>,
    pub(crate) settings: GlobalKeys,
}

/// The attributes of a key.
pub(crate) struct KeySchema {
    pub(crate) hash: Vec<KeyAttribute>,
    pub(crate) range: Vec<KeyAttribute>,
    /// The fields that are, or make, the hash attributes.
    pub(crate) hash_fields: Vec<Field>,
    /// Those of the range attributes that are not among them.
    pub(crate) range_fields: Vec<Field>,
}

/// An attribute of a key: a field, or made of fields.
#[derive(Clone)]
pub(crate) enum KeyAttribute {
    Field(Box<Field>),
    Made(Box<Made>),
}

impl KeySchema {
    fn new(item: &RawItem, hash: Vec<KeyAttribute>, range: Vec<KeyAttribute>) -> Self {
        let mut names = HashSet::new();
        let mut fields = |attributes: &[KeyAttribute]| {
            let fields = attributes.iter().flat_map(|attribute| attribute.fields(item));
            fields.filter(|field| names.insert(field.ident.clone())).collect::<Vec<_>>()
        };
        let (hash_fields, range_fields) = (fields(&hash), fields(&range));
        Self { hash, range, hash_fields, range_fields }
    }

    /// All fields, each once.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.hash_fields.iter().chain(&self.range_fields)
    }

    /// Those that are made of fields.
    pub(crate) fn made(&self) -> impl Iterator<Item = &Made> {
        self.hash.iter().chain(&self.range).filter_map(|attribute| match attribute {
            KeyAttribute::Made(made) => Some(&**made),
            KeyAttribute::Field(_) => None,
        })
    }
}

impl KeyAttribute {
    fn fields(&self, item: &RawItem) -> Vec<Field> {
        match self {
            Self::Field(field) => vec![(**field).clone()],
            Self::Made(made) => item.fields_of(made).cloned().collect(),
        }
    }

    pub(crate) fn name(&self) -> &Name {
        match self {
            Self::Field(field) => &field.attribute,
            Self::Made(made) => &made.attribute,
        }
    }

    /// The type that the attribute is stored as.
    pub(crate) fn ty(&self, item: &Item) -> TokenStream {
        match self {
            Self::Field(field) => item.stored_type(field),
            Self::Made(made) => item.made_type(made),
        }
    }
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

    /// The type of an attribute that is made: the field's, where the template is that alone.
    pub(crate) fn made_type(&self, made: &Made) -> TokenStream {
        let bare = made.bare().and_then(|field| self.field(field));
        bare.map_or_else(|| quote!(::std::string::String), |field| self.stored_type(field))
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

    /// The trait that the field's type must have, where it may not: what is asked of it is asked in one form, and told once.
    pub(crate) fn storable(&self, field: &Field) -> Option<TokenStream> {
        let keys = &field.keys;
        let plain = field.keyed == Keyed::No && keys.default.is_none() && keys.flatten.is_none();
        let asked = self.sound && plain && self.way(field).is_none() && !is_known(&field.ty);
        let (runtime, ty) = (self.runtime_at(field), &field.ty);
        (asked && self.parameters.is_empty())
            .then(|| quote_spanned!(field.type_span()=> <#ty as #runtime::Storable<'_>>))
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

/// Whether the type has one of the names of those that can be stored.
fn is_known(ty: &Type) -> bool {
    const KNOWN: &[&str] = &[
        "String", "bool", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128",
        "f32", "f64",
    ];
    let Type::Path(ty) = ty else { return false };
    let Some(last) = ty.path.segments.last().filter(|_| ty.path.segments.len() == 1) else {
        return false;
    };
    match &last.arguments {
        PathArguments::AngleBracketed(held) if last.ident == "Option" || last.ident == "Vec" => {
            held.args
                .iter()
                .all(|held| matches!(held, GenericArgument::Type(held) if is_known(held)))
        }
        PathArguments::None => KNOWN.iter().any(|known| last.ident == known),
        _ => false,
    }
}

/// The path or expression, at another place.
pub(crate) fn located(tokens: impl ToTokens, span: Span) -> TokenStream {
    let there = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.to_token_stream().into_iter().map(there).collect()
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

    fn key_attribute(&self, member: &Member) -> KeyAttribute {
        match member.of {
            Of::Field(at) => KeyAttribute::Field(self.key_field(&self.item.fields[at]).into()),
            Of::Made(at) => KeyAttribute::Made(self.item.made[at].clone().into()),
        }
    }

    fn primary(&self) -> KeySchema {
        let natural = |field: &Field| KeyAttribute::Field(field.clone().into());
        let made = |place| self.made(place).map(|made| KeyAttribute::Made(made.clone().into()));
        let missing = || natural(self.hash_key().unwrap_or(&Field::missing()));
        let range = self.range_key().filter(|field| field.hash_key.is_none()).map(natural);
        let hash = made(Place::Hash).unwrap_or_else(missing);
        let range = made(Place::Range).or(range);
        KeySchema::new(&self.item, vec![hash], range.into_iter().collect())
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
        let primary = raw.primary();
        let indexes = mem::take(&mut raw.indexes).into_iter();
        let indexes = indexes
            .map(|index| Index::new(&raw, &primary, index, [&mut types, &mut methods], sound));
        Self {
            indexes: indexes.collect(),
            name: raw.name(),
            handle,
            key,
            constructor,
            primary,
            ttl: raw.item.fields.iter().find(|field| field.ttl.is_some()).cloned(),
            keys: raw.keys,
            item: Item::new(raw.item, sound),
        }
    }
}

impl Index {
    fn new(
        table: &RawTable,
        primary: &KeySchema,
        raw: RawIndex,
        [types, methods]: [&mut HashSet<Ident>; 2],
        sound: bool,
    ) -> Self {
        let attribute = |member: &Member| table.key_attribute(member);
        let include = raw.included().filter_map(|name| table.stored_field(name));
        let include = include.map(|field| field.attribute.clone());
        let mut hash: Vec<_> = raw.hash.iter().map(attribute).collect();
        if raw.local {
            hash.clone_from(&primary.hash);
        }
        let range = raw.range.iter().map(attribute).collect();
        let schema = KeySchema::new(&table.item, hash, range);
        // Of a table with parameters, that has been refused.
        let holds_all = raw.holds_all() || !table.item.parameters.is_empty();
        let projected = (!holds_all).then(|| {
            let ident = free(raw.item(&table.item), types);
            Item::new(projected(&table.item, [primary, &schema], &raw, ident), sound)
        });
        Self {
            local: raw.local,
            marker: free(raw.marker(&table.item), types),
            method: free(raw.method(), methods),
            projected,
            schema,
            include: raw.settings.include.is_some().then(|| include.collect()),
            name: raw.name,
            settings: raw.settings,
        }
    }
}

/// What an index holds of an item: the fields that it includes, and those that are its keys or that these are made of.
fn projected(table: &RawItem, keys: [&KeySchema; 2], index: &RawIndex, ident: Ident) -> RawItem {
    let attributes = || keys.iter().flat_map(|key| key.range.iter().chain(&key.hash));
    let is_held = |made: &&Made| {
        let mut held = keys.iter().flat_map(|key| key.made());
        held.any(|held| held.constant == made.constant)
    };
    let made: Vec<Made> = table.made.iter().filter(is_held).cloned().collect();
    let held = |field: &Field| {
        let natural = attributes().find_map(|attribute| match attribute {
            KeyAttribute::Field(natural) if natural.ident == field.ident => {
                Some((**natural).clone())
            }
            _ => None,
        });
        let is_stored = index.includes(field) || made.iter().any(|made| made.is_declared(field));
        let stored = || is_stored.then(|| field.clone());
        // The index does not hold the field, but what is made of it.
        let key_only =
            || Field { key_only: Some(field.key_only.unwrap_or(field.at)), ..field.clone() };
        let is_part = made.iter().any(|made| made.is_of(field));
        natural.or_else(stored).or_else(|| is_part.then(key_only))
    };
    let fields = table.fields.iter().filter_map(held).collect();
    RawItem { ident, fields, made, ..table.clone() }
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
