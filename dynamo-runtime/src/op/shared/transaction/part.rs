//! A write as an action of a transaction.

use std::sync::Arc;

use aws_sdk_dynamodb::types::TransactWriteItem;

use crate::client::TableAt;
use crate::codec::Attributes;
use crate::error::Error;
use crate::expr::predicate::Predicate;
use crate::schema::TableSchema;
use crate::table::DynamoTable;

/// An action of a transaction, whatever its type. Public only because a hidden method of a public trait takes it.
#[derive(Clone)]
pub struct Part {
    pub(crate) target: Target,
    pub(crate) item: TransactWriteItem,
}

/// What an action is about.
#[derive(Clone)]
pub(crate) struct Target {
    /// Of the action that it is a part of, from 1.
    pub(crate) number: usize,
    pub(crate) table: Arc<str>,
    pub(crate) schema: &'static TableSchema,
    /// No item can meet its condition.
    pub(crate) impossible: bool,
    /// The attribute whose value it claims, or gives up.
    pub(crate) claim: Option<&'static str>,
    /// It gives up a claim, which another item may have had before this one.
    pub(crate) gives_up: bool,
}

impl Part {
    pub(crate) fn new<T: DynamoTable>(
        at: &TableAt,
        item: TransactWriteItem,
        condition: Option<&Predicate>,
    ) -> Self {
        let impossible = condition.is_some_and(Predicate::holds_for_nothing);
        let (number, claim, gives_up, table) = (1, None, false, at.name.clone());
        Self {
            target: Target { number, table, schema: T::SCHEMA, impossible, claim, gives_up },
            item,
        }
    }

    /// The same, of the action of this number.
    pub(crate) fn numbered(mut self, number: usize) -> Self {
        self.target.number = number;
        self
    }

    /// Refuses a write that a caller has changed: it is no request of its own any more.
    pub(crate) fn check(at: &TableAt, custom: bool) -> Result<(), Error> {
        let problem = "the write is changed by `customize`, which is of a request of its own; customize the transaction instead";
        if custom { Err(Error::invalid(&at.name, problem)) } else { Ok(()) }
    }
}

impl Target {
    /// The key of the item that `sent`, this action, is about.
    pub(crate) fn key(&self, sent: &TransactWriteItem) -> Attributes {
        let key = self.schema.key_names().filter_map(|name| {
            let value = attributes(sent)?.get(name)?;
            Some((name.to_owned(), value.clone()))
        });
        key.collect()
    }
}

/// The item that an action puts; else the key of the one that it is about.
pub(crate) fn attributes(action: &TransactWriteItem) -> Option<&Attributes> {
    let TransactWriteItem { condition_check, put, delete, update, .. } = action;
    let put = put.as_ref().map(|put| &put.item);
    let update = update.as_ref().map(|update| &update.key);
    let delete = delete.as_ref().map(|delete| &delete.key);
    let check = condition_check.as_ref().map(|check| &check.key);
    put.or(update).or(delete).or(check)
}

/// The request of a single write as an action of a transaction, which has the same members, but for what it returns.
macro_rules! action {
    ($write:expr, $action:ident: $($set:ident $member:ident),*) => {{
        let invalid = |error| $crate::error::Error::invalid(&$write.at.name, error);
        let input = $write.input()?.build().map_err(invalid)?;
        ::aws_sdk_dynamodb::types::$action::builder()
            .set_table_name(input.table_name)
            $(.$set(input.$member))*
            .set_condition_expression(input.condition_expression)
            .set_expression_attribute_names(input.expression_attribute_names)
            .set_expression_attribute_values(input.expression_attribute_values)
            .set_return_values_on_condition_check_failure(
                input.return_values_on_condition_check_failure,
            )
            .build()
            .map_err(invalid)?
    }};
}
pub(crate) use action;
