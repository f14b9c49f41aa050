//! Attributes in, what stands in them out, each value with the place it was written at.

mod value;

use proc_macro2::Span;
use syn::{Attribute, Error, Expr, Ident, LitStr, Meta, Path, Result, Type};

pub(crate) use self::value::{Capacity, Class, Flag, Given, KeyPart, Projection, Stream, Tag};
use self::value::{Setting, settings};
use crate::casing::Case;
use crate::errors::{Errors, unknown};

/// Where expansions find the runtime, unless `crate = ...` says otherwise. No other place in this crate knows its name.
pub(crate) const RUNTIME: &str = "::dynamo_runtime";

/// The one table of the keys an attribute knows: it makes the struct, the parser, the check for a
/// key given twice and the list of known keys, so that they cannot drift apart.
macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($key:literal => $field:ident: $value:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: Option<Given<$value>>,)*
            /// Something here could not be read, so that what is absent may only be misspelt.
            pub(crate) spoilt: bool,
        }

        impl $name {
            /// What all of `attributes` say together.
            pub(crate) fn read<'a>(
                attributes: impl IntoIterator<Item = &'a Attribute>,
                errors: &mut Errors,
            ) -> Self {
                let mut keys = Self::default();
                for settings in attributes.into_iter().map(settings) {
                    let settings = errors.ok(settings);
                    keys.spoilt |= settings.is_none();
                    for setting in settings.into_iter().flatten() {
                        keys.spoilt |= errors.ok(keys.set(&setting)).is_none();
                    }
                }
                keys
            }

            fn set(&mut self, setting: &Setting) -> Result<()> {
                match setting.key.to_string().as_str() {
                    $($key => setting.put(&mut self.$field),)*
                    other => {
                        let message = unknown("key", other, &[$($key),*]);
                        Err(Error::new(setting.key.span(), message))
                    }
                }
            }
        }

        impl Keys for $name {
            fn given(&self) -> Vec<(&'static str, Span)> {
                let given = [$(($key, self.$field.as_ref().map(|given| given.key))),*];
                given.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
            }

            fn merge(&mut self, other: Self, errors: &mut Errors) {
                self.spoilt |= other.spoilt;
                $(once(&mut self.$field, other.$field, errors);)*
            }
        }
    };
}

/// What stands in an attribute.
pub(crate) trait Keys {
    /// The keys that are there, with their places.
    fn given(&self) -> Vec<(&'static str, Span)>;

    /// Adds what stands at another field of the same index.
    fn merge(&mut self, other: Self, errors: &mut Errors);
}

keys! {
    /// `#[table(...)]` on the struct.
    TableKeys {
        "name" => name: LitStr,
        "in" => within: Path,
        "discriminator" => discriminator: LitStr,
        "value" => value: LitStr,
        "read_capacity" => read_capacity: Capacity,
        "write_capacity" => write_capacity: Capacity,
        "max_read_units" => max_read_units: u64,
        "max_write_units" => max_write_units: u64,
        "warm_read_units" => warm_read_units: u64,
        "warm_write_units" => warm_write_units: u64,
        "class" => class: Class,
        "stream" => stream: Stream,
        "encryption" => encryption: LitStr,
        "deletion_protection" => deletion_protection: Flag,
        "point_in_time_recovery" => point_in_time_recovery: Option<u64>,
        "tags" => tags: Vec<Tag>,
        "resource_policy" => resource_policy: Expr,
        "index_quota" => index_quota: u64,
        "rename_all" => rename_all: Case,
        "handle" => handle: Ident,
        "key" => key: Ident,
        "constructor" => constructor: Ident,
        "crate" => runtime: Path,
    }
}

keys! {
    /// `#[gsi(...)]` on a field, or on the struct with lists of fields.
    GlobalKeys {
        "name" => name: LitStr,
        "hash" => hash: Vec<KeyPart>,
        "range" => range: Option<Vec<KeyPart>>,
        "projection" => projection: Projection,
        "include" => include: Vec<Ident>,
        "method" => method: Ident,
        "index" => index: Ident,
        "item" => item: Ident,
        "read_capacity" => read_capacity: Capacity,
        "write_capacity" => write_capacity: Capacity,
        "max_read_units" => max_read_units: u64,
        "max_write_units" => max_write_units: u64,
        "warm_read_units" => warm_read_units: u64,
        "warm_write_units" => warm_write_units: u64,
    }
}

keys! {
    /// `#[lsi(...)]` on a field, or on the struct with a template.
    LocalKeys {
        "name" => name: LitStr,
        "range" => range: Option<Vec<KeyPart>>,
        "projection" => projection: Projection,
        "include" => include: Vec<Ident>,
        "method" => method: Ident,
        "index" => index: Ident,
        "item" => item: Ident,
    }
}

keys! {
    /// `#[hash_key(...)]` and `#[range_key(...)]` on the struct; `hash(...)` and `range(...)` of an index.
    TemplateKeys {
        "name" => name: LitStr,
        "value" => value: LitStr,
    }
}

keys! {
    /// `#[counter(...)]` on a field.
    CounterKeys {
        "start" => start: Expr,
        "step" => step: Expr,
    }
}

keys! {
    /// `#[dynamo(...)]` on a field.
    #[derive(Clone)]
    FieldKeys {
        "rename" => rename: LitStr,
        "skip" => skip: Flag,
        "default" => default: Option<Expr>,
        "flatten" => flatten: Flag,
        "serde" => serde: Flag,
        "with" => with: Type,
        "path" => path: Ident,
        "key_only" => key_only: Flag,
    }
}

keys! {
    /// `#[dynamo(...)]` on a struct or enum that derives `DynamoValue`.
    ContainerKeys {
        "rename_all" => rename_all: Case,
        "tag" => tag: LitStr,
        "crate" => runtime: Path,
    }
}

keys! {
    /// `#[view(...)]` on a struct that derives `DynamoView`.
    ViewKeys {
        "of" => of: Path,
        "crate" => runtime: Path,
    }
}

keys! {
    /// `#[dynamo(...)]` on a variant.
    VariantKeys {
        "rename" => rename: LitStr,
        "rename_all" => rename_all: Case,
        "other" => other: Flag,
    }
}

impl From<LocalKeys> for GlobalKeys {
    fn from(keys: LocalKeys) -> Self {
        let LocalKeys { name, range, projection, include, method, index, item, spoilt } = keys;
        Self { name, range, projection, include, method, index, item, spoilt, ..Self::default() }
    }
}

/// What is said of reads and of writes.
pub(crate) type Units<'a, T = u64> = [Option<&'a Given<T>>; 2];

