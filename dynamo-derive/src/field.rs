//! A field in, what is said of it out: the one part of a declaration that all stages share as it is.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitStr, Type, Visibility, parse_quote};

use crate::attrs::{FieldKeys, Given, dynamo};
use crate::casing::Case;
use crate::errors::Errors;
use crate::lints::deprecated;

#[derive(Clone)]
pub(crate) struct Field {
    /// As generated code names it.
    pub(crate) ident: Ident,
    /// Where the user named it.
    pub(crate) at: Span,
    pub(crate) deprecated: Option<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) attribute: Name,
    pub(crate) hash_key: Option<Span>,
    pub(crate) range_key: Option<Span>,
    pub(crate) ttl: Option<Span>,
    pub(crate) behaviour: Option<Behaviour>,
    pub(crate) keyed: Keyed,
    /// It is not stored, but read back from the key.
    pub(crate) key_only: Option<Span>,
    pub(crate) keys: FieldKeys,
}

/// Whether the field is a key of its table or of an index.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Keyed {
    No,
    Yes,
    /// As the field of the table is that a view has it from.
    AsInTable,
}

/// What the mapper writes to a field by itself: the attribute that says so, and what stands in it.
#[derive(Clone)]
pub(crate) struct Behaviour {
    pub(crate) name: Ident,
    pub(crate) arguments: Vec<Expr>,
}

/// The name something is stored under, and the place to change it at.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: Span,
    /// The const that is the name, where it is the tag of an enum.
    pub(crate) tag: Option<TokenStream>,
}

impl Field {
    /// Not yet a key: what only tables know is not read here.
    pub(crate) fn read(
        field: &syn::Field,
        case: Option<Case>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let keys = FieldKeys::read(dynamo(&field.attrs), errors);
        let ident = field.ident.clone()?;
        Some(Self {
            at: ident.span(),
            deprecated: deprecated(&field.attrs),
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            attribute: Name::new(&ident, keys.rename.as_ref(), case),
            ident: ours(&ident),
            hash_key: None,
            range_key: None,
            ttl: None,
            behaviour: None,
            keyed: Keyed::No,
            key_only: None,
            keys,
        })
    }

    /// Stands for a hash key that nobody marked.
    pub(crate) fn missing() -> Self {
        let field = Self::read(&parse_quote!(key: ()), None, &mut Errors::default());
        Self { hash_key: Some(Span::call_site()), ..field.expect("a field with a name") }
    }

    /// The tag of the flattened enum: an attribute by itself.
    pub(crate) fn tag(&self, tag: TokenStream) -> Self {
        let attribute = Name { tag: Some(tag), ..self.attribute.clone() };
        let (ty, keys) = (parse_quote!(::std::string::String), FieldKeys::default());
        Self { ty, keys, attribute, keyed: Keyed::No, ..self.clone() }
    }

    /// Whether no two items share its value.
    pub(crate) fn is_unique(&self) -> bool {
        self.behaviour.as_ref().is_some_and(|behaviour| behaviour.name == "unique")
    }

    /// Whether the field is a key of the table.
    pub(crate) fn is_key(&self) -> bool {
        self.hash_key.or(self.range_key).is_some()
    }

    /// The associated const that is the field's path.
    pub(crate) fn constant(&self) -> Ident {
        let chosen = self.keys.path.as_ref().map(|given| ours(&given.value));
        let name = || generated(&self.ident.unraw().to_string().to_uppercase(), self.at);
        chosen.unwrap_or_else(name)
    }

    /// Where the const's name was chosen, or else the field's.
    pub(crate) fn constant_at(&self) -> Span {
        self.keys.path.as_ref().map_or(self.at, |given| given.at)
    }

    /// Where the compiler says what it has against the field's type.
    pub(crate) fn type_span(&self) -> Span {
        Span::call_site().located_at(self.ty.span())
    }

    /// The field's name as a local or an argument, which nothing else in a body can mean.
    pub(crate) fn local(&self) -> Ident {
        let mut name = self.ident.clone();
        name.set_span(Span::mixed_site().located_at(name.span()));
        name
    }
}

impl Name {
    pub(crate) fn new(ident: &Ident, rename: Option<&Given<LitStr>>, case: Option<Case>) -> Self {
        if let Some(rename) = rename {
            return Self::given(rename);
        }
        let name = ident.unraw().to_string();
        Self { text: case.map_or(name.clone(), |case| case(&name)), at: ident.span(), tag: None }
    }

    pub(crate) fn given(name: &Given<LitStr>) -> Self {
        Self { text: name.value.value(), at: name.at, tag: None }
    }

    pub(crate) fn keyed(&self) -> (&str, &Self) {
        (&self.text, self)
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.tag {
            Some(tag) => tag.to_tokens(tokens),
            None => self.text.to_tokens(tokens),
        }
    }
}

/// The fields that are attributes.
pub(crate) fn stored(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let stored = |field: &&Field| field.keys.skip.is_none() && field.keys.flatten.is_none();
    fields.iter().filter(stored).filter(|field| field.key_only.is_none())
}

/// The fields whose attributes stand among the struct's.
pub(crate) fn flattened(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.keys.flatten.is_some())
}

/// A name that the user wrote, as generated code has it: where it stands, but lints see that the code is ours.
pub(crate) fn ours(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(Span::call_site().located_at(name.span()));
    name
}

/// A name that nobody wrote. It stands where what it is made from stands; lints see it is ours.
pub(crate) fn generated(name: &str, at: Span) -> Ident {
    Ident::new(name, Span::call_site().located_at(at))
}
