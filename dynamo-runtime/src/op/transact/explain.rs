//! The actions of a transaction as a person reads them: each under its number, from 1.

use aws_sdk_dynamodb::types::{Get, TransactWriteItem};

use crate::op::shared::explain::Explanation;

/// Writes the parts below the head of a request.
pub(super) fn explain(head: Explanation<'_>, parts: impl Iterator<Item = String>) -> String {
    let parts = (1..).zip(parts).map(|(number, part)| {
        let part = part.replace('\n', "\n  ");
        format!("\n  {number}. {part}")
    });
    [head.finish()].into_iter().chain(parts).collect()
}

pub(super) fn of_action(item: &TransactWriteItem) -> String {
    let of = |name, names, values| Explanation::of(name, names, values);
    if let Some(put) = &item.put {
        let names = put.expression_attribute_names.as_ref();
        of("Put", names, put.expression_attribute_values.as_ref())
            .member("TableName", Some(&put.table_name))
            .item("Item", Some(&put.item))
            .expression("ConditionExpression", put.condition_expression.as_ref())
            .finish()
    } else if let Some(update) = &item.update {
        let names = update.expression_attribute_names.as_ref();
        of("Update", names, update.expression_attribute_values.as_ref())
            .member("TableName", Some(&update.table_name))
            .item("Key", Some(&update.key))
            .expression("UpdateExpression", Some(&update.update_expression))
            .expression("ConditionExpression", update.condition_expression.as_ref())
            .finish()
    } else if let Some(delete) = &item.delete {
        let names = delete.expression_attribute_names.as_ref();
        of("Delete", names, delete.expression_attribute_values.as_ref())
            .member("TableName", Some(&delete.table_name))
            .item("Key", Some(&delete.key))
            .expression("ConditionExpression", delete.condition_expression.as_ref())
            .finish()
    } else if let Some(check) = &item.condition_check {
        let names = check.expression_attribute_names.as_ref();
        of("ConditionCheck", names, check.expression_attribute_values.as_ref())
            .member("TableName", Some(&check.table_name))
            .item("Key", Some(&check.key))
            .expression("ConditionExpression", Some(&check.condition_expression))
            .finish()
    } else {
        of("nothing", None, None).finish()
    }
}

pub(super) fn of_get(get: &Get) -> String {
    Explanation::of("Get", get.expression_attribute_names.as_ref(), None)
        .member("TableName", Some(&get.table_name))
        .item("Key", Some(&get.key))
        .expression("ProjectionExpression", get.projection_expression.as_ref())
        .finish()
}
