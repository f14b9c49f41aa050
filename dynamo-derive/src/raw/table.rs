//! Input of `DynamoTable` in; fields, and indexes gathered from the fields that name them, out.

use proc_macro2::Span;
use syn::{Attribute, DeriveInput, Ident, parse_quote};

use crate::attrs::{
    CounterKeys, FIELD_HELPERS, Given, GlobalKeys, Keys, LocalKeys, Projection, TABLE_HELPERS,
    TableKeys, helpers, mark,
};
use crate::casing::{Case, pascal, snake};
use crate::errors::Errors;
use crate::field::{Behaviour, Field, Keyed, Name, generated, ours, stored};
use crate::raw::{Place, RawItem, named_fields};

pub(crate) struct RawTable {
    pub(crate) item: RawItem,
    pub(crate) keys: TableKeys,
    pub(crate) has_named_fields: bool,
    pub(crate) indexes: Vec<RawIndex>,
    /// The name of some index could not be read, so its fields are not in `indexes`.
    pub(crate) lost_an_index: bool,
    /// A key on the struct could not be read.
    pub(crate) lost_a_key: bool,
}

pub(crate) struct RawIndex {
    pub(crate) local: bool,
    pub(crate) name: Name,
    pub(crate) hash: Vec<Member>,
    pub(crate) range: Vec<Member>,
    /// A field that may have been meant for the hash could not be read, or none was named: that has been said.
    pub(crate) lost_a_field: bool,
    pub(crate) settings: GlobalKeys,
}

/// An attribute of an index.
pub(crate) struct Member {
    pub(crate) of: Of,
    pub(crate) at: Span,
}

/// A field, by its place in the struct, or an attribute, by its place among those that templates make.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    Field(usize),
    Made(usize),
}

impl Member {
    pub(crate) fn field(&self) -> Option<usize> {
        match self.of {
            Of::Field(field) => Some(field),
            Of::Made(_) => None,
        }
    }
}

