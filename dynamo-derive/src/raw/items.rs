//! Input of `DynamoItems` in; the entities that its variants have, and what takes any other item, out.

use syn::{Data, DeriveInput, Fields, Ident, Type};

use crate::attrs::{ContainerKeys, Keys, VariantKeys, dynamo};
use crate::errors::Errors;
use crate::field::ours;
use crate::raw::value::no_settings;
use crate::raw::{Other, RawItem};

pub(crate) struct RawItems {
    pub(crate) item: RawItem,
    /// The variants, and the entities in them.
    pub(crate) entities: Vec<(Ident, Type)>,
    pub(crate) others: Vec<Other>,
}

impl RawItems {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut item = RawItem::read(input, errors);
        let mut keys = ContainerKeys::read(dynamo(&input.attrs), errors);
        item.find_runtime(keys.runtime.take());
        no_keys(&keys, errors);
        let Data::Enum(data) = &input.data else {
            let message = "items of several entities must be an enum with a variant for each; change this type into one";
            errors.at(item.at, message);
            return None;
        };
        if let Some(parameter) = input.generics.params.first() {
            let message = "items of several entities cannot have generic parameters; remove them";
            errors.push(syn::Error::new_spanned(parameter, message));
            return None;
        }
        let (mut entities, mut others) = (Vec::new(), Vec::new());
        for variant in &data.variants {
            let keys = VariantKeys::read(dynamo(&variant.attrs), errors);
            if keys.other.is_some() {
                others.push(Other::read(variant, keys, errors));
                continue;
            }
            no_keys(&keys, errors);
            match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    no_settings(&fields.unnamed[0], errors);
                    entities.push((ours(&variant.ident), fields.unnamed[0].ty.clone()));
                }
                _ => {
                    let name = &variant.ident;
                    let message = format!(
                        "a variant has one entity; write `{name}({name})`, or mark it `#[dynamo(other)]`"
                    );
                    errors.at(name.span(), message);
                }
            }
        }
        if entities.is_empty() && errors.is_empty() {
            errors.at(item.at, "no variant has an entity; add one, such as `Order(Order)`");
        }
        (!entities.is_empty()).then_some(Self { item, entities, others })
    }
}

fn no_keys(keys: &impl Keys, errors: &mut Errors) {
    for (name, at) in keys.given() {
        errors.at(at, format!("entities have their own names and keys; remove `{name}`"));
    }
}
