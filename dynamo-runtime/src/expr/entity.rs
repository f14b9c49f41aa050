//! An entity's schema in, what tells its items among the others of its table out.

use super::operand::Operand;
use super::path::DocumentPath;
use super::predicate::{self, Node, Predicate};
use super::projection::Projects;
use crate::codec::decoder::Decoder;
use crate::codec::value::Value;
use crate::codec::{Attributes, Decode};
use crate::error::Mistake;
use crate::schema::{IndexSchema, TableSchema, TemplatePart};
use crate::table::DynamoTable;

/// How a read keeps to the items of an entity: of a table's own items, not at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    /// What the service filters by.
    pub(crate) filter: Option<Predicate>,
    /// What tells the items that the filter lets through, where it does not tell all.
    pub(crate) checks: Option<Check>,
}

/// What tells an entity's items from others'.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Check {
    schema: &'static TableSchema,
    /// The items come from an index that does not hold the discriminator.
    by_key: bool,
}

impl Check {
    pub(crate) fn owns(self, item: &Attributes) -> bool {
        if self.by_key { self.schema.owns_key(item) } else { self.schema.owns(item) }
    }
}

/// Whether an item is one of the entity `T`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsOwn;

impl<T: DynamoTable> Projects<T> for IsOwn {
    type Output = bool;

    fn paths(&self) -> Vec<DocumentPath> {
        T::SCHEMA.telling_names().map(|name| DocumentPath::attribute(name.into())).collect()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<bool> {
        Attributes::decode(from).map(|item| T::SCHEMA.owns(&item))
    }
}

impl Own {
    /// Keeps a read of the table, or of an index of it, to the items of its schema.
    pub(crate) fn of(schema: &'static TableSchema, index: Option<&IndexSchema>) -> Self {
        if schema.entity.is_none() {
            return Self::default();
        }
        let held = |name: &str| index.is_none_or(|index| index.holds(schema, name));
        let told = schema.discriminator().filter(|(name, _)| held(name));
        if let Some((name, value)) = told {
            return Self { filter: Some(equal(name, value)), checks: None };
        }
        let by_key = schema.discriminator().is_some();
        Self { filter: None, checks: Some(Check { schema, by_key }) }
    }

    /// Whether a read keeps to the items of an entity.
    pub(crate) fn is_kept(&self) -> bool {
        self.filter.is_some() || self.checks.is_some()
    }

    /// Has the service filter by the table's keys too, which a read of the table by its keys cannot.
    pub(crate) fn by_keys(mut self, but: &[&str]) -> Self {
        let Some(Check { schema, .. }) = self.checks else { return self };
        for key in schema.key_names().filter(|key| !but.contains(key)) {
            if let Some(begins) = begins(schema, key) {
                predicate::require(&mut self.filter, begins);
            }
        }
        self
    }
}

impl Predicate {
    /// What holds for an item that is to be written under its key, where the table has items of other entities, as far as their
    /// discriminator tells: it is of this entity, or, if it `may_be_absent`, there is none.
    pub(crate) fn of_entity(schema: &TableSchema, may_be_absent: bool) -> Option<Self> {
        let own = schema.discriminator().map(|(name, value)| equal(name, value))?;
        let absent = may_be_absent.then(|| Self::item_exists(schema).negated());
        Some(absent.map_or(own.clone(), |absent| absent.or(own)))
    }
}

/// Requires that what is written is of the entity.
pub(crate) fn require_own(
    condition: &mut Option<Predicate>,
    schema: &TableSchema,
    may_be_absent: bool,
) {
    if let Some(own) = Predicate::of_entity(schema, may_be_absent) {
        predicate::require(condition, own);
    }
}

/// Refuses to put what is an item of another entity.
pub(crate) fn check_own(schema: &TableSchema, item: &Attributes) -> Result<(), Mistake> {
    if schema.owns(item) {
        return Ok(());
    }
    Err(Mistake::new(
        "the item is of another entity; put it by the handle of the table's own struct",
    ))
}

/// What holds for the items of other entities, and for those of this one that meet the condition.
pub(crate) fn of_others_or(schema: &TableSchema, condition: Predicate) -> Predicate {
    let own = schema.discriminator().map(|(name, value)| equal(name, value));
    own.map_or(condition.clone(), |own| own.negated().or(condition))
}

/// Has a read of some attributes read those too that tell whose the item is.
pub(crate) fn tell_entity(schema: &TableSchema, paths: &mut Vec<DocumentPath>) {
    if paths.is_empty() || schema.discriminator().is_none() {
        return;
    }
    for name in schema.telling_names() {
        if !paths.iter().any(|path| path.root == name) {
            paths.push(DocumentPath::attribute(name.into()));
        }
    }
}

/// What the key of the entity's items begins with, or is.
fn begins(schema: &TableSchema, key: &'static str) -> Option<Predicate> {
    let template = schema.template(key)?;
    match template.parts {
        [TemplatePart::Text(text)] => Some(equal(key, text)),
        [TemplatePart::Text(text), ..] => {
            let path = DocumentPath::attribute(key.into());
            let text = Operand::value(Value::of(text));
            Some(Predicate::new(Node::Function("begins_with", path, Some(text))))
        }
        _ => None,
    }
}

fn equal(name: &'static str, value: &'static str) -> Predicate {
    let attribute = Operand::path(DocumentPath::attribute(name.into()));
    Predicate::new(Node::Compare(attribute, " = ", Operand::value(Value::of(&value))))
}
