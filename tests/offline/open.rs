//! The SDK's request as a caller may change it, and as a person reads it.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity::Total;
use dynamo_tests::{Address, Order, offline};

#[test]
fn a_get_is_changed_and_explained() {
    let get = Order::table(offline())
        .get("ann", 1)
        .project((Order::STATUS, Order::ADDRESS.at(Address::CITY)))
        .consistent();
    let lines = [
        "GetItem",
        "TableName: Orders",
        "Key: {customer: \"ann\", number: 1}",
        "ProjectionExpression: status, address.city",
        "ConsistentRead: true",
    ];
    assert_eq!(get.explain().unwrap(), lines.join("\n  "));
    let changed = get
        .customize(|get| get.return_consumed_capacity(Total))
        .customize(|get| get.table_name("Other"));
    let input = changed.input().unwrap();
    assert_eq!(input.get_return_consumed_capacity(), &Some(Total));
    assert_eq!(input.get_table_name().as_deref(), Some("Other"));
    assert!(changed.explain().unwrap().contains("TableName: Other"));
}

#[test]
fn an_exists_is_changed_and_explained() {
    let exists =
        Order::table(offline()).exists("ann", 1).customize(|get| get.consistent_read(true));
    let lines = [
        "GetItem",
        "TableName: Orders",
        "Key: {customer: \"ann\", number: 1}",
        "ProjectionExpression: customer",
        "ConsistentRead: true",
    ];
    assert_eq!(exists.explain().unwrap(), lines.join("\n  "));
}
