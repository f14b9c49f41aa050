//! Keys, key types, local indexes and projections: what no request changes once it is there.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{
    self as sdk, KeySchemaElement, KeyType, LocalSecondaryIndexDescription, ProjectionType,
};

use super::{Allowed, Comparison, Sides, Step, Unchangeable};
use crate::schema::{AttributeDefinition, IndexSchema, IndexScope, Projection, ScalarType};

pub(super) fn compare(sides: &Sides<'_>, found: &mut Comparison) {
    let schema = sides.schema;
    let range = schema.range_key.as_slice();
    let differs = key_schemas_differ(sides.table.key_schema(), &[schema.hash_key], range);
    if let Some([live, declared]) = differs {
        found.step(Step::CannotChange(Unchangeable::KeySchema { live, declared }));
    }
    types(sides, found);
    for index in schema.indexes {
        for what in index_differences(sides, index) {
            found.step(Step::CannotChange(what));
        }
    }
}

/// The type that an attribute has as a key of the table is its type in every index that is to come.
fn types(sides: &Sides<'_>, found: &mut Comparison) {
    let (schema, used) = (sides.schema, used_attributes(sides));
    let of_indexes = schema.indexes.iter().flat_map(|index| index.hash.iter().chain(index.range));
    let mut seen = BTreeSet::new();
    for key in [&schema.hash_key].into_iter().chain(&schema.range_key).chain(of_indexes) {
        let definitions = sides.table.attribute_definitions().iter();
        let mut live = definitions.filter(|live| live.attribute_name() == key.name);
        let live = live.next().filter(|_| used.contains(key.name) && seen.insert(key.name));
        let declared = type_name(key.ty);
        if let Some(live) = live.map(|live| live.attribute_type().as_str())
            && live != declared
        {
            let (attribute, live) = (key.name, live.to_owned());
            let only_in = undeclared_indexes_alone(sides, attribute);
            let what = Unchangeable::AttributeType { attribute, live, declared, only_in };
            found.step(Step::CannotChange(what));
        }
    }
}

/// The indexes that may be deleted and have this key attribute, if nothing else has it.
fn undeclared_indexes_alone(sides: &Sides<'_>, attribute: &str) -> Vec<String> {
    let allowed = Allowed { deleting_indexes: true, ..sides.allowed };
    if used_attributes(&Sides { allowed, ..*sides }).contains(attribute) {
        return Vec::new();
    }
    let has = |keys: &[KeySchemaElement]| keys.iter().any(|key| key.attribute_name() == attribute);
    let having = sides.live_indexes().filter(|(_, index)| has(index.key_schema()));
    having.map(|(name, _)| name.to_owned()).collect()
}

/// The key attributes of the table and of the indexes that stay: with its last index, a definition goes too.
fn used_attributes<'a>(sides: &Sides<'a>) -> BTreeSet<&'a str> {
    let table = sides.table;
    let local =
        table.local_secondary_indexes().iter().flat_map(LocalSecondaryIndexDescription::key_schema);
    let global = sides.remaining_indexes().flat_map(|(_, index)| index.key_schema());
    let keys = table.key_schema().iter().chain(local).chain(global);
    keys.map(KeySchemaElement::attribute_name).collect()
}

fn index_differences(sides: &Sides<'_>, index: &IndexSchema) -> Vec<Unchangeable> {
    let name = index.name;
    let local = sides.table.local_secondary_indexes().iter();
    let local = { local }.find(|live| live.index_name() == Some(name));
    let global = sides.live_index(name);
    match (index.scope, global, local) {
        (IndexScope::Global, None, Some(_)) | (IndexScope::Local, Some(_), _) => {
            vec![Unchangeable::IndexScope { index: name }]
        }
        (IndexScope::Local, None, None) => vec![Unchangeable::MissingLocalIndex { index: name }],
        (IndexScope::Local, None, Some(live)) => {
            shape_differences(sides, index, live.key_schema(), live.projection())
        }
        (IndexScope::Global, Some(live), _) => {
            shape_differences(sides, index, live.key_schema(), live.projection())
        }
        (IndexScope::Global, None, None) => Vec::new(),
    }
}

