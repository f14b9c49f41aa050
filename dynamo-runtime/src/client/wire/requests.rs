//! The SDK's requests in, their JSON out.

mod actions;
#[cfg(test)]
mod tests;

use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemInputBuilder;
use aws_sdk_dynamodb::operation::batch_write_item::builders::BatchWriteItemInputBuilder;
use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemInputBuilder;
use aws_sdk_dynamodb::operation::execute_statement::builders::ExecuteStatementInputBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanInputBuilder;
use aws_sdk_dynamodb::operation::transact_get_items::builders::TransactGetItemsInputBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsInputBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::body::SdkBody;

use self::actions::{gets, writes};
use super::write::texts;
use crate::client::TableAt;
use crate::codec::Attributes;
use crate::codec::encoder::Encoder;
use crate::codec::json::Json;

/// A request as the mapper makes it: of other members that the SDK's may have, nothing is known here.
pub(crate) trait Request {
    /// Returns the JSON; `None` where a member is absent that the SDK adds or asks for, or the mapper refuses a value: the SDK
    /// writes those.
    fn json(&self) -> Option<Vec<u8>>;
}

/// Returns the JSON of a request that nobody has changed.
pub(crate) fn own(at: &TableAt, request: &impl Request) -> Option<SdkBody> {
    if at.custom { None } else { request.json().map(SdkBody::from) }
}

/// Whether one of the tables of a request may be named by ARN.
pub(super) fn names_an_arn(body: &SdkBody) -> bool {
    const BEGIN: &[u8] = b"\"arn:";
    let body = body.bytes().unwrap_or_default();
    body.windows(BEGIN.len()).any(|part| part == BEGIN)
}

/// Writes the members, of which the first must be there: as what their kind says, or with the function of its name.
macro_rules! requests {
    ($($request:ident {
        $first:ident $first_name:literal $get_first:ident;
        $($kind:ident $name:literal $get:ident;)*
    })*) => {$(
        impl Request for $request {
            fn json(&self) -> Option<Vec<u8>> {
                let mut body = Json::with_capacity(256);
                let first = self.$get_first().as_ref()?;
                body.literal(concat!("{\"", $first_name, "\":"));
                requests!(@$first body, first);
                $(
                    if let Some(value) = self.$get() {
                        body.literal(concat!(",\"", $name, "\":"));
                        requests!(@$kind body, value);
                    }
                )*
                body.literal("}");
                Some(body.into_bytes())
            }
        }
    )*};
    (@text $body:ident, $value:ident) => { $body.string($value) };
    (@word $body:ident, $value:ident) => { $body.string($value.as_str()) };
    (@names $body:ident, $value:ident) => { texts(&mut $body, $value) };
    (@flag $body:ident, $value:ident) => { $body.literal(if *$value { "true" } else { "false" }) };
    (@number $body:ident, $value:ident) => { $body.integer(*$value) };
    (@$append:ident $body:ident, $value:ident) => { $append(&mut $body, $value)? };
}

requests! {
    GetItemInputBuilder {
        text "TableName" get_table_name;
        item "Key" get_key;
        text "ProjectionExpression" get_projection_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        flag "ConsistentRead" get_consistent_read;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
    }
    QueryInputBuilder {
        text "TableName" get_table_name;
        text "IndexName" get_index_name;
        text "KeyConditionExpression" get_key_condition_expression;
        text "FilterExpression" get_filter_expression;
        text "ProjectionExpression" get_projection_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        item "ExpressionAttributeValues" get_expression_attribute_values;
        flag "ScanIndexForward" get_scan_index_forward;
        flag "ConsistentRead" get_consistent_read;
        word "Select" get_select;
        number "Limit" get_limit;
        item "ExclusiveStartKey" get_exclusive_start_key;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
    }
    ScanInputBuilder {
        text "TableName" get_table_name;
        text "IndexName" get_index_name;
        text "FilterExpression" get_filter_expression;
        text "ProjectionExpression" get_projection_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        item "ExpressionAttributeValues" get_expression_attribute_values;
        flag "ConsistentRead" get_consistent_read;
        word "Select" get_select;
        number "Limit" get_limit;
        number "Segment" get_segment;
        number "TotalSegments" get_total_segments;
        item "ExclusiveStartKey" get_exclusive_start_key;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
    }
    ExecuteStatementInputBuilder {
        text "Statement" get_statement;
        values "Parameters" get_parameters;
        flag "ConsistentRead" get_consistent_read;
        text "NextToken" get_next_token;
        number "Limit" get_limit;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
        word "ReturnValuesOnConditionCheckFailure" get_return_values_on_condition_check_failure;
    }
    TransactGetItemsInputBuilder {
        gets "TransactItems" get_transact_items;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
    }
    // Without a token, the SDK would add one.
    TransactWriteItemsInputBuilder {
        text "ClientRequestToken" get_client_request_token;
        writes "TransactItems" get_transact_items;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
        word "ReturnItemCollectionMetrics" get_return_item_collection_metrics;
    }
}

/// Writes of one item: what they have of their own, and what all of them have.
macro_rules! writes_of_one {
    ($($request:ident { $($own:tt)* })*) => {
        requests! {$(
            $request {
                text "TableName" get_table_name;
                $($own)*
                text "ConditionExpression" get_condition_expression;
                names "ExpressionAttributeNames" get_expression_attribute_names;
                item "ExpressionAttributeValues" get_expression_attribute_values;
                word "ReturnValues" get_return_values;
                word "ReturnConsumedCapacity" get_return_consumed_capacity;
                word "ReturnItemCollectionMetrics" get_return_item_collection_metrics;
                word "ReturnValuesOnConditionCheckFailure" get_return_values_on_condition_check_failure;
            }
        )*}
    };
}

writes_of_one! {
    DeleteItemInputBuilder {
        item "Key" get_key;
    }
    UpdateItemInputBuilder {
        item "Key" get_key;
        text "UpdateExpression" get_update_expression;
    }
}

/// A put is written with its item, see [`write`](super::write), and batches are written item by item, see [`batch`](super::batch).
macro_rules! written_elsewhere {
    ($($request:ident)*) => {$(
        impl Request for $request {
            fn json(&self) -> Option<Vec<u8>> {
                None
            }
        }
    )*};
}

written_elsewhere!(PutItemInputBuilder BatchGetItemInputBuilder BatchWriteItemInputBuilder);

fn item(body: &mut Json, item: &Attributes) -> Option<()> {
    Encoder::append_item(body, item, None).ok()
}

fn values(body: &mut Json, values: &[AttributeValue]) -> Option<()> {
    body.literal("[");
    for value in values {
        body.separate();
        Encoder::append_value(body, value).ok()?;
    }
    body.literal("]");
    Some(())
}
