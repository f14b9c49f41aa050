//! Update expressions: SET and REMOVE.

use super::path::DocumentPath;
use super::placeholders::{Placeholders, Writer};
use super::value::Value;
use crate::error::Mistake;
use crate::schema::TableSchema;

/// What an update does to the attributes of an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Changes(Vec<Change>);

#[derive(Debug, Clone, PartialEq)]
struct Change {
    path: DocumentPath,
    /// What the attribute is set to; an absent value removes it.
    value: Option<Value>,
}

impl Changes {
    /// Sets (or, without a value, removes) the attribute; the last change of a path wins.
    pub(crate) fn change(&mut self, path: DocumentPath, value: Option<Value>) {
        self.0.retain(|change| change.path != path);
        self.0.push(Change { path, value });
    }

    pub(crate) fn expression(
        &self,
        schema: &TableSchema,
        placeholders: &mut Placeholders,
    ) -> Result<String, Mistake> {
        self.check(schema)?;
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        for Change { path, value } in &self.0 {
            match value {
                Some(value) if value.optional()?.is_some() => set.push((path, value)),
                _ => remove.push(path),
            }
        }
        placeholders.expression(|to| {
            if !set.is_empty() {
                to.raw("SET ");
                to.joined(", ", &set, |to, (path, value)| assign(path, value, to))?;
            }
            if !remove.is_empty() {
                to.raw(if set.is_empty() { "REMOVE " } else { " REMOVE " });
                to.joined(", ", &remove, |to, path| {
                    to.path(path);
                    Ok(())
                })?;
            }
            Ok(())
        })
    }

    fn check(&self, schema: &TableSchema) -> Result<(), Mistake> {
        if self.0.is_empty() {
            return Err(Mistake::new("an update changes nothing; call `set` or `remove`"));
        }
        for (at, Change { path, value }) in self.0.iter().enumerate() {
            if let Some(value) = value.as_ref().map(Value::optional).transpose()?.flatten() {
                schema.check_attribute(&path.root, value)?;
            }
            if let Some(other) = self.0[..at].iter().find(|other| other.path.overlaps(path)) {
                let problem = format!("an update changes both `{}` and `{path}`", other.path);
                return Err(Mistake::new(problem));
            }
        }
        Ok(())
    }
}

fn assign(path: &DocumentPath, value: &Value, to: &mut Writer<'_>) -> Result<(), Mistake> {
    to.path(path);
    to.raw(" = ");
    to.value(value)
}
