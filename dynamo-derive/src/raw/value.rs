//! Input of `DynamoValue` in; a struct, a newtype or an enum out.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, Ident, Token, Type, parse_quote};

use crate::attrs::{ContainerKeys, FieldKeys, Keys, VariantKeys, dynamo};
use crate::casing::Case;
use crate::errors::Errors;
use crate::field::{Field, Name, generated, ours};
use crate::raw::RawItem;

pub(crate) struct RawValue {
    pub(crate) item: RawItem,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    /// Its fields are the item's.
    Struct,
    Newtype(Newtype),
    Enum(Enum),
}

/// A struct with one stored field, and no names for it and those that are skipped.
pub(crate) struct Newtype {
    pub(crate) ty: Type,
    /// The place of the stored field.
    pub(crate) at: usize,
    /// How many fields there are.
    pub(crate) of: usize,
}

pub(crate) struct Enum {
    /// The attribute that names the variant; without it, the enum is that name itself.
    pub(crate) tag: Option<Name>,
    /// Those that have a name.
    pub(crate) variants: Vec<Variant>,
    /// Those for all that no other is.
    pub(crate) others: Vec<Other>,
}

/// A variant for what is unknown.
pub(crate) struct Other {
    pub(crate) ident: Ident,
    /// What keeps the unknown.
    pub(crate) kept: Option<Type>,
    pub(crate) has_one_shape: bool,
    pub(crate) keys: VariantKeys,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) stored: Name,
    pub(crate) fields: Vec<Field>,
    /// Its fields have no names.
    pub(crate) unnamed: bool,
}

impl RawValue {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut item = RawItem::read(input, errors);
        let mut keys = ContainerKeys::read(dynamo(&input.attrs), errors);
        item.find_runtime(keys.runtime.take());
        let case = keys.rename_all.as_ref().map(|case| case.value);
        let shape = match &input.data {
            Data::Enum(data) if !data.variants.is_empty() => {
                Shape::Enum(Enum::read(data, &mut keys, errors))
            }
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
                let read = |field| Field::read(field, case, errors);
                item.fields = fields.named.iter().filter_map(read).collect();
                Shape::Struct
            }
            Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. }) => {
                let newtype = Newtype::read(&fields.unnamed, &keys, errors);
                newtype.map_or_else(|| no_shape(input, errors), Shape::Newtype)
            }
            _ => no_shape(input, errors),
        };
        if let Some(tag) = keys.tag {
            errors.at(tag.key, "only an enum can have a tag; remove `tag`");
        }
        Self { item, shape }
    }
}

fn no_shape(input: &DeriveInput, errors: &mut Errors) -> Shape {
    let message = "a value must be a struct with named fields, a newtype or an enum with variants; change this type into one";
    errors.at(input.ident.span(), message);
    Shape::Struct
}

impl Newtype {
    /// `None` where there is not one stored field.
    fn read(
        fields: &Punctuated<syn::Field, Token![,]>,
        keys: &ContainerKeys,
        errors: &mut Errors,
    ) -> Option<Self> {
        let is_skipped = |field: &syn::Field| {
            let keys = FieldKeys::read(dynamo(&field.attrs), &mut Errors::default());
            keys.skip.is_some() && keys.given().len() == 1
        };
        let mut stored = fields.iter().enumerate().filter(|(_, field)| !is_skipped(field));
        let (at, field) = stored.next()?;
        if stored.next().is_some() {
            return None;
        }
        if let Some(case) = &keys.rename_all {
            errors.at(case.key, "a newtype has nothing to rename; remove `rename_all`");
        }
        no_settings(field, errors);
        Some(Self { ty: field.ty.clone(), at, of: fields.len() })
    }
}

impl Enum {
    /// Names need a place to stand beside data: an attribute `type`, if no other was given.
    fn read(data: &DataEnum, keys: &mut ContainerKeys, errors: &mut Errors) -> Self {
        let case = keys.rename_all.as_ref().map(|case| case.value);
        let (mut variants, mut others, mut with_data) = (Vec::new(), Vec::new(), None);
        for variant in &data.variants {
            let keys = VariantKeys::read(dynamo(&variant.attrs), errors);
            if keys.other.is_some() {
                others.push(Other::read(variant, keys, errors));
                continue;
            }
            let has_data = !matches!(variant.fields, Fields::Unit);
            with_data = with_data.or(has_data.then_some(variant));
            variants.push(Variant::read(variant, &keys, case, errors));
        }
        let tag = keys.tag.take().map(|tag| Name::given(&tag));
        let default = |variant: &syn::Variant| Name {
            text: "type".into(),
            at: variant.ident.span(),
            tag: None,
        };
        Self { tag: tag.or(with_data.map(default)), variants, others }
    }
}

impl Other {
    pub(super) fn read(variant: &syn::Variant, keys: VariantKeys, errors: &mut Errors) -> Self {
        variant.fields.iter().for_each(|field| no_settings(field, errors));
        let is_tuple = matches!(variant.fields, Fields::Unnamed(_)) && variant.fields.len() == 1;
        let kept = variant.fields.iter().next().filter(|_| is_tuple);
        Self {
            ident: variant.ident.clone(),
            kept: kept.map(|field| field.ty.clone()),
            has_one_shape: is_tuple || matches!(variant.fields, Fields::Unit),
            keys,
        }
    }
}

impl Variant {
    fn read(
        variant: &syn::Variant,
        keys: &VariantKeys,
        case: Option<Case>,
        errors: &mut Errors,
    ) -> Self {
        let case_of_fields = keys.rename_all.as_ref().map(|case| case.value);
        let unnamed = matches!(variant.fields, Fields::Unnamed(_));
        let (count, mut nameless) = (variant.fields.len(), unnamed && variant.fields.is_empty());
        let read = |(at, field): (usize, &syn::Field)| {
            if field.ident.is_some() {
                return Field::read(field, case_of_fields, errors);
            }
            let Field { keys, .. } = Field::read(&named(field, at), None, errors)?;
            if keys.rename.is_some() || keys.skip.is_some() || keys.flatten.is_some() {
                return Field::read(&named(field, at), None, &mut Errors::default());
            }
            nameless |= count > 1;
            no_settings(field, errors);
            let ty = &field.ty;
            Field::read(&parse_quote!(#[dynamo(flatten)] value: #ty), None, errors)
        };
        let fields = variant.fields.iter().enumerate().filter_map(read).collect();
        if nameless {
            let remedy = "name them, here or with `#[dynamo(rename = \"...\")]`, or move them into one struct";
            let message =
                format!("the fields of a variant need names, unless there is only one; {remedy}");
            errors.at(variant.ident.span(), message);
        }
        let stored = Name::new(&variant.ident, keys.rename.as_ref(), case);
        Self { ident: ours(&variant.ident), stored, fields, unnamed }
    }
}

/// The field without a name, with one to bind it to.
fn named(field: &syn::Field, at: usize) -> syn::Field {
    let name = generated(&format!("field_{at}"), field.ty.span());
    syn::Field { ident: Some(name), ..field.clone() }
}

pub(super) fn no_settings(field: &syn::Field, errors: &mut Errors) {
    for attribute in dynamo(&field.attrs) {
        let message = "this unnamed field cannot have settings; remove the attribute";
        errors.at(attribute.path().span(), message);
    }
}
