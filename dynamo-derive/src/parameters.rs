//! The parameters of a type in; how its impls declare, give and bound them out.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Field, Generics, Ident, Lifetime, Path, Type, parse_quote};

use crate::attrs::{FieldKeys, dynamo};
use crate::errors::Errors;

#[derive(Clone)]
pub(crate) struct Parameters {
    generics: Generics,
    /// The types that fields store as they are.
    stored: Vec<Ident>,
    /// They are those of a table, of whose fields the schema tells.
    pub(crate) of_table: bool,
}

impl Parameters {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let generics = input.generics.clone();
        for second in generics.lifetimes().skip(1) {
            let message = "a value borrows from one response, so it has at most one lifetime; remove this one";
            errors.at(second.lifetime.span(), message);
        }
        let mut parameters = Self { generics, stored: Vec::new(), of_table: false };
        let types = parameters.generics.type_params().map(|parameter| &parameter.ident);
        let is_stored = |name: &&Ident| stored_types(&input.data).any(|ty| names(&ty, name));
        parameters.stored = types.filter(is_stored).cloned().collect();
        parameters
    }

    pub(crate) fn lifetime(&self) -> Option<&Lifetime> {
        self.generics.lifetimes().map(|parameter| &parameter.lifetime).next()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.generics.params.is_empty()
    }

    /// The first parameter but a lifetime.
    pub(crate) fn beside_lifetimes(&self) -> Option<&Ident> {
        let types = self.generics.type_params().map(|parameter| &parameter.ident);
        types.chain(self.generics.const_params().map(|parameter| &parameter.ident)).next()
    }

    /// The parameter that the type depends on.
    pub(crate) fn named_in(&self, ty: &Type) -> Option<&Ident> {
        let types = self.generics.type_params().map(|parameter| &parameter.ident);
        let consts = self.generics.const_params().map(|parameter| &parameter.ident);
        types.chain(consts).find(|name| names(ty, name))
    }

    /// As they are declared by a struct, and what it asks of them.
    pub(crate) fn declared(&self) -> [TokenStream; 2] {
        let Generics { where_clause, .. } = &self.generics;
        [self.generics.to_token_stream(), where_clause.to_token_stream()]
    }

    pub(crate) fn given(&self) -> TokenStream {
        self.generics.split_for_impl().1.to_token_stream()
    }

    /// As they are declared by an impl, and its bounds: for one that reads, with the lifetime that it reads for.
    pub(crate) fn of_impl(&self, runtime: &Path, read: Option<&Lifetime>) -> [TokenStream; 2] {
        let mut generics = self.generics.clone();
        for name in &self.stored {
            let bound = match (self.of_table, read) {
                (true, _) => quote!(#runtime::TableParameter),
                (false, Some(read)) => {
                    quote!(#runtime::Attribute + #runtime::Encode + #runtime::Decode<#read>)
                }
                (false, None) => quote!(#runtime::Attribute + #runtime::Encode),
            };
            generics.make_where_clause().predicates.push(parse_quote!(#name: #bound));
        }
        if let Some(read) = read.filter(|read| self.lifetime() != Some(*read)) {
            generics.params.insert(0, parse_quote!(#read));
        }
        let (parameters, _, bounds) = generics.split_for_impl();
        [parameters.to_token_stream(), bounds.to_token_stream()]
    }
}

/// The types of the fields that are stored as their types are.
fn stored_types(data: &Data) -> impl Iterator<Item = Type> {
    let fields: Vec<&Field> = match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    fields.into_iter().filter_map(|field| {
        // What is wrong with them is told where the field is read.
        let keys = FieldKeys::read(dynamo(&field.attrs), &mut Errors::default());
        let is_stored = keys.skip.is_none() && keys.serde.is_none() && keys.with.is_none();
        is_stored.then(|| field.ty.clone())
    })
}

fn names(ty: &impl ToTokens, name: &Ident) -> bool {
    fn any(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => any(group.stream(), name),
            _ => false,
        })
    }
    any(ty.to_token_stream(), name)
}
