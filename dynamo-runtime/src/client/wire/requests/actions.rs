//! The actions of a transaction in, their JSON out.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{
    ReturnValuesOnConditionCheckFailure, TransactGetItem, TransactWriteItem,
};

use super::item;
use crate::client::wire::write::{member, texts};
use crate::codec::Attributes;
use crate::codec::json::Json;

/// An action, as all kinds of them have it.
struct Action<'a> {
    /// How it begins, as far as the item or key.
    head: &'static str,
    item: &'a Attributes,
    table: &'a str,
    /// By their names.
    expressions: [(&'static str, Option<&'a str>); 2],
    names: Option<&'a HashMap<String, String>>,
    values: Option<&'a Attributes>,
    returned: Option<&'a ReturnValuesOnConditionCheckFailure>,
}

impl Action<'_> {
    fn append(&self, body: &mut Json) -> Option<()> {
        body.literal(self.head);
        item(body, self.item)?;
        member(body, "TableName", Some(self.table));
        for (name, expression) in self.expressions {
            member(body, name, expression);
        }
        if let Some(names) = self.names {
            body.literal(",\"ExpressionAttributeNames\":");
            texts(body, names);
        }
        if let Some(values) = self.values {
            body.literal(",\"ExpressionAttributeValues\":");
            item(body, values)?;
        }
        let returned = self.returned.map(ReturnValuesOnConditionCheckFailure::as_str);
        member(body, "ReturnValuesOnConditionCheckFailure", returned);
        body.literal("}}");
        Some(())
    }
}

const UPDATE: &str = "UpdateExpression";
const CONDITION: &str = "ConditionExpression";
const PROJECTION: &str = "ProjectionExpression";

/// An action of a type of the SDK's.
macro_rules! action {
    ($action:expr, $head:literal, $item:ident, $expressions:expr) => {
        Action {
            head: $head,
            item: $action.$item(),
            table: $action.table_name(),
            expressions: $expressions,
            names: $action.expression_attribute_names(),
            values: $action.expression_attribute_values(),
            returned: $action.return_values_on_condition_check_failure(),
        }
    };
}

/// Appends writes and checks; `None` where one has no kind, or several.
pub(super) fn writes(body: &mut Json, writes: &[TransactWriteItem]) -> Option<()> {
    all(body, writes.iter().map(write))
}

fn write(write: &TransactWriteItem) -> Option<Action<'_>> {
    let TransactWriteItem { condition_check, put, delete, update, .. } = write;
    Some(match (condition_check, put, delete, update) {
        (Some(check), None, None, None) => {
            let condition = (CONDITION, Some(check.condition_expression()));
            action!(check, "{\"ConditionCheck\":{\"Key\":", key, [condition, (UPDATE, None)])
        }
        (None, Some(put), None, None) => {
            let condition = (CONDITION, put.condition_expression());
            action!(put, "{\"Put\":{\"Item\":", item, [condition, (UPDATE, None)])
        }
        (None, None, Some(delete), None) => {
            let condition = (CONDITION, delete.condition_expression());
            action!(delete, "{\"Delete\":{\"Key\":", key, [condition, (UPDATE, None)])
        }
        (None, None, None, Some(update)) => {
            let condition = (CONDITION, update.condition_expression());
            let changes = (UPDATE, Some(update.update_expression()));
            action!(update, "{\"Update\":{\"Key\":", key, [condition, changes])
        }
        _ => return None,
    })
}

/// Appends gets; `None` where one has no key.
pub(super) fn gets(body: &mut Json, gets: &[TransactGetItem]) -> Option<()> {
    all(body, gets.iter().map(get))
}

fn get(get: &TransactGetItem) -> Option<Action<'_>> {
    let get = get.get()?;
    Some(Action {
        head: "{\"Get\":{\"Key\":",
        item: get.key(),
        table: get.table_name(),
        expressions: [(PROJECTION, get.projection_expression()), (CONDITION, None)],
        names: get.expression_attribute_names(),
        values: None,
        returned: None,
    })
}

fn all<'a>(body: &mut Json, actions: impl Iterator<Item = Option<Action<'a>>>) -> Option<()> {
    body.literal("[");
    for action in actions {
        body.separate();
        action?.append(body)?;
    }
    body.literal("]");
    Some(())
}
