//! A derive's input in, what the user declared out: resolved as far as it goes, right or wrong.

mod items;
mod made;
mod table;
mod value;
mod view;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, Ident, Path, Token, Visibility, parse_quote,
    parse_str,
};

use crate::attrs::{Given, RUNTIME};
use crate::errors::Errors;
use crate::field::{Field, generated, ours};
use crate::lints::deprecated;
use crate::parameters::Parameters;

pub(crate) use self::items::RawItems;
pub(crate) use self::made::{Made, Place};
pub(crate) use self::table::{Member, Of, RawIndex, RawTable};
pub(crate) use self::value::{Enum, Newtype, Other, RawValue, Shape, Variant};
pub(crate) use self::view::RawView;

/// What every type has.
#[derive(Clone)]
pub(crate) struct RawItem {
    /// As generated code names it.
    pub(crate) ident: Ident,
    /// Where the user named it.
    pub(crate) at: Span,
    pub(crate) deprecated: Option<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) parameters: Parameters,
    /// The path of the runtime's module for expansions.
    pub(crate) runtime: Path,
    pub(crate) fields: Vec<Field>,
    /// The attributes that are made of fields.
    pub(crate) made: Vec<Made>,
}

impl RawItem {
    /// Without fields yet.
    fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        Self {
            ident: ours(&input.ident),
            at: input.ident.span(),
            deprecated: deprecated(&input.attrs),
            vis: input.vis.clone(),
            parameters: Parameters::read(input, errors),
            runtime: module_of(
                &parse_str(RUNTIME).expect("the path of a crate"),
                Span::call_site(),
            ),
            fields: Vec::new(),
            made: Vec::new(),
        }
    }

    /// The runtime crate is at the path that is given, if one is.
    fn find_runtime(&mut self, given: Option<Given<Path>>) {
        if let Some(Given { value, .. }) = given {
            self.runtime = module_of(&value, value.span());
        }
    }

    /// A generated type's name.
    pub(crate) fn prefixed(&self, suffix: &str) -> Ident {
        generated(&format!("{}{suffix}", self.ident.unraw()), self.ident.span())
    }
}

/// The module that expansions name, in the runtime at this path.
fn module_of(runtime: &Path, at: Span) -> Path {
    let module = Ident::new("__", at);
    parse_quote!(#runtime::#module)
}

/// The fields of a struct that has names for them.
fn named_fields(input: &DeriveInput) -> Option<&Punctuated<syn::Field, Token![,]>> {
    match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Some(&fields.named),
        _ => None,
    }
}