impl RawTable {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut item = RawItem::read(input, errors);
        item.parameters.of_table = true;
        if let Some(lifetime) = item.parameters.lifetime() {
            let remedy = "use owned types, and derive `DynamoValue` for a struct that borrows";
            errors.at(lifetime.span(), format!("a table cannot have a lifetime; {remedy}"));
            return None;
        }
        let helpers = helpers(&input.attrs, "the struct of a table", TABLE_HELPERS, errors);
        let (tables, keyed): (Vec<_>, Vec<_>) =
            helpers.into_iter().partition(|(name, _)| *name == "table");
        let mut keys = TableKeys::read(tables.into_iter().map(|(_, attribute)| attribute), errors);
        item.find_runtime(keys.runtime.take());
        let fields = named_fields(input);
        let (has_named_fields, indexes) = (fields.is_some(), Vec::new());
        let mut table =
            Self { item, keys, has_named_fields, indexes, lost_an_index: false, lost_a_key: false };
        fields.into_iter().flatten().for_each(|field| table.read_field(field, errors));
        // The primary key's templates are the first.
        let (keys, indexes): (Vec<_>, Vec<_>) =
            keyed.into_iter().partition(|(name, _)| name.to_string().ends_with("_key"));
        for (helper, key) in keys {
            table.read_key(&helper, key, errors);
        }
        for (helper, attribute) in indexes {
            let keys = if helper == "gsi" {
                GlobalKeys::read([attribute], errors)
            } else {
                LocalKeys::read([attribute], errors).into()
            };
            table.read_whole_index(&helper, keys, errors);
        }
        table.read_discriminator(errors);
        let keys: Vec<Ident> = table.key_fields().map(|field| field.ident.clone()).collect();
        for field in table.item.fields.iter_mut().filter(|field| keys.contains(&field.ident)) {
            field.keyed = Keyed::Yes;
        }
        Some(table)
    }

    fn read_field(&mut self, field: &syn::Field, errors: &mut Errors) {
        let (mut hash_key, mut range_key, mut ttl, mut behaviour) = (None, None, None, None);
        for (name, attribute) in helpers(&field.attrs, "a field", FIELD_HELPERS, errors) {
            let name = &name;
            match name.to_string().as_str() {
                "hash_key" => mark(&mut hash_key, name, attribute, errors),
                "range_key" => mark(&mut range_key, name, attribute, errors),
                "ttl" => mark(&mut ttl, name, attribute, errors),
                "gsi" => self.read_index(name, GlobalKeys::read([attribute], errors), errors),
                "lsi" => self.read_index(name, LocalKeys::read([attribute], errors).into(), errors),
                "dynamo" => {}
                _ => behave(&mut behaviour, name, attribute, errors),
            }
        }
        let case = self.keys.rename_all.as_ref().map(|case| case.value);
        let field = Field::read(field, case, errors);
        let field = field.map(|mut field| {
            let key_only = field.keys.key_only.take().map(|given| given.key);
            Field { hash_key, range_key, ttl, behaviour, key_only, ..field }
        });
        self.item.fields.extend(field);
    }

    /// The field being read is the hash of an index, or its range: always so where it is local.
    fn read_index(&mut self, helper: &Ident, mut keys: GlobalKeys, errors: &mut Errors) {
        let (local, range) = (helper == "lsi", keys.range.take());
        let list = range.as_ref().filter(|range| range.value.is_some()).map(|range| range.key);
        let list = keys.hash.take().map(|hash| hash.key).or(list);
        if let Some(list) = list {
            let message = format!(
                "a list of fields belongs on the struct; write this `#[{helper}(...)]` there"
            );
            errors.at(list, message);
        }
        if let Some(range) = range.as_ref().filter(|range| local && range.value.is_none()) {
            let message = "the field is the range of the local index already; remove `range`";
            errors.at(range.key, message);
        }
        let Some(name) = self.index_name(helper, &mut keys, errors) else { return };
        let same = |index: &RawIndex| !local && !index.local && index.name.text == name.text;
        let place = self.indexes.iter().position(same).unwrap_or(self.indexes.len());
        if place == self.indexes.len() {
            let (hash, range, lost_a_field, settings) = Default::default();
            self.indexes.push(RawIndex { local, name, hash, range, lost_a_field, settings });
        }
        let index = &mut self.indexes[place];
        index.lost_a_field |= keys.spoilt || list.is_some();
        let members = if local || range.is_some() { &mut index.range } else { &mut index.hash };
        let at = range.map_or(helper.span(), |range| range.at);
        members.push(Member { of: Of::Field(self.item.fields.len()), at });
        index.settings.merge(keys, errors);
    }

    /// An index that stands on the struct, with its fields in lists.
    fn read_whole_index(&mut self, helper: &Ident, mut keys: GlobalKeys, errors: &mut Errors) {
        let Some(name) = self.index_name(helper, &mut keys, errors) else { return };
        let (hash, range) = (keys.hash.take(), keys.range.take().and_then(|range| range.value));
        let at = hash.as_ref().map_or(name.at, |hash| hash.at);
        let hash = hash.map(|hash| hash.value).unwrap_or_default();
        let range = range.unwrap_or_default();
        let local = helper == "lsi";
        if local && range.len() != 1 && !keys.spoilt {
            let message = "a local index on the struct has one range attribute; write `range = \"...\"`, a template";
            errors.at(name.at, message);
        } else if !local && hash.is_empty() && !keys.spoilt {
            errors.at(at, "the index has no hash attribute; name its fields with `hash = [...]`");
        }
        let hash = self.read_members(hash, Place::IndexHash, &name, errors);
        let range = self.read_members(range, Place::IndexRange, &name, errors);
        self.indexes.push(RawIndex {
            local,
            name,
            hash,
            range,
            lost_a_field: true,
            settings: keys,
        });
    }

    fn index_name(
        &mut self,
        helper: &Ident,
        keys: &mut GlobalKeys,
        errors: &mut Errors,
    ) -> Option<Name> {
        let name = keys.name.take().map(|name| Name::given(&name));
        if name.is_none() && !keys.spoilt {
            let message = format!("the index has no name; write `#[{helper}(name = \"...\")]`");
            errors.at(helper.span(), message);
        }
        self.lost_an_index |= name.is_none();
        name
    }

    /// The table's name, which is the struct's where none is given.
    pub(crate) fn name(&self) -> Name {
        let name = Name::new(&self.item.ident, self.keys.name.as_ref(), None);
        if self.keys.name.is_some() { name } else { Name { at: self.item.at, ..name } }
    }

    /// The handle's type: `LogTable`.
    pub(crate) fn handle(&self) -> Ident {
        chosen(self.keys.handle.as_ref(), || self.item.prefixed("Table"))
    }

    /// The type of a primary key: `LogKey`.
    pub(crate) fn key(&self) -> Ident {
        chosen(self.keys.key.as_ref(), || self.item.prefixed("Key"))
    }

    /// The function that makes a handle.
    pub(crate) fn constructor(&self) -> Ident {
        chosen(self.keys.constructor.as_ref(), || generated("table", self.item.at))
    }

    pub(crate) fn hash_key(&self) -> Option<&Field> {
        self.item.fields.iter().find(|field| field.hash_key.is_some())
    }

    pub(crate) fn range_key(&self) -> Option<&Field> {
        self.item.fields.iter().find(|field| field.range_key.is_some())
    }

    pub(crate) fn stored_field(&self, ident: &Ident) -> Option<&Field> {
        stored(&self.item.fields).find(|field| field.ident == *ident)
    }

    /// The fields that are keys of the table or an index.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Field> {
        let is_member = |at| {
            let mut members = self.indexes.iter().flat_map(RawIndex::members);
            members.any(|member| member.of == Of::Field(at))
        };
        let is_key = move |(at, field): &(usize, &Field)| {
            let is_declared = self.item.made.iter().any(|made| made.is_declared(field));
            field.is_key() || is_member(*at) || is_declared
        };
        self.item.fields.iter().enumerate().filter(is_key).map(|(_, field)| field)
    }

    /// The fields an index includes beside its keys.
    pub(crate) fn included_fields(&self) -> impl Iterator<Item = &Field> {
        let is_included = |field: &&Field| self.indexes.iter().any(|index| index.includes(field));
        stored(&self.item.fields).filter(is_included)
    }
}

