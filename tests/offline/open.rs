//! The SDK's request as a caller may change it, and as a person reads it.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity::Total;
use aws_sdk_dynamodb::types::{
    self, AttributeValue, ExpectedAttributeValue, TransactGetItem, TransactWriteItem,
};
use dynamo_runtime::expr::prefix;
use dynamo_runtime::op::TransactGet;
use dynamo_runtime::{Dynamo, TransactWrite, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Address, Line, Order, Status, offline};
use samples::Domain;
use serde_json::Value;

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

/// The mapper does not know these members: a later version of the SDK has others.
#[test]
fn what_is_changed_is_sent_on_every_wire_even_if_it_is_not_known() {
    let expected = || {
        let value = AttributeValue::S("x".to_owned());
        ExpectedAttributeValue::builder().value(value).build()
    };
    let domain = Domain { url: "u".to_owned(), domain: "d".to_owned() };
    for wire in [Wire::Slim, Wire::Json, Wire::Sdk] {
        let script = Script::new([Answer::success("{}")]);
        let domains = Domain::table(Dynamo::new(script.client(1)).with_wire(wire));
        // The slim wire looks at it.
        run(domains.get("u").send()).unwrap();
        run(domains.get("u").customize(|it| it.attributes_to_get("x")).send()).unwrap();
        run(domains.exists("u").customize(|it| it.attributes_to_get("x")).send()).unwrap();
        run(domains.put(&domain).customize(move |it| it.expected("x", expected())).send()).unwrap();
        run(domains.delete("u").customize(move |it| it.expected("x", expected())).send()).unwrap();
        let update = domains.update("u").set(Domain::DOMAIN, "e").return_nothing();
        run(update.customize(move |it| it.expected("x", expected())).send()).unwrap();
        run(domains.query("u").customize(|it| it.attributes_to_get("x")).all()).unwrap();
        run(domains.scan().customize(|it| it.attributes_to_get("x")).all()).unwrap();
        let json = |Request { body, .. }: Request| serde_json::from_str(&body).expect("JSON");
        let bodies: Vec<Value> = script.requests().into_iter().map(json).collect();
        for (body, member) in bodies[1..].iter().zip([
            "AttributesToGet",
            "AttributesToGet",
            "Expected",
            "Expected",
            "Expected",
            "AttributesToGet",
            "AttributesToGet",
        ]) {
            assert!(body.get(member).is_some(), "{wire:?}: {body}");
        }
        assert_eq!(bodies.len(), 8, "{wire:?}");
    }
}

/// An empty set is refused by DynamoDB; in the JSON of the mapper, it would be NULL.
#[test]
fn what_is_changed_is_sent_as_it_is() {
    let domain = Domain { url: "u".to_owned(), domain: "d".to_owned() };
    let empty = || AttributeValue::Ss(Vec::new());
    for wire in [Wire::Slim, Wire::Json, Wire::Sdk] {
        let script = Script::new([Answer::success("{}")]);
        let dynamo = Dynamo::new(script.client(1)).with_wire(wire);
        let domains = Domain::table(dynamo.clone());
        run(domains.get("u").send()).unwrap();
        run(domains.put(&domain).customize(move |it| it.item("x", empty())).send()).unwrap();
        let write = TransactWrite::new(&dynamo, domains.put(&domain));
        let put = types::Put::builder().table_name("T").item("x", empty()).build().unwrap();
        let put = TransactWriteItem::builder().put(put).build();
        run(write.customize(move |it| it.transact_items(put.clone())).send()).unwrap();
        let gets = TransactGet::new(&dynamo, domains.get("u"));
        let get = types::Get::builder().table_name("T").key("x", empty()).build().unwrap();
        let get = TransactGetItem::builder().get(get).build();
        // The answer has no item for either.
        run(gets.customize(move |it| it.transact_items(get.clone())).send()).unwrap_err();
        let statement = domains.partiql("SELECT", ("x",));
        run(statement.customize(move |it| it.parameters(empty())).send()).unwrap();
        for Request { body, .. } in &script.requests()[1..] {
            assert!(body.contains("{\"SS\":[]}"), "{wire:?}: {body}");
        }
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
