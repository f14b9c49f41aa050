//! `ConditionCheck`: what must hold for an item that a transaction does not write.

use std::fmt;

use aws_sdk_dynamodb::types::{self, TransactWriteItem};

use crate::behaviour::is_other_version;
use crate::client::TableAt;
use crate::codec::Attributes;
use crate::codec::value::{IntoValue, Value};
use crate::error::{Error, Mistake, Refusal};
use crate::expr::condition::Condition;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::{self, Predicate};
use crate::op::one::returning;
use crate::op::one::write::refusal;
use crate::op::shared::cloned;
use crate::op::shared::transaction::part::Part;
use crate::table::DynamoTable;
use crate::table::behaviour::Versioned;
use crate::table::key::Key;

/// Requires of an item that a transaction does not write that a condition holds. Made by
/// [`Table::condition_check`](crate::Table::condition_check).
#[must_use = "a check is a part of a transaction"]
pub struct ConditionCheck<T> {
    at: TableAt,
    key: Key<T>,
    condition: Option<Predicate>,
    version: Option<Value>,
}

impl<T: DynamoTable> ConditionCheck<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>, condition: Condition<T>) -> Self {
        Self { at, key, condition: Some(condition.predicate), version: None }
    }

    /// Requires this condition as well.
    pub fn condition(mut self, condition: Condition<T>) -> Self {
        predicate::require(&mut self.condition, condition.predicate);
        self
    }

    /// Requires that the item has this version as well; `None` stands for none, and 0 for none or 0.
    pub fn if_version<V>(mut self, version: impl IntoValue<V>) -> Self
    where
        T: Versioned<V>,
    {
        let version = version.into_value();
        self.version = Some(version.clone());
        predicate::require(&mut self.condition, Predicate::version(T::VERSION, version));
        self
    }

    /// The check as an action of a transaction.
    pub(super) fn parts(&self) -> Result<Vec<Part>, Error> {
        let table = self.at.checked_name()?;
        let check = self.build(table).map_err(|mistake| Error::encode(table, &mistake))?;
        let item = TransactWriteItem::builder().condition_check(check).build();
        Ok(vec![Part::new::<T>(&self.at, item, self.condition.as_ref())])
    }

    fn build(&self, table: &str) -> Result<types::ConditionCheck, Mistake> {
        let key = self.key.values.attributes(T::SCHEMA)?;
        let mut placeholders = Placeholders::default();
        let condition = placeholders.condition(self.condition.as_ref())?;
        types::ConditionCheck::builder()
            .table_name(table)
            .set_key(Some(key))
            .set_return_values_on_condition_check_failure(returning::current(condition.as_ref()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values())
            .build()
            .map_err(|error| Mistake::new(error.to_string()))
    }

    pub(super) fn refusal(&self, current: Option<&Attributes>) -> Refusal {
        refusal(false, current, |current| {
            self.version.as_ref().is_some_and(|read| {
                let read = |_: &_| read.optional().ok().flatten().cloned();
                is_other_version(T::BEHAVIOURS, current, read)
            })
        })
    }
}

cloned!([T] ConditionCheck<T> { at key condition version });

impl<T> fmt::Debug for ConditionCheck<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConditionCheck").field("table", &self.at).finish_non_exhaustive()
    }
}
