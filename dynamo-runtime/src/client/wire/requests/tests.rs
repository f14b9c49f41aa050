//! What is written here is what the SDK writes, as JSON.

use std::collections::HashMap;

use aws_sdk_dynamodb::config::ConfigBag;
use aws_sdk_dynamodb::operation::delete_item::{DeleteItem, DeleteItemInput};
use aws_sdk_dynamodb::operation::execute_statement::{ExecuteStatement, ExecuteStatementInput};
use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemInput};
use aws_sdk_dynamodb::operation::put_item::{PutItem, PutItemInput};
use aws_sdk_dynamodb::operation::query::{Query, QueryInput};
use aws_sdk_dynamodb::operation::scan::{Scan, ScanInput};
use aws_sdk_dynamodb::operation::transact_get_items::{TransactGetItems, TransactGetItemsInput};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItems, TransactWriteItemsInput,
};
use aws_sdk_dynamodb::operation::update_item::{UpdateItem, UpdateItemInput};
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Get, Put, ReturnConsumedCapacity,
    ReturnItemCollectionMetrics, ReturnValue, ReturnValuesOnConditionCheckFailure, Select,
    TransactGetItem, TransactWriteItem, Update,
};
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{SerializeRequest, SharedRequestSerializer};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::Value;

use super::Request;
use crate::client::wire::put_item;
use crate::client::wire::tests::value;
use crate::codec::Attributes;
use crate::schema::{AttributeDefinition, TableSchema};

static TABLE: TableSchema = TableSchema::new("Table", AttributeDefinition::key::<String>("id"));

/// What the SDK writes.
fn by_sdk(operation: &impl RuntimePlugin, input: Input) -> Value {
    let config = operation.config().expect("an operation has a configuration");
    let sdk = config.load::<SharedRequestSerializer>().expect("an operation has a serializer");
    let request = sdk.serialize_input(input, &mut ConfigBag::base()).expect("a request");
    serde_json::from_slice(request.body().bytes().expect("a body")).expect("JSON")
}

fn by_mapper(request: &impl Request) -> Option<Value> {
    request.json().map(|json| serde_json::from_slice(&json).expect("JSON"))
}

/// Asserts that what a builder of the SDK's holds is written as the SDK writes it.
macro_rules! assert_written {
    ($operation:expr, $builder:expr) => {{
        let builder = $builder;
        let sdk = by_sdk(&$operation, Input::erase(builder.clone().build().expect("an input")));
        prop_assert_eq!(by_mapper(&builder), Some(sdk));
    }};
}

/// What the members of requests hold.
#[derive(Debug, Clone)]
struct Members {
    text: String,
    optional: Option<String>,
    item: Attributes,
    values: Option<Attributes>,
    names: Option<HashMap<String, String>>,
    flag: Option<bool>,
    number: Option<i32>,
}

prop_compose! {
    fn members()(
        text in any::<String>(),
        optional in any::<Option<String>>(),
        item in hash_map(any::<String>(), value(), 1..3),
        values in proptest::option::of(hash_map(any::<String>(), value(), 1..3)),
        names in proptest::option::of(hash_map(any::<String>(), any::<String>(), 1..3)),
        flag in any::<Option<bool>>(),
        number in any::<Option<i32>>(),
    ) -> Members {
        Members { text, optional, item, values, names, flag, number }
    }
}

/// Sets what the writes of one item have in common.
macro_rules! write {
    ($members:expr, $flag:expr, $builder:expr) => {
        $builder
            .table_name(&$members.text)
            .set_condition_expression($members.optional.clone())
            .set_expression_attribute_names($members.names.clone())
            .set_expression_attribute_values($members.values.clone())
            .set_return_values($flag.then_some(ReturnValue::AllOld))
            .set_return_consumed_capacity($flag.then_some(ReturnConsumedCapacity::Total))
            .set_return_item_collection_metrics($flag.then_some(ReturnItemCollectionMetrics::Size))
            .set_return_values_on_condition_check_failure(current($flag))
    };
}

/// Sets what the writes of a transaction have in common.
macro_rules! action {
    ($members:expr, $flag:expr, $builder:expr) => {
        $builder
            .table_name(&$members.text)
            .set_expression_attribute_names($members.names.clone())
            .set_expression_attribute_values($members.values.clone())
            .set_return_values_on_condition_check_failure(current($flag))
    };
}