fn shape_differences(
    sides: &Sides<'_>,
    index: &IndexSchema,
    keys: &[KeySchemaElement],
    projection: Option<&sdk::Projection>,
) -> Vec<Unchangeable> {
    let name = index.name;
    let keys = key_schemas_differ(keys, index.hash, index.range)
        .map(|[live, declared]| Unchangeable::IndexKeySchema { index: name, live, declared });
    let projection = projection.filter(|live| !holds(sides, index, live)).map(|live| {
        let (live, declared) = (projection_name(live), declared_projection(index.projection));
        Unchangeable::Projection { index: name, live, declared }
    });
    keys.into_iter().chain(projection).collect()
}

/// Whether an index holds what it is declared to hold, or more.
fn holds(sides: &Sides<'_>, index: &IndexSchema, live: &sdk::Projection) -> bool {
    let (kind, held) = (live.projection_type(), live.non_key_attributes());
    match index.projection {
        _ if kind == Some(&ProjectionType::All) => true,
        Projection::All => false,
        Projection::KeysOnly => true,
        Projection::Include(names) => {
            let is_key = |name: &&str| {
                let keys = index.hash.iter().chain(index.range).map(|key| key.name);
                keys.chain(sides.schema.key_names()).any(|key| key == *name)
            };
            let is_held = |name: &str| held.iter().any(|held| held == name);
            names.iter().all(|name| is_held(name) || is_key(name))
        }
    }
}

/// Returns both as texts. The order of hash attributes, which a query gives all of, is no difference.
fn key_schemas_differ(
    live: &[KeySchemaElement],
    hash: &[AttributeDefinition],
    range: &[AttributeDefinition],
) -> Option<[String; 2]> {
    let live_names = |role: KeyType| {
        let keys = live.iter().filter(move |key| *key.key_type() == role);
        keys.map(KeySchemaElement::attribute_name).collect::<Vec<_>>()
    };
    let names = |keys: &[AttributeDefinition]| keys.iter().map(|key| key.name).collect::<Vec<_>>();
    let live = (live_names(KeyType::Hash), live_names(KeyType::Range));
    let declared = (names(hash), names(range));
    let same = |(hash, range): &(Vec<&str>, Vec<&str>)| (sorted(hash), range.join("\0"));
    (same(&live) != same(&declared)).then(|| [key_text(&live), key_text(&declared)])
}

fn sorted(names: &[&str]) -> String {
    let names: BTreeSet<_> = names.iter().copied().collect();
    names.into_iter().collect::<Vec<_>>().join("\0")
}

fn key_text((hash, range): &(Vec<&str>, Vec<&str>)) -> String {
    let hash = format!("hash {}", hash.join(", "));
    if range.is_empty() { hash } else { format!("{hash}, range {}", range.join(", ")) }
}

fn projection_name(live: &sdk::Projection) -> String {
    match live.projection_type() {
        Some(ProjectionType::Include) => include_text(live.non_key_attributes()),
        kind => kind.map_or("nothing", ProjectionType::as_str).to_owned(),
    }
}

fn declared_projection(projection: Projection) -> String {
    match projection {
        Projection::All => "ALL".to_owned(),
        Projection::KeysOnly => "KEYS_ONLY".to_owned(),
        Projection::Include(names) => include_text(names),
    }
}

fn include_text(names: &[impl AsRef<str>]) -> String {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    format!("INCLUDE {}", names.join(", "))
}

fn type_name(ty: ScalarType) -> &'static str {
    match ty {
        ScalarType::S => "S",
        ScalarType::N => "N",
        ScalarType::B => "B",
    }
}
