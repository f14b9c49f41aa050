//! Attributes in, what stands in them out, each value with the place it was written at.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, Ident, LitInt, LitStr, Meta, Path, Result, Token, Type, bracketed,
    parenthesized,
};

use crate::casing::Case;
use crate::errors::{Errors, unknown};

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
        }
    };
}

/// What stands in an attribute.
pub(crate) trait Keys {
    /// The keys that are there, with their places.
    fn given(&self) -> Vec<(&'static str, Span)>;
}

keys! {
    /// `#[table(...)]` on the struct.
    TableKeys {
        "name" => name: LitStr,
        "read_capacity" => read_capacity: u64,
        "write_capacity" => write_capacity: u64,
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
        "crate" => runtime: Path,
    }
}

keys! {
    /// `#[gsi(...)]` on a field, or on the struct with lists of fields.
    GlobalKeys {
        "name" => name: LitStr,
        "hash" => hash: Vec<Ident>,
        "range" => range: Option<Vec<Ident>>,
        "projection" => projection: Projection,
        "include" => include: Vec<Ident>,
        "read_capacity" => read_capacity: u64,
        "write_capacity" => write_capacity: u64,
        "max_read_units" => max_read_units: u64,
        "max_write_units" => max_write_units: u64,
        "warm_read_units" => warm_read_units: u64,
        "warm_write_units" => warm_write_units: u64,
    }
}

keys! {
    /// `#[lsi(...)]` on a field.
    LocalKeys {
        "name" => name: LitStr,
        "projection" => projection: Projection,
        "include" => include: Vec<Ident>,
    }
}

keys! {
    /// `#[dynamo(...)]` on a field.
    FieldKeys {
        "rename" => rename: LitStr,
        "skip" => skip: Flag,
        "default" => default: Option<Expr>,
        "flatten" => flatten: Flag,
        "serde" => serde: Flag,
        "with" => with: Type,
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
    /// `#[dynamo(...)]` on a variant.
    VariantKeys {
        "rename" => rename: LitStr,
        "rename_all" => rename_all: Case,
    }
}

impl From<LocalKeys> for GlobalKeys {
    fn from(LocalKeys { name, projection, include, spoilt }: LocalKeys) -> Self {
        Self { name, projection, include, spoilt, ..Self::default() }
    }
}

/// Read and write units.
pub(crate) type Units<'a> = [Option<&'a Given<u64>>; 2];

/// What is said of a table's or an index's throughput.
pub(crate) struct Throughput<'a> {
    pub(crate) capacity: Units<'a>,
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

impl GlobalKeys {
    /// Adds the settings that stand at another field of the same index.
    pub(crate) fn merge(&mut self, other: Self, errors: &mut Errors) {
        self.spoilt |= other.spoilt;
        once(&mut self.projection, other.projection, errors);
        once(&mut self.include, other.include, errors);
        once(&mut self.read_capacity, other.read_capacity, errors);
        once(&mut self.write_capacity, other.write_capacity, errors);
        once(&mut self.max_read_units, other.max_read_units, errors);
        once(&mut self.max_write_units, other.max_write_units, errors);
        once(&mut self.warm_read_units, other.warm_read_units, errors);
        once(&mut self.warm_write_units, other.warm_write_units, errors);
    }
}

fn once<T>(slot: &mut Option<Given<T>>, other: Option<Given<T>>, errors: &mut Errors) {
    if let (Some(_), Some(second)) = (&slot, &other) {
        errors.at(second.key, "given at another field of this index too; remove one");
    }
    *slot = slot.take().or(other);
}

/// A value somebody wrote.
pub(crate) struct Given<T> {
    pub(crate) key: Span,
    /// Where the value stands; a flag's is its key.
    pub(crate) at: Span,
    pub(crate) value: T,
}

/// A key that says all by standing there.
pub(crate) struct Flag;

/// A tag of the table: its key and value.
pub(crate) struct Tag {
    pub(crate) key: LitStr,
    pub(crate) value: LitStr,
}

/// A value of `class`, as the runtime spells it.
#[derive(Clone, Copy)]
pub(crate) struct Class(pub(crate) &'static str);

/// A value of `stream`, as the runtime spells it.
#[derive(Clone, Copy)]
pub(crate) struct Stream(pub(crate) &'static str);

/// A value of `projection`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Projection {
    All,
    KeysOnly,
    Include,
}

/// The helper attributes among `attributes`, with their names. One of ours that does not belong
/// `here` is an error; one of somebody else is not looked at.
pub(crate) fn helpers<'a>(
    attributes: &'a [Attribute],
    place: &str,
    here: &[&str],
    errors: &mut Errors,
) -> Vec<(&'a Ident, &'a Attribute)> {
    const HELPERS: &[&str] = &["table", "hash_key", "range_key", "gsi", "lsi", "ttl", "dynamo"];
    let mut found = Vec::new();
    for attribute in attributes {
        let Some(name) = attribute.path().get_ident() else { continue };
        if here.iter().any(|helper| name == helper) {
            found.push((name, attribute));
        } else if HELPERS.iter().any(|helper| name == helper) {
            let known = here.join("]`, `#[");
            let message =
                format!("`#[{name}]` does not belong on {place}; known here: `#[{known}]`");
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
        errors.at(name.span(), format!("`#[{name}]` takes no arguments; write it bare"));
    } else if slot.is_some() {
        errors.at(name.span(), format!("`#[{name}]` twice on one field; remove one"));
    }
    *slot = slot.or(Some(name.span()));
}

/// A key and what follows it up to the comma.
struct Setting {
    key: Ident,
    rest: TokenStream,
}

/// The settings of one attribute. Tokens are only split here, so that a mistake in one setting
/// does not hide the next.
fn settings(attribute: &Attribute) -> Result<Vec<Setting>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Vec::new()),
        Meta::List(list) => {
            let settings = list.parse_args_with(Punctuated::<_, Token![,]>::parse_terminated)?;
            Ok(settings.into_iter().collect())
        }
        Meta::NameValue(meta) => {
            Err(Error::new(meta.eq_token.span, "expected `(`; the settings stand in parentheses"))
        }
    }
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let mut rest = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            rest.extend([input.parse::<TokenTree>()?]);
        }
        Ok(Self { key, rest })
    }
}

