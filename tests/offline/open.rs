//! The SDK's request as a caller may change it, and as a person reads it.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity::Total;
use aws_sdk_dynamodb::types::ReturnItemCollectionMetrics::Size;
use dynamo_runtime::expr::prefix;
use dynamo_runtime::{Dynamo, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Address, Line, Order, Status, offline};
use samples::Domain;

use crate::wires::run;

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

#[test]
fn writes_are_changed_and_explained() {
    let orders = Order::table(offline());
    let update = orders
        .update("ann", 1)
        .set(Order::NOTE, "x\ny")
        .remove(Order::COURIER)
        .add(Order::LABELS, ["gift"])
        .condition(Order::TOTAL.lt(5));
    let lines = [
        "UpdateItem",
        "TableName: Orders",
        "Key: {customer: \"ann\", number: 1}",
        "UpdateExpression: SET note = \"x\\ny\" REMOVE courier ADD labels <\"gift\">",
        "ConditionExpression: (attribute_exists(customer)) AND (total < 5)",
        "ReturnValues: ALL_NEW",
    ];
    assert_eq!(update.explain().unwrap(), lines.join("\n  "));
    let delete =
        orders.delete("ann", 1).return_old().customize(|delete| delete.table_name("Other"));
    let lines = [
        "DeleteItem",
        "TableName: Other",
        "Key: {customer: \"ann\", number: 1}",
        "ReturnValues: ALL_OLD",
    ];
    assert_eq!(delete.explain().unwrap(), lines.join("\n  "));
    let domain = Domain { url: "u".to_owned(), domain: "d".to_owned() };
    let insert = Domain::table(offline()).insert(&domain).explain().unwrap();
    let lines = [
        "PutItem",
        "TableName: Domain",
        "Item: {domain: \"d\", url: \"u\"}",
        "ConditionExpression: NOT (attribute_exists(url))",
    ];
    assert_eq!(insert, lines.join("\n  "));
}

#[test]
fn what_is_changed_is_sent_on_both_wires() {
    for wire in [Wire::Json, Wire::Sdk] {
        let script = Script::new([Answer::success("{}")]);
        let domains = Domain::table(Dynamo::new(script.client(1)).with_wire(wire));
        let domain = Domain { url: "u".to_owned(), domain: "d".to_owned() };
        let put = domains.put(&domain).customize(|put| put.return_item_collection_metrics(Size));
        run(put.send()).unwrap();
        let changed = domains.update("u").set(Domain::DOMAIN, "e").return_nothing();
        run(changed.customize(|update| update.return_consumed_capacity(Total)).send()).unwrap();
        let bodies: Vec<String> =
            script.requests().into_iter().map(|Request { body, .. }| body).collect();
        assert!(bodies[0].contains("\"ReturnItemCollectionMetrics\":\"SIZE\""), "{}", bodies[0]);
        assert!(bodies[0].contains("\"Item\""), "{}", bodies[0]);
        assert!(bodies[1].contains("\"ReturnConsumedCapacity\":\"TOTAL\""), "{}", bodies[1]);
    }
}

#[test]
fn reads_are_changed_and_explained() {
    let query = Order::table(offline())
        .query_by_customer_and_status("ann")
        .range((Status::Open, prefix("2026-11")))
        .filter(Order::LABELS.contains("gift") | Order::TOTAL.gt(Order::NOTE.size()))
        .project((Order::TOTAL, Order::LINES.index(0).at(Line::COUNT)))
        .descending()
        .page_size(50);
    let lines = [
        "Query",
        "TableName: Orders",
        "IndexName: ByCustomerAndStatus",
        "KeyConditionExpression: customer = \"ann\" AND status = \"open\" AND begins_with(placedAt, \"2026-11\")",
        "FilterExpression: (contains(labels, \"gift\")) OR (total > size(note))",
        "ProjectionExpression: total, lines[0].count",
        "Limit: 50",
        "ScanIndexForward: false",
    ];
    assert_eq!(query.explain().unwrap(), lines.join("\n  "));
    let scan = Order::table(offline()).scan().consistent().customize(|scan| scan.limit(3));
    let lines = ["Scan", "TableName: Orders", "Limit: 3", "ConsistentRead: true"];
    assert_eq!(scan.explain().unwrap(), lines.join("\n  "));
}

#[test]
fn a_statement_is_changed_and_explained() {
    let statement = "SELECT * FROM \"Orders\" WHERE customer = ? AND total > ?";
    let partiql = Order::table(offline()).partiql(statement, ("ann", 5)).page_size(2).consistent();
    let lines = [
        "ExecuteStatement",
        &format!("Statement: {statement}"),
        "Parameters: [\"ann\", 5]",
        "Limit: 2",
        "ConsistentRead: true",
    ];
    assert_eq!(partiql.explain().unwrap(), lines.join("\n  "));
    let input = partiql.customize(|statement| statement.return_consumed_capacity(Total)).input();
    assert_eq!(input.unwrap().get_return_consumed_capacity(), &Some(Total));
}