/// What is said of a table's or an index's throughput.
pub(crate) struct Throughput<'a> {
    pub(crate) capacity: Units<'a, Capacity>,
    pub(crate) maximum: Units<'a>,
    pub(crate) warm: Units<'a>,
    /// Something that was said could not be read.
    pub(crate) spoilt: bool,
}

macro_rules! throughput {
    ($($keys:ident)*) => {$(
        impl $keys {
            pub(crate) fn throughput(&self) -> Throughput<'_> {
                Throughput {
                    capacity: [self.read_capacity.as_ref(), self.write_capacity.as_ref()],
                    maximum: [self.max_read_units.as_ref(), self.max_write_units.as_ref()],
                    warm: [self.warm_read_units.as_ref(), self.warm_write_units.as_ref()],
                    spoilt: self.spoilt,
                }
            }
        }
    )*};
}

throughput! { TableKeys GlobalKeys }

fn once<T>(slot: &mut Option<Given<T>>, other: Option<Given<T>>, errors: &mut Errors) {
    if let (Some(_), Some(second)) = (&slot, &other) {
        let message = "already given at another field of this index; remove one of the two";
        errors.at(second.key, message);
    }
    *slot = slot.take().or(other);
}

/// The helper attributes of a table's struct.
pub(crate) const TABLE_HELPERS: &[&str] = &["table", "hash_key", "range_key", "gsi", "lsi"];

/// The helper attributes of a table's fields.
pub(crate) const FIELD_HELPERS: &[&str] = &[
    "hash_key",
    "range_key",
    "gsi",
    "lsi",
    "ttl",
    "version",
    "created_at",
    "updated_at",
    "counter",
    "unique",
    "dynamo",
];

/// What others call our helper attributes.
pub(crate) const OTHER_NAMES: &[(&str, &str)] =
    &[("partition_key", "hash_key"), ("primary_key", "hash_key"), ("sort_key", "range_key")];

/// The helper attributes among `attributes`, with their names. One of ours that does not belong
/// `here` is an error; one of somebody else is not looked at, but for what others call ours.
pub(crate) fn helpers<'a>(
    attributes: &'a [Attribute],
    place: &str,
    here: &[&str],
    errors: &mut Errors,
) -> Vec<(Ident, &'a Attribute)> {
    let mut found = Vec::new();
    for attribute in attributes {
        let Some(name) = attribute.path().get_ident() else { continue };
        if here.iter().any(|helper| name == helper) {
            found.push((name.clone(), attribute));
        } else if let Some((_, ours)) = OTHER_NAMES.iter().find(|(other, _)| name == other) {
            errors.at(name.span(), format!("there is no `#[{name}]`; write `#[{ours}]`"));
            found.extend(here.contains(ours).then(|| (Ident::new(ours, name.span()), attribute)));
        } else if name == "table" || FIELD_HELPERS.iter().any(|helper| name == helper) {
            let known = here.join("]`, `#[");
            let message =
                format!("`#[{name}]` cannot be used on {place}; expected one of `#[{known}]`");
            errors.at(name.span(), message);
        }
    }
    found
}

/// The attributes of the codec.
pub(crate) fn dynamo(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("dynamo"))
}

/// Marks `slot` with an attribute that is a flag.
pub(crate) fn mark(
    slot: &mut Option<Span>,
    name: &Ident,
    attribute: &Attribute,
    errors: &mut Errors,
) {
    if !matches!(attribute.meta, Meta::Path(_)) {
        let named = "; name the attribute with `#[dynamo(rename = \"...\")]`";
        let named = if name.to_string().ends_with("_key") { named } else { "" };
        errors.at(name.span(), format!("`#[{name}]` takes no arguments; remove them{named}"));
    } else if slot.is_some() {
        errors.at(name.span(), format!("`#[{name}]` is given twice; remove one"));
    }
    *slot = slot.or(Some(name.span()));
}