type Read<T> = fn(ParseStream<'_>) -> Result<T>;

impl Setting {
    fn put<T: Value>(&self, slot: &mut Option<Given<T>>) -> Result<()> {
        if slot.is_some() {
            return Err(Error::new(self.key.span(), format!("`{}` twice; remove one", self.key)));
        }
        *slot = Some(Given { key: self.key.span(), at: self.at(), value: T::read(self)? });
        Ok(())
    }

    /// Where the value stands, after the equals sign.
    fn at(&self) -> Span {
        self.rest.clone().into_iter().nth(1).map_or(self.key.span(), |value| value.span())
    }

    /// The value, which is `expected` and would look like the `example`.
    fn value<T>(&self, read: Read<T>, expected: &str, example: &str) -> Result<T> {
        let value = |input: ParseStream<'_>| {
            input.parse::<Token![=]>()?;
            read(input)
        };
        value.parse2(self.rest.clone()).map_err(|_| {
            Error::new(self.at(), format!("expected {expected}; write `{} = {example}`", self.key))
        })
    }

    /// The value, one of the `known` strings.
    fn choice<T: Copy>(&self, known: &[(&str, T)]) -> Result<T> {
        let text = LitStr::read(self)?;
        let choice = known.iter().find(|(name, _)| *name == text.value());
        choice.map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            Error::new(text.span(), unknown("value", &text.value(), &names))
        })
    }
}

/// What can stand after a key.
trait Value: Sized {
    fn read(setting: &Setting) -> Result<Self>;
}

