//! Input of `DynamoValue` in; a struct, a newtype or an enum without data out.

use syn::spanned::Spanned;
use syn::{Data, DataStruct, DeriveInput, Field, Fields, Ident, Type, Variant};

use crate::attrs::{ContainerKeys, VariantKeys, dynamo};
use crate::casing::Case;
use crate::errors::Errors;
use crate::raw::{Name, RawField, RawItem};

pub(crate) struct RawValue {
    pub(crate) item: RawItem,
    pub(crate) shape: RawShape,
}

pub(crate) enum RawShape {
    /// Its fields are the item's.
    Struct,
    Newtype(Box<Type>),
    Enum(Vec<RawVariant>),
}

pub(crate) struct RawVariant {
    pub(crate) ident: Ident,
    pub(crate) stored: Name,
}

impl RawValue {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut item = RawItem::read(input, errors)?;
        let keys = ContainerKeys::read(dynamo(&input.attrs), errors);
        item.runtime = keys.runtime.map(|runtime| runtime.value);
        let case = keys.rename_all.as_ref().map(|case| case.value);
        let shape = match &input.data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
                let read = |field| RawField::read(field, case, errors);
                item.fields = fields.named.iter().filter_map(read).collect();
                RawShape::Struct
            }
            Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. })
                if fields.unnamed.len() == 1 =>
            {
                if let Some(case) = keys.rename_all {
                    errors.at(case.key, "a newtype has nothing to rename; remove `rename_all`");
                }
                read_newtype(&fields.unnamed[0], errors)
            }
            Data::Enum(data) if !data.variants.is_empty() => {
                let read = |variant| read_variant(variant, case, errors);
                RawShape::Enum(data.variants.iter().map(read).collect())
            }
            _ => {
                let message = "a value is a struct with named fields, a newtype or an enum without data; make this one";
                errors.at(input.ident.span(), message);
                RawShape::Struct
            }
        };
        Some(Self { item, shape })
    }
}

fn read_newtype(field: &Field, errors: &mut Errors) -> RawShape {
    for attribute in dynamo(&field.attrs) {
        let message = "the field of a newtype has no settings; remove the attribute";
        errors.at(attribute.path().span(), message);
    }
    RawShape::Newtype(Box::new(field.ty.clone()))
}

fn read_variant(variant: &Variant, case: Option<Case>, errors: &mut Errors) -> RawVariant {
    let keys = VariantKeys::read(dynamo(&variant.attrs), errors);
    if !matches!(variant.fields, Fields::Unit) {
        let message = "a variant with data; remove the data, or store the enum by `#[dynamo(serde)]` where it is a field";
        errors.at(variant.ident.span(), message);
    }
    let stored = Name::new(&variant.ident, keys.rename.as_ref(), case);
    RawVariant { ident: variant.ident.clone(), stored }
}
