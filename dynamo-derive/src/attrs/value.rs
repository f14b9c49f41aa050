//! What follows a key in, its value out.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, Ident, LitInt, LitStr, Meta, Path, RangeLimits, Result, Token, Type,
    bracketed, parenthesized,
};

use crate::attrs::RUNTIME;
use crate::casing::{Case, KNOWN};
use crate::errors::unknown;

/// A value somebody wrote.
#[derive(Clone)]
pub(crate) struct Given<T> {
    pub(crate) key: Span,
    /// Where the value stands; a flag's is its key.
    pub(crate) at: Span,
    pub(crate) value: T,
}

/// A key that says all by standing there.
#[derive(Clone)]
pub(crate) struct Flag;

/// What the key of an index has: a field, or an attribute that a template makes.
pub(crate) enum KeyPart {
    Field(Ident),
    Template(LitStr),
    /// `hash(name = "...", value = "...")`.
    Named(Box<Attribute>),
}

/// A tag of the table: its key and value.
pub(crate) struct Tag {
    pub(crate) key: LitStr,
    pub(crate) value: LitStr,
}

/// A capacity, or the range that auto scaling keeps it in, with what is said of its bounds.
#[derive(Clone, Copy)]
pub(crate) struct Capacity {
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) range: Option<RangeLimits>,
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

/// A key and what follows it up to the comma.
pub(super) struct Setting {
    pub(super) key: Ident,
    rest: TokenStream,
}

/// The settings of one attribute. Tokens are only split here, so that a mistake in one setting
/// does not hide the next.
pub(super) fn settings(attribute: &Attribute) -> Result<Vec<Setting>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Vec::new()),
        Meta::List(list) => {
            let settings = list.parse_args_with(Punctuated::<_, Token![,]>::parse_terminated)?;
            Ok(settings.into_iter().collect())
        }
        Meta::NameValue(meta) => {
            Err(Error::new(meta.eq_token.span, "expected `(`; write the settings in parentheses"))
        }
    }
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if let Ok(text) = input.fork().parse::<LitStr>() {
            let message = format!("expected a key; write `name = {}`", text.token());
            return Err(Error::new(text.span(), message));
        }
        let key = input.call(Ident::parse_any)?;
        let mut rest = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            rest.extend([input.parse::<TokenTree>()?]);
        }
        Ok(Self { key, rest })
    }
}

/// How a value is read.
type Read<T> = fn(ParseStream<'_>) -> Result<T>;

impl Setting {
    pub(super) fn put<T: Value>(&self, slot: &mut Option<Given<T>>) -> Result<()> {
        if slot.is_some() {
            return Err(Error::new(
                self.key.span(),
                format!("`{}` is given twice; remove one", self.key),
            ));
        }
        *slot = Some(Given { key: self.key.span(), at: self.at(), value: T::read(self)? });
        Ok(())
    }

    /// Where the value stands, after the equals sign.
    fn at(&self) -> Span {
        self.rest.clone().into_iter().nth(1).map_or(self.key.span(), |value| value.span())
    }

    /// What stands in quotes, without them, where that can be read.
    fn unquoted<T>(&self, read: Read<T>) -> Option<String> {
        let text = LitStr::read(self).ok()?;
        text.parse_with(read).is_ok().then(|| text.value())
    }

    /// The value, which is `expected` and would look like the `example`.
    fn value<T>(&self, read: Read<T>, expected: &str, example: &str) -> Result<T> {
        let value = |input: ParseStream<'_>| {
            input.parse::<Token![=]>()?;
            read(input)
        };
        value.parse2(self.rest.clone()).map_err(|_| {
            let meant = expected.ends_with("without quotes").then(|| self.unquoted(read)).flatten();
            let example = meant.as_deref().unwrap_or(example);
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
pub(super) trait Value: Sized {
    fn read(setting: &Setting) -> Result<Self>;
}

impl Value for Flag {
    fn read(setting: &Setting) -> Result<Self> {
        if setting.rest.is_empty() {
            return Ok(Self);
        }
        Err(Error::new(setting.at(), format!("`{}` takes no value; remove the value", setting.key)))
    }
}

/// The values of one form: how each is read, what is expected where it is not there, and an example.
macro_rules! values {
    ($($value:ty: $read:expr, $expected:literal, $example:expr;)*) => {$(
        impl Value for $value {
            fn read(setting: &Setting) -> Result<Self> {
                setting.value($read, $expected, $example)
            }
        }
    )*};
}

values! {
    LitStr: Parse::parse, "a string", "\"...\"";
    Expr: Parse::parse, "an expression, in parentheses if it has commas", "0";
    Type: Parse::parse, "a type without quotes", "Seconds";
    Path: Path::parse_mod_style, "a path without quotes", RUNTIME;
    u64: number, "a whole number", "10";
    Capacity: Parse::parse, "a whole number or a range of them", "10` or `5..=100";
    Ident: |input| input.parse::<LitStr>()?.parse(), "a name in quotes", "\"...\"";
    Vec<Ident>: fields, "field names in brackets", "[title, note]";
}

fn number(input: ParseStream<'_>) -> Result<u64> {
    input.parse::<LitInt>()?.base10_parse()
}

impl Parse for Capacity {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let bound = |input: ParseStream<'_>| input.peek(LitInt).then(|| number(input)).transpose();
        let low = bound(input)?;
        let range = input.peek(Token![..]).then(|| input.parse()).transpose()?;
        if low.is_none() && range.is_none() {
            return Err(input.error("neither number nor range"));
        }
        let high = if range.is_some() { bound(input)? } else { None };
        Ok(Self { low, high, range })
    }
}

fn fields(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let names;
    bracketed!(names in input);
    Ok(Punctuated::<Ident, Token![,]>::parse_terminated(&names)?.into_iter().collect())
}

/// A list of fields and templates, one template, or one with its attribute's name in parentheses.
impl Value for Vec<KeyPart> {
    fn read(setting: &Setting) -> Result<Self> {
        let Setting { key, rest } = setting;
        if let Some(TokenTree::Group(_)) = rest.clone().into_iter().next() {
            let attribute = Attribute::parse_outer.parse2(quote!(#[#key #rest]))?;
            return Ok(attribute.into_iter().map(Box::new).map(KeyPart::Named).collect());
        }
        let list = |input: ParseStream<'_>| {
            if input.peek(LitStr) {
                return Ok(vec![input.parse()?]);
            }
            let parts;
            bracketed!(parts in input);
            Ok(Punctuated::<KeyPart, Token![,]>::parse_terminated(&parts)?.into_iter().collect())
        };
        setting.value(list, "field names in brackets, or a template", "[title, \"NOTE#{note}\"]")
    }
}

impl Parse for KeyPart {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Template);
        }
        input.parse().map(Self::Field)
    }
}

/// A value, or none where the key stands bare.
impl<T: Value> Value for Option<T> {
    fn read(setting: &Setting) -> Result<Self> {
        if setting.rest.is_empty() { Ok(None) } else { T::read(setting).map(Some) }
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

impl Value for Case {
    fn read(setting: &Setting) -> Result<Self> {
        setting.choice(KNOWN)
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
