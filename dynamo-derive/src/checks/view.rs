//! The rules of views.

use crate::attrs::Keys;
use crate::errors::Errors;
use crate::raw::RawView;

pub(super) const RULES: &[fn(&RawView, &mut Errors)] = &[fields_are_those_of_the_table];

// The table's path knows the attribute; what is flattened there has no path of its own.
fn fields_are_those_of_the_table(view: &RawView, errors: &mut Errors) {
    for (name, at) in view.item.fields.iter().flat_map(|field| field.keys.given()) {
        let remedy = match name {
            "rename" => "name the field as the table's, and remove `rename`",
            "flatten" => "read what is flattened with `project`, and remove `flatten`",
            _ => continue,
        };
        errors.at(at, format!("a view has the fields of its table; {remedy}"));
    }
}