/// The name that was given, or else ours.
fn chosen(given: Option<&Given<Ident>>, name: impl FnOnce() -> Ident) -> Ident {
    given.map_or_else(name, |given| ours(&given.value))
}

fn behave(slot: &mut Option<Behaviour>, name: &Ident, attribute: &Attribute, errors: &mut Errors) {
    if let Some(Behaviour { name: first, .. }) = slot {
        let message = format!("this field is already marked `#[{first}]`; remove one of the two");
        errors.at(name.span(), message);
    }
    let mut arguments = Vec::new();
    if name == "counter" {
        let CounterKeys { start, step, .. } = CounterKeys::read([attribute], errors);
        let given = [(start, parse_quote!(0)), (step, parse_quote!(1))];
        arguments.extend(given.map(|(given, default)| given.map_or(default, |given| given.value)));
    } else {
        mark(&mut None, name, attribute, errors);
    }
    *slot = Some(Behaviour { name: name.clone(), arguments });
}

impl RawIndex {
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.hash.iter().chain(&self.range)
    }

    pub(crate) fn included(&self) -> impl Iterator<Item = &Ident> {
        self.settings.include.iter().flat_map(|include| &include.value)
    }

    pub(crate) fn includes(&self, field: &Field) -> bool {
        self.included().any(|name| field.ident == *name)
    }

    /// Whether the index holds every attribute.
    pub(crate) fn holds_all(&self) -> bool {
        let projection = self.settings.projection.as_ref().map(|given| given.value);
        self.settings.include.is_none() && projection.is_none_or(|given| given == Projection::All)
    }

    /// The type that names the index: `LogStatusIndex`.
    pub(crate) fn marker(&self, item: &RawItem) -> Ident {
        let name = || item.prefixed(&format!("{}Index", self.rust_name(pascal)));
        chosen(self.settings.index.as_ref(), name)
    }

    /// The type of what the index holds of an item, where that is not all: `LogStatusItem`.
    pub(crate) fn item(&self, item: &RawItem) -> Ident {
        let name = || item.prefixed(&format!("{}Item", self.rust_name(pascal)));
        chosen(self.settings.item.as_ref(), name)
    }

    /// The handle's method that queries the index: `query_status`.
    pub(crate) fn method(&self) -> Ident {
        let name = || generated(&format!("query_{}", self.rust_name(snake)), self.name.at);
        chosen(self.settings.method.as_ref(), name)
    }

    fn rust_name(&self, case: Case) -> String {
        case(&rust_name(&self.name.text))
    }
}

/// The letters of a name that can stand in Rust's.
pub(super) fn rust_name(name: &str) -> String {
    name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}
