//! Tables' schemas in, what other tools read out.

mod cli;
mod cloudformation;
mod iam;
mod markdown;
mod members;
mod mermaid;
mod scaling;
mod terraform;
mod workbench;

use std::borrow::Cow;
use std::collections::HashSet;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use serde_json::Value;

pub use self::cli::CliCall;
pub use self::iam::{Location, Operation};
use crate::error::Error;
use crate::schema::{FieldSchema, TableSchema, checked_table_name};

#[doc = include_str!("../docs/export.md")]
#[derive(Debug, Clone)]
pub struct Export<'a> {
    tables: Vec<Exported<'a>>,
}

/// A table under the name that it is exported with.
#[derive(Debug, Clone)]
struct Exported<'a> {
    schema: &'a TableSchema,
    name: Cow<'a, str>,
}

impl TableSchema {
    /// Returns the table under its default name, to be written as another tool reads it.
    #[must_use]
    pub fn export(&self) -> Export<'_> {
        self.export_as(self.name)
    }

    /// Returns the table under this name, to be written as another tool reads it.
    #[must_use]
    pub fn export_as<'a>(&'a self, name: impl Into<Cow<'a, str>>) -> Export<'a> {
        Export { tables: vec![Exported { schema: self, name: name.into() }] }
    }
}

impl<'a> Export<'a> {
    /// The same tables and then those of `others`.
    #[must_use]
    pub fn and(mut self, others: Export<'a>) -> Self {
        self.tables.extend(others.tables);
        self
    }

    /// Returns every table with the name that a format knows it by, which no two tables may share.
    fn labelled(
        &self,
        label: impl Fn(&str) -> String,
    ) -> Result<Vec<(String, &Exported<'a>)>, Error> {
        let mut known = HashSet::new();
        let one = |table: &'_ Exported<'a>| {
            let label = label(&table.name);
            if known.insert(label.clone()) {
                return Ok(label);
            }
            Err(table
                .invalid(format_args!("another table has the same name `{label}` in this format")))
        };
        let labels = self.tables.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        Ok(labels.into_iter().zip(&self.tables).collect())
    }
}

impl Exported<'_> {
    /// Returns the CreateTable request.
    fn input(&self) -> Result<CreateTableInputBuilder, Error> {
        self.schema.create_table_input(&self.name)
    }

    /// The stored fields, and after them the keys that no field is.
    fn attributes(&self) -> Vec<FieldSchema> {
        let schema = self.schema;
        let keys = [schema.hash_key].into_iter().chain(schema.range_key).map(|key| (key, false));
        let of_indexes =
            schema.indexes.iter().flat_map(|index| index.hash.iter().chain(index.range));
        let mut all = schema.fields.to_vec();
        for (key, optional) in keys.chain(of_indexes.map(|key| (*key, true))) {
            if !all.iter().any(|known| known.name == key.name) {
                all.push(FieldSchema { name: key.name, ty: key.ty.into(), optional });
            }
        }
        all
    }

    fn checked_name(&self) -> Result<&str, Error> {
        checked_table_name(&self.name)
    }

    /// Returns the resource policy, where there is one.
    fn policy(&self) -> Result<Option<Value>, Error> {
        let Some(text) = self.schema.resource_policy else { return Ok(None) };
        match serde_json::from_str(text) {
            Ok(policy @ Value::Object(_)) => Ok(Some(policy)),
            _ => Err(self.invalid("the resource policy is not a JSON object")),
        }
    }

    fn invalid(&self, problem: impl std::fmt::Display) -> Error {
        Error::invalid(&self.name, problem)
    }
}