fn current(flag: bool) -> Option<ReturnValuesOnConditionCheckFailure> {
    flag.then_some(ReturnValuesOnConditionCheckFailure::AllOld)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn requests_of_one_item_are_written_as_the_sdk_writes_them(it in members(), flag in any::<bool>()) {
        let key = Some(it.item.clone());
        assert_written!(GetItem::new(), GetItemInput::builder()
            .table_name(&it.text)
            .set_key(key.clone())
            .set_projection_expression(it.optional.clone())
            .set_expression_attribute_names(it.names.clone())
            .set_consistent_read(it.flag)
            .set_return_consumed_capacity(flag.then_some(ReturnConsumedCapacity::Indexes)));
        assert_written!(DeleteItem::new(), write!(it, flag, DeleteItemInput::builder().set_key(key.clone())));
        let update = UpdateItemInput::builder().set_key(key).set_update_expression(it.optional.clone());
        assert_written!(UpdateItem::new(), write!(it, flag, update));
    }

    #[test]
    fn a_put_is_written_as_the_sdk_writes_it(mut it in members(), flag in any::<bool>()) {
        it.item.insert("id".to_owned(), AttributeValue::S("a".to_owned()));
        let request = write!(it, flag, PutItemInput::builder()).set_return_item_collection_metrics(None);
        let own = put_item(&request, &it.item, &TABLE).expect("an item");
        let sdk = request.set_item(Some(it.item)).build().expect("an input");
        prop_assert_eq!(serde_json::from_slice::<Value>(&own).ok(), Some(by_sdk(&PutItem::new(), Input::erase(sdk))));
    }

    #[test]
    fn reads_of_many_items_are_written_as_the_sdk_writes_them(it in members(), flag in any::<bool>()) {
        let start = flag.then(|| it.item.clone());
        assert_written!(Query::new(), QueryInput::builder()
            .table_name(&it.text)
            .set_index_name(it.optional.clone())
            .set_key_condition_expression(it.optional.clone())
            .set_filter_expression(it.optional.clone())
            .set_projection_expression(it.optional.clone())
            .set_expression_attribute_names(it.names.clone())
            .set_expression_attribute_values(it.values.clone())
            .set_scan_index_forward(it.flag)
            .set_consistent_read(it.flag)
            .set_select(flag.then_some(Select::Count))
            .set_limit(it.number)
            .set_exclusive_start_key(start.clone())
            .set_return_consumed_capacity(flag.then_some(ReturnConsumedCapacity::Total)));
        assert_written!(Scan::new(), ScanInput::builder()
            .table_name(&it.text)
            .set_index_name(it.optional.clone())
            .set_filter_expression(it.optional.clone())
            .set_projection_expression(it.optional.clone())
            .set_expression_attribute_names(it.names.clone())
            .set_expression_attribute_values(it.values.clone())
            .set_consistent_read(it.flag)
            .set_select(flag.then_some(Select::AllAttributes))
            .set_limit(it.number)
            .set_segment(it.number)
            .set_total_segments(it.number)
            .set_exclusive_start_key(start)
            .set_return_consumed_capacity(flag.then_some(ReturnConsumedCapacity::Total)));
        assert_written!(ExecuteStatement::new(), ExecuteStatementInput::builder()
            .statement(&it.text)
            .set_parameters(it.values.clone().map(|values| values.into_values().collect()))
            .set_consistent_read(it.flag)
            .set_next_token(it.optional.clone())
            .set_limit(it.number)
            .set_return_consumed_capacity(flag.then_some(ReturnConsumedCapacity::Total))
            .set_return_values_on_condition_check_failure(current(flag)));
    }

    #[test]
    fn transactions_are_written_as_the_sdk_writes_them(all in vec(members(), 1..3), flag in any::<bool>()) {
        let capacity = flag.then_some(ReturnConsumedCapacity::Total);
        let (mut gets, mut writes) = (TransactGetItemsInput::builder(), TransactWriteItemsInput::builder());
        for it in &all {
            let (key, text) = (Some(it.item.clone()), &it.text);
            let get = Get::builder().table_name(text).set_key(key.clone());
            let get = get.set_projection_expression(it.optional.clone());
            let get = get.set_expression_attribute_names(it.names.clone()).build().expect("a get");
            gets = gets.transact_items(TransactGetItem::builder().get(get).build());
            let (check, put) = (ConditionCheck::builder(), Put::builder());
            let (delete, update) = (Delete::builder(), Update::builder());
            let check = action!(it, flag, check.set_key(key.clone()).condition_expression(text)).build();
            let put = put.set_item(key.clone()).set_condition_expression(it.optional.clone());
            let put = action!(it, flag, put).build();
            let delete = delete.set_key(key.clone()).set_condition_expression(it.optional.clone());
            let delete = action!(it, flag, delete).build();
            let update = update.set_key(key).set_condition_expression(it.optional.clone());
            let update = action!(it, flag, update.update_expression(text)).build();
            let item = TransactWriteItem::builder;
            for write in [
                item().condition_check(check.expect("a check")),
                item().put(put.expect("a put")),
                item().delete(delete.expect("a delete")),
                item().update(update.expect("an update")),
            ] {
                writes = writes.transact_items(write.build());
            }
        }
        assert_written!(TransactGetItems::new(), gets.set_return_consumed_capacity(capacity.clone()));
        assert_written!(TransactWriteItems::new(), writes
            .client_request_token(&all[0].text)
            .set_return_consumed_capacity(capacity)
            .set_return_item_collection_metrics(flag.then_some(ReturnItemCollectionMetrics::None)));
    }
}

#[test]
fn what_is_not_written_here_is_the_sdks() {
    let get = || GetItemInput::builder().key("id", AttributeValue::Bool(true));
    assert!(get().table_name("Table").json().is_some());
    assert_eq!(get().json(), None, "it has no table");
    let refused = AttributeValue::L(vec![AttributeValue::N("ten".to_owned())]);
    assert_eq!(get().table_name("Table").key("n", refused.clone()).json(), None);
    let statement = ExecuteStatementInput::builder().statement("SELECT");
    assert_eq!(statement.parameters(refused).json(), None);
    let writes = || TransactWriteItemsInput::builder().set_transact_items(Some(Vec::new()));
    assert_eq!(writes().json(), None, "the SDK adds a token");
    assert!(writes().client_request_token("token").json().is_some());
    let none = writes().client_request_token("token");
    let none = none.transact_items(TransactWriteItem::builder().build());
    assert_eq!(none.json(), None, "an action of no kind");
}
