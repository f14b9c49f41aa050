//! A derive's input in, what the user declared out: resolved as far as it goes, right or wrong.

mod table;
mod value;
mod view;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Expr, Field, Ident, Lifetime, LitStr, Path, Type, Visibility};

use crate::attrs::{FieldKeys, Given, dynamo};
use crate::casing::Case;
use crate::errors::Errors;

pub(crate) use self::table::{Member, RawIndex, RawTable};
pub(crate) use self::value::{RawEnum, RawShape, RawValue, RawVariant};
pub(crate) use self::view::RawView;

/// What every type has, and the fields of a struct or variant.
pub(crate) struct RawItem {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) runtime: Option<Path>,
    pub(crate) fields: Vec<RawField>,
}

pub(crate) struct RawField {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attribute: Name,
    pub(crate) hash_key: Option<Span>,
    pub(crate) range_key: Option<Span>,
    pub(crate) ttl: Option<Span>,
    pub(crate) behaviour: Option<Behaviour>,
    pub(crate) keys: FieldKeys,
}

/// What the mapper writes to a field by itself: the attribute that says so, and what stands in it.
#[derive(Clone)]
pub(crate) struct Behaviour {
    pub(crate) name: Ident,
    pub(crate) arguments: Vec<Expr>,
}

/// The name something is stored under, and the place to change it at.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: Span,
}

impl RawItem {
    /// Without fields yet. `None` for a generic type: not even a stub could name it.
    fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let params = &input.generics.params;
        let mut lifetimes = input.generics.lifetimes().map(|param| param.lifetime.clone());
        let lifetime = lifetimes.next();
        if params.len() > usize::from(lifetime.is_some()) {
            let message = "a type with parameters cannot be derived; remove all but one lifetime";
            errors.at(params.span(), message);
            return None;
        }
        let (ident, vis) = (input.ident.clone(), input.vis.clone());
        Some(Self { ident, vis, lifetime, runtime: None, fields: Vec::new() })
    }

    /// The fields that are attributes.
    pub(crate) fn stored_fields(&self) -> impl Iterator<Item = &RawField> {
        let elsewhere = |keys: &FieldKeys| keys.skip.is_some() || keys.flatten.is_some();
        self.fields.iter().filter(move |field| !elsewhere(&field.keys))
    }

    pub(crate) fn stored_field(&self, ident: &Ident) -> Option<&RawField> {
        self.stored_fields().find(|field| field.ident == *ident)
    }

    /// A generated type's name.
    pub(crate) fn prefixed(&self, suffix: &str) -> Ident {
        generated(&format!("{}{suffix}", self.ident.unraw()), self.ident.span())
    }
}

impl RawField {
    /// Not yet a key: what only tables know is not read here.
    pub(crate) fn read(field: &Field, case: Option<Case>, errors: &mut Errors) -> Option<Self> {
        let keys = FieldKeys::read(dynamo(&field.attrs), errors);
        let ident = field.ident.clone()?;
        Some(Self {
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            attribute: Name::new(&ident, keys.rename.as_ref(), case),
            ident,
            hash_key: None,
            range_key: None,
            ttl: None,
            behaviour: None,
            keys,
        })
    }

    /// The associated const that is the field's path.
    pub(crate) fn constant(&self) -> Ident {
        generated(&self.ident.unraw().to_string().to_uppercase(), self.ident.span())
    }
}

impl Name {
    pub(crate) fn keyed(&self) -> (&str, &Self) {
        (&self.text, self)
    }

    fn new(ident: &Ident, rename: Option<&Given<LitStr>>, case: Option<Case>) -> Self {
        if let Some(rename) = rename {
            return Self { text: rename.value.value(), at: rename.at };
        }
        let name = ident.unraw().to_string();
        Self { text: case.map_or(name.clone(), |case| case.apply(&name)), at: ident.span() }
    }
}

/// A name that nobody wrote. It stands where what it is made from stands; lints see it is ours.
fn generated(name: &str, at: Span) -> Ident {
    Ident::new(name, Span::call_site().located_at(at))
}
