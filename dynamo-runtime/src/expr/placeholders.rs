//! The placeholders of one request: every name and value that its expressions use, each once.

use std::collections::HashMap;
use std::fmt::Write;

use aws_sdk_dynamodb::types::AttributeValue;

use super::path::DocumentPath;
use super::predicate::Predicate;
use crate::codec::value::Value;
use crate::error::{Mistake, Step};

/// "Service, account, and table quotas" of the DynamoDB guide.
pub(crate) const MAX_EXPRESSION_BYTES: usize = 4096;

pub(crate) const TOO_LONG: &str = "an expression is longer than 4 KB";

/// Allots `#0`, `#1`, … to names and `:0`, `:1`, … to values. Names are always replaced, so that none can be a reserved word.
#[derive(Default)]
pub(crate) struct Placeholders {
    names: Vec<String>,
    values: Vec<AttributeValue>,
}

impl Placeholders {
    /// Writes one expression of the request with `write`.
    pub(crate) fn expression(
        &mut self,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), Mistake>,
    ) -> Result<String, Mistake> {
        let mut writer = Writer { text: String::new(), placeholders: self, last: None };
        write(&mut writer)?;
        writer.check()?;
        Ok(writer.text)
    }

    /// Writes a condition or filter, if there is one.
    pub(crate) fn condition(
        &mut self,
        condition: Option<&Predicate>,
    ) -> Result<Option<String>, Mistake> {
        condition.map(|condition| self.expression(|to| condition.write(to))).transpose()
    }

    /// Returns the names and values in the order in which they were written first.
    pub(crate) fn in_order(&self) -> (&[String], &[AttributeValue]) {
        (&self.names, &self.values)
    }

    /// Returns `ExpressionAttributeNames`.
    pub(crate) fn names(&self) -> Option<HashMap<String, String>> {
        let names = self.names.iter().enumerate();
        let names: HashMap<_, _> =
            names.map(|(at, name)| (format!("#{at}"), name.clone())).collect();
        Some(names).filter(|names| !names.is_empty())
    }

    /// Returns `ExpressionAttributeValues`.
    pub(crate) fn values(self) -> Option<HashMap<String, AttributeValue>> {
        let values = self.values.into_iter().enumerate();
        let values: HashMap<_, _> = values.map(|(at, value)| (format!(":{at}"), value)).collect();
        Some(values).filter(|values| !values.is_empty())
    }
}

/// Writes one expression.
pub(crate) struct Writer<'p> {
    text: String,
    placeholders: &'p mut Placeholders,
    /// The path that was written last: a value behind it is compared with its attribute, or given to it.
    last: Option<DocumentPath>,
}

impl Writer<'_> {
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn name(&mut self, name: &str) {
        let names = &mut self.placeholders.names;
        let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        self.number('#', at);
    }

    pub(crate) fn path(&mut self, path: &DocumentPath) -> Result<(), Mistake> {
        path.check()?;
        self.name(&path.root);
        for step in &path.steps {
            match step {
                Step::Name(name) => {
                    self.raw(".");
                    self.name(name);
                }
                Step::Index(index) => self.raw(&format!("[{index}]")),
            }
        }
        self.last = Some(path.clone());
        Ok(())
    }

    pub(crate) fn value(&mut self, value: &Value) -> Result<(), Mistake> {
        let value = value.required().map_err(|mistake| match &self.last {
            Some(path) => path.lead_to(mistake),
            None => mistake,
        })?;
        let values = &mut self.placeholders.values;
        let at = values.iter().position(|known| known == value).unwrap_or_else(|| {
            values.push(value.clone());
            values.len() - 1
        });
        self.number(':', at);
        Ok(())
    }

    /// Writes each of `parts` with `write`, and `separator` between them.
    pub(crate) fn joined<P>(
        &mut self,
        separator: &str,
        parts: impl IntoIterator<Item = P>,
        mut write: impl FnMut(&mut Self, P) -> Result<(), Mistake>,
    ) -> Result<(), Mistake> {
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                self.raw(separator);
            }
            write(self, part)?;
            // Parts may be without end, and each looks through the names and values of those before it.
            self.check()?;
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Mistake> {
        let fits = self.text.len() <= MAX_EXPRESSION_BYTES;
        fits.then_some(()).ok_or_else(|| Mistake::new(TOO_LONG))
    }

    fn number(&mut self, mark: char, at: usize) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{mark}{at}");
    }
}
