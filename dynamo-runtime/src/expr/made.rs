//! Changes of fields in, the same with the keys of indexes that templates make of these fields out.

use super::assignment::Term;
use super::path::DocumentPath;
use super::update::Clauses;
use crate::codec::value::Value;
use crate::error::{Mistake, Step};
use crate::schema::{TableSchema, Template};

/// What is known of the fields of the item that is changed.
pub(crate) type Known<'k> = &'k dyn Fn(&str) -> Option<Value>;

/// What the changes leave of a field.
enum Left {
    /// What it was.
    Same,
    To(Value),
}

/// Adds to the changes the attributes that templates make of what is changed; and, where the item may be `new`, those that can be made
/// of what is known.
pub(crate) fn made(
    schema: &TableSchema,
    known: Known<'_>,
    new: bool,
    clauses: &mut Clauses,
) -> Result<(), Mistake> {
    let is_key = |template: &&Template| schema.key_names().any(|key| key == template.attribute);
    let (keys, others): (Vec<&Template>, Vec<&Template>) =
        schema.templates.iter().partition(is_key);
    let mut set = Vec::new();
    for template in others {
        if let Some(value) = value(template, known, new, clauses)? {
            set.push((template.attribute, value));
        }
    }
    if new {
        let fields = keys.iter().flat_map(|template| template.fields()).map(|field| field.name);
        let stored = |name: &&str| schema.fields.iter().any(|field| field.name == *name);
        let is_key = |name: &&str| schema.key_names().any(|key| key == *name);
        for name in fields.filter(stored).filter(|name| !is_key(name)) {
            set.extend(known(name).map(|value| (name, value)));
        }
    }
    for (name, value) in set {
        clauses.set(DocumentPath::attribute(name.into()), Term::Value(value));
    }
    Ok(())
}

/// What the template makes; `None` where that does not change, or cannot be known of a new item.
fn value(
    template: &Template,
    known: Known<'_>,
    new: bool,
    clauses: &Clauses,
) -> Result<Option<Value>, Mistake> {
    let (mut values, mut changes) = (Vec::new(), new);
    let mut unknown = None;
    for field in template.fields() {
        let left = left(field.name, clauses)?;
        changes |= matches!(left, Left::To(_));
        let value = match left {
            Left::To(value) => Some(value),
            Left::Same => known(field.name),
        };
        match value {
            Some(value) => values.push(value),
            None => unknown = Some(field.name),
        }
    }
    let touched = template.fields().any(|field| clauses.names(field.name));
    match unknown {
        _ if !changes => Ok(None),
        None => Ok(Some(template.render(&values))),
        Some(_) if !touched => Ok(None),
        Some(name) => {
            let attribute = template.attribute;
            let problem = format!(
                "the update changes the key `{attribute}` of an index, which is also made of `{name}`; set that field too with \
                 `set_parts`, or use `update_diff`"
            );
            Err(Mistake::new(problem))
        }
    }
}

fn left(name: &'static str, clauses: &Clauses) -> Result<Left, Mistake> {
    let Some(assigned) = clauses.assigned(name) else {
        return Ok(Left::Same);
    };
    assigned.map(Left::To).ok_or_else(|| {
        let problem = "the update calculates a field that the key of an index is made of; set it to a value, or use `update_diff`";
        let mut mistake = Mistake::new(problem);
        mistake.within(Step::Name(name.into()));
        mistake
    })
}