impl Value for Flag {
    fn read(setting: &Setting) -> Result<Self> {
        if setting.rest.is_empty() {
            return Ok(Self);
        }
        Err(Error::new(setting.at(), format!("`{}` takes no value; write it bare", setting.key)))
    }
}

impl Value for LitStr {
    fn read(setting: &Setting) -> Result<Self> {
        setting.value(<Self as Parse>::parse, "a string", "\"...\"")
    }
}

/// A value, or none where the key stands bare.
impl<T: Value> Value for Option<T> {
    fn read(setting: &Setting) -> Result<Self> {
        if setting.rest.is_empty() { Ok(None) } else { T::read(setting).map(Some) }
    }
}

impl Value for Expr {
    fn read(setting: &Setting) -> Result<Self> {
        let expected = "an expression, in parentheses if it has commas";
        setting.value(<Self as Parse>::parse, expected, "0")
    }
}

impl Value for Vec<Tag> {
    fn read(setting: &Setting) -> Result<Self> {
        let tags = |input: ParseStream<'_>| {
            let tags;
            parenthesized!(tags in input);
            Ok(Punctuated::<Tag, Token![,]>::parse_terminated(&tags)?.into_iter().collect())
        };
        let message =
            format!("expected tags in parentheses; write `{}(team = \"...\")`", setting.key);
        tags.parse2(setting.rest.clone()).map_err(|_| Error::new(setting.key.span(), message))
    }
}

impl Parse for Tag {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let key = if input.peek(LitStr) {
            input.parse()?
        } else {
            let key = input.call(Ident::parse_any)?;
            LitStr::new(&key.unraw().to_string(), key.span())
        };
        input.parse::<Token![=]>()?;
        Ok(Self { key, value: input.parse()? })
    }
}

impl Value for Class {
    fn read(setting: &Setting) -> Result<Self> {
        let infrequent = Self("StandardInfrequentAccess");
        setting
            .choice(&[("STANDARD", Self("Standard")), ("STANDARD_INFREQUENT_ACCESS", infrequent)])
    }
}

impl Value for Stream {
    fn read(setting: &Setting) -> Result<Self> {
        setting.choice(&[
            ("KEYS_ONLY", Self("KeysOnly")),
            ("NEW_IMAGE", Self("NewImage")),
            ("OLD_IMAGE", Self("OldImage")),
            ("NEW_AND_OLD_IMAGES", Self("NewAndOldImages")),
        ])
    }
}

impl Value for Type {
    fn read(setting: &Setting) -> Result<Self> {
        setting.value(<Self as Parse>::parse, "a type without quotes", "Seconds")
    }
}

impl Value for u64 {
    fn read(setting: &Setting) -> Result<Self> {
        let number = |input: ParseStream<'_>| input.parse::<LitInt>()?.base10_parse();
        setting.value(number, "a whole number", "10")
    }
}

impl Value for Path {
    fn read(setting: &Setting) -> Result<Self> {
        setting.value(Path::parse_mod_style, "a path without quotes", "::dynamo_runtime")
    }
}

impl Value for Ident {
    fn read(setting: &Setting) -> Result<Self> {
        let name = |input: ParseStream<'_>| input.parse::<LitStr>()?.parse();
        setting.value(name, "the name of a type in quotes", "\"Logs\"")
    }
}

impl Value for Vec<Ident> {
    fn read(setting: &Setting) -> Result<Self> {
        let names = |input: ParseStream<'_>| {
            let names;
            bracketed!(names in input);
            Ok(Punctuated::<Ident, Token![,]>::parse_terminated(&names)?.into_iter().collect())
        };
        setting.value(names, "names of fields in brackets", "[title, note]")
    }
}

impl Value for Case {
    fn read(setting: &Setting) -> Result<Self> {
        setting.choice(Self::KNOWN)
    }
}

impl Value for Projection {
    fn read(setting: &Setting) -> Result<Self> {
        setting.choice(&[
            ("ALL", Self::All),
            ("KEYS_ONLY", Self::KeysOnly),
            ("INCLUDE", Self::Include),
        ])
    }
}
