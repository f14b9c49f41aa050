//! Tables' schemas in, what other tools read out.

mod cli;
mod cloudformation;
mod drawing;
mod entities;
mod html;
mod iam;
mod markdown;
mod members;
mod mermaid;
mod report;
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
    /// The table's own; one made of an entity's, where that stands for the table.
    schema: Cow<'a, TableSchema>,
    name: Cow<'a, str>,
    /// The entities in the table.
    entities: Vec<&'a TableSchema>,
}

impl TableSchema {
    /// Returns the table under its default name, to be written as another tool reads it. An entity stands for the table that it
    /// is in.
    #[must_use]
    pub fn export(&self) -> Export<'_> {
        self.export_as(self.name)
    }

    /// Returns the table under this name, to be written as another tool reads it.
    #[must_use]
    pub fn export_as<'a>(&'a self, name: impl Into<Cow<'a, str>>) -> Export<'a> {
        let (schema, entities) = match self.entity {
            None => (Cow::Borrowed(self), Vec::new()),
            Some(_) => (Cow::Owned(self.table()), vec![self]),
        };
        Export { tables: vec![Exported { schema, name: name.into(), entities }] }
    }

    /// The table that an entity is in, as far as the entity tells.
    fn table(&self) -> Self {
        Self { fields: &[], templates: &[], entity: None, ..self.clone() }
    }
}

impl<'a> Export<'a> {
    /// The same tables and then those of `others`. Entities and their table, under one name, are one table.
    #[must_use]
    pub fn and(mut self, others: Export<'a>) -> Self {
        for other in others.tables {
            match self.tables.iter_mut().find(|table| table.is(&other)) {
                Some(table) => table.join(other),
                None => self.tables.push(other),
            }
        }
        self
    }

    /// The same with entities, such as [`DynamoItems::ENTITIES`](crate::table::DynamoItems::ENTITIES), each in its table,
    /// under whatever name that is exported.
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    ///
    /// #[derive(DynamoTable)]
    /// struct App {
    ///     #[hash_key]
    ///     pk: String,
    /// }
    ///
    /// #[derive(DynamoTable)]
    /// #[table(in = App)]
    /// #[hash_key(value = "USER#{user_id}")]
    /// struct User {
    ///     user_id: String,
    /// }
    ///
    /// let tables = App::SCHEMA.export_as("staging-App").entities(&[User::SCHEMA]);
    /// assert!(tables.markdown().contains(r"| User | USER\#{user\_id} |"));
    /// ```
    #[must_use]
    pub fn entities(self, entities: &[&'a TableSchema]) -> Self {
        entities.iter().fold(self, |all, entity| {
            let tables = all.tables.iter().filter(|table| table.schema.is_of_table(entity));
            let mut names: Vec<_> = tables.map(|table| table.name.clone()).collect();
            if names.is_empty() {
                names.push(Cow::Borrowed(entity.name));
            }
            names.into_iter().fold(all, |all, name| all.and(entity.export_as(name)))
        })
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

    /// Whether both are of one table, of which one knows by an entity.
    fn is(&self, other: &Self) -> bool {
        let entity = [self, other].iter().any(|table| matches!(table.schema, Cow::Owned(_)));
        entity && self.name == other.name && self.schema.is_of_table(&other.schema)
    }

    /// Adds the entities of another, and its schema, if that is the table's own.
    fn join(&mut self, other: Self) {
        if let Cow::Borrowed(_) = other.schema {
            self.schema = other.schema;
        }
        let new = other.entities.into_iter().filter(|entity| !self.entities.contains(entity));
        self.entities.extend(new.collect::<Vec<_>>());
    }

    /// The stored fields, and after them the keys that no field is.
    fn attributes(&self) -> Vec<FieldSchema> {
        let schema = &*self.schema;
        let keys = [schema.hash_key].into_iter().chain(schema.range_key).map(|key| (key, false));
        let of_indexes =
            schema.indexes.iter().flat_map(|index| index.hash.iter().chain(index.range));
        let mut all = schema.stored();
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
