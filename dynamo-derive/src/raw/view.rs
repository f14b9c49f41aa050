//! Input of `DynamoView` in; the table, and fields of it, out.

use syn::{DeriveInput, Path};

use crate::attrs::{ViewKeys, helpers};
use crate::errors::Errors;
use crate::field::{Field, Keyed};
use crate::raw::{RawItem, named_fields};

pub(crate) struct RawView {
    pub(crate) item: RawItem,
    /// The struct of the table.
    pub(crate) of: Path,
}

impl RawView {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let mut item = RawItem::read(input, errors);
        let helpers = helpers(&input.attrs, "the struct of a view", &["view"], errors);
        let keys = ViewKeys::read(helpers.into_iter().map(|(_, attribute)| attribute), errors);
        item.find_runtime(keys.runtime);
        if keys.of.is_none() && !keys.spoilt {
            let message =
                "the view names no table; name the table's struct with `#[view(of = ...)]`";
            errors.at(input.ident.span(), message);
        }
        if let Some(lifetime) = item.parameters.lifetime() {
            let remedy = "use owned types, or read `raw_pages` into a struct that borrows";
            errors.at(lifetime.span(), format!("a view cannot have a lifetime; {remedy}"));
            return None;
        }
        if let Some(parameter) = item.parameters.beside_lifetimes() {
            let message = "a view cannot have generic parameters; use concrete types, and name the table by a type alias";
            errors.at(parameter.span(), message);
            return None;
        }
        let Some(fields) = named_fields(input) else {
            let message = "a view must be a struct with named fields; change this type into one";
            errors.at(input.ident.span(), message);
            return None;
        };
        let fields = fields.iter().filter_map(|field| Field::read(field, None, errors));
        item.fields = fields.map(|field| Field { keyed: Keyed::AsInTable, ..field }).collect();
        Some(Self { item, of: keys.of?.value })
    }
}
