//! The SDK's requests in, their JSON out.

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
use aws_smithy_runtime_api::client::interceptors::context::Input;

use super::write::texts;
use crate::codec::Attributes;
use crate::codec::encoder::Encoder;
use crate::codec::json::Json;

/// A request that is sent as JSON.
pub(crate) trait Request: Clone {
    /// Returns the JSON; `None` where a member is set that is not written here.
    fn json(&self) -> Option<Vec<u8>> {
        None
    }

    /// Returns what the SDK writes; `None` where it would refuse that, or add to it.
    fn input(&self) -> Option<Input>;
}

macro_rules! requests {
    ($($request:ident $([without $($other:ident)*] {
        $($kind:ident $name:literal $get:ident;)*
    })? $(if $needs:ident)?;)*) => {$(
        impl Request for $request {
            $(
                fn json(&self) -> Option<Vec<u8>> {
                    if $(self.$other().is_some() ||)* self.get_table_name().is_none() {
                        return None;
                    }
                    let mut body = Json::with_capacity(256);
                    body.literal("{\"TableName\":");
                    body.string(self.get_table_name().as_deref()?);
                    $(
                        if let Some(value) = self.$get() {
                            body.literal(concat!(",\"", $name, "\":"));
                            requests!(@$kind body, value);
                        }
                    )*
                    body.literal("}");
                    Some(body.into_bytes())
                }
            )?

            fn input(&self) -> Option<Input> {
                $(self.$needs().as_ref()?;)?
                self.clone().build().ok().map(Input::erase)
            }
        }
    )*};
    (@text $body:ident, $value:ident) => { $body.string($value) };
    (@word $body:ident, $value:ident) => { $body.string($value.as_str()) };
    (@names $body:ident, $value:ident) => { texts(&mut $body, $value) };
    (@flag $body:ident, $value:ident) => { $body.literal(if *$value { "true" } else { "false" }) };
    (@number $body:ident, $value:ident) => { $body.integer(*$value) };
    (@item $body:ident, $value:ident) => { item(&mut $body, $value)? };
}

requests! {
    GetItemInputBuilder [without get_attributes_to_get] {
        item "Key" get_key;
        text "ProjectionExpression" get_projection_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        flag "ConsistentRead" get_consistent_read;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
    };
    UpdateItemInputBuilder [without get_attribute_updates get_expected get_conditional_operator] {
        item "Key" get_key;
        text "UpdateExpression" get_update_expression;
        text "ConditionExpression" get_condition_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        item "ExpressionAttributeValues" get_expression_attribute_values;
        word "ReturnValues" get_return_values;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
        word "ReturnItemCollectionMetrics" get_return_item_collection_metrics;
        word "ReturnValuesOnConditionCheckFailure" get_return_values_on_condition_check_failure;
    };
    DeleteItemInputBuilder [without get_expected get_conditional_operator] {
        item "Key" get_key;
        text "ConditionExpression" get_condition_expression;
        names "ExpressionAttributeNames" get_expression_attribute_names;
        item "ExpressionAttributeValues" get_expression_attribute_values;
        word "ReturnValues" get_return_values;
        word "ReturnConsumedCapacity" get_return_consumed_capacity;
        word "ReturnItemCollectionMetrics" get_return_item_collection_metrics;
        word "ReturnValuesOnConditionCheckFailure" get_return_values_on_condition_check_failure;
    };
    QueryInputBuilder [without get_attributes_to_get get_key_conditions get_query_filter get_conditional_operator] {
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
    };
    ScanInputBuilder [without get_attributes_to_get get_scan_filter get_conditional_operator] {
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
    };
    PutItemInputBuilder;
    BatchGetItemInputBuilder;
    BatchWriteItemInputBuilder;
    ExecuteStatementInputBuilder;
    TransactGetItemsInputBuilder;
    // Without a token, the SDK would add one.
    TransactWriteItemsInputBuilder if get_client_request_token;
}

/// Appends an item; `None` where it is one that the service would refuse, so that the SDK writes it.
fn item(body: &mut Json, item: &Attributes) -> Option<()> {
    Encoder::append_item(body, item, None).ok()
}
