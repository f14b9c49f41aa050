//! Requests that hold a whole item, as JSON.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::types::{
    ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure,
};

use crate::codec::Encode;
use crate::codec::encoder::Encoder;
use crate::codec::json::Json;
use crate::codec::size::{self, MAX_ITEM_BYTES};
use crate::error::Mistake;
use crate::schema::TableSchema;

/// The length of the last body: the next is likely to be of the same table, so that it is allocated once.
static LENGTH: AtomicUsize = AtomicUsize::new(512);

const MAX_RESERVED: usize = 16 * 1024;

/// Returns the body of a PutItem: `input` but for the item, and the item.
pub(crate) fn put_item(
    input: &PutItemInputBuilder,
    item: &dyn Encode,
    schema: &'static TableSchema,
) -> Result<Vec<u8>, Mistake> {
    let mut body = Json::with_capacity(LENGTH.load(Relaxed));
    body.literal("{\"Item\":");
    Encoder::append_item(&mut body, item, Some(schema))?;
    // Its JSON is never shorter than an item.
    if body.len() > MAX_ITEM_BYTES {
        size::check(&Encoder::item(item)?, schema)?;
    }
    member(&mut body, "TableName", input.get_table_name().as_deref());
    member(&mut body, "ConditionExpression", input.get_condition_expression().as_deref());
    let returned = input.get_return_values().as_ref().map(ReturnValue::as_str);
    member(&mut body, "ReturnValues", returned);
    let capacity = input.get_return_consumed_capacity().as_ref();
    member(&mut body, "ReturnConsumedCapacity", capacity.map(ReturnConsumedCapacity::as_str));
    let current = input.get_return_values_on_condition_check_failure().as_ref();
    let current = current.map(ReturnValuesOnConditionCheckFailure::as_str);
    member(&mut body, "ReturnValuesOnConditionCheckFailure", current);
    if let Some(names) = input.get_expression_attribute_names() {
        body.literal(",\"ExpressionAttributeNames\":");
        texts(&mut body, names);
    }
    if let Some(values) = input.get_expression_attribute_values() {
        body.literal(",\"ExpressionAttributeValues\":");
        Encoder::append_item(&mut body, values, None)?;
    }
    body.literal("}");
    LENGTH.store(body.len().min(MAX_RESERVED), Relaxed);
    Ok(body.into_bytes())
}

pub(super) fn member(body: &mut Json, name: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        for literal in [",\"", name, "\":"] {
            body.literal(literal);
        }
        body.string(value);
    }
}

pub(super) fn texts(body: &mut Json, texts: &HashMap<String, String>) {
    let mut separator = "{";
    for (name, text) in texts {
        body.literal(separator);
        body.string(name);
        body.literal(":");
        body.string(text);
        separator = ",";
    }
    body.literal("}");
}
