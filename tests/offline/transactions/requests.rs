//! What transactions ask for.

use dynamo_runtime::TransactWrite;
use dynamo_runtime::op::{Action, TransactGet};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Address, Document, Order, Session, Status, offline};
use samples::Log;
use serde_json::{Value, json};

use super::dynamo;
use crate::wires::{WIRES, run};

fn log() -> Log {
    Log { updated_at: "t".into(), status: "done".into(), message: "m".into() }
}

/// The only request, without its token.
fn sent(script: &Script) -> Value {
    let [request] = <[_; 1]>::try_from(script.requests()).expect("one request");
    request.json()
}

#[test]
fn a_transaction_is_one_request_with_its_actions_in_order() {
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        let dynamo = dynamo(&script, 1, wire);
        let (orders, logs) = (Order::table(&dynamo), Log::table(&dynamo).named("Other-Log"));
        let log = log();
        let writes = (
            logs.insert(&log),
            vec![orders.update("ann", 1).set(Order::TOTAL, 5).return_nothing()],
            [orders.delete("ann", 2).condition(Order::STATUS.eq(Status::Done))],
            (
                Some(orders.condition_check(&Order::new("ann", 3), Order::NOTE.not_exists())),
                None::<Action<'_>>,
            ),
        );
        run(TransactWrite::new(&dynamo, writes).token("once").send()).expect("it is done");
        let key = |number: &str| json!({ "customer": { "S": "ann" }, "number": { "N": number } });
        let expected = json!({ "ClientRequestToken": "once", "TransactItems": [
            { "Put": {
                "TableName": "Other-Log",
                "Item": { "updated_at": { "S": "t" }, "status": { "S": "done" }, "message": { "S": "m" } },
                "ConditionExpression": "NOT (attribute_exists(#0))",
                "ExpressionAttributeNames": { "#0": "updated_at" },
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            } },
            { "Update": {
                "TableName": "Orders", "Key": key("1"), "UpdateExpression": "SET #0 = :0",
                "ConditionExpression": "attribute_exists(#1)",
                "ExpressionAttributeNames": { "#0": "total", "#1": "customer" },
                "ExpressionAttributeValues": { ":0": { "N": "5" } },
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            } },
            { "Delete": {
                "TableName": "Orders", "Key": key("2"), "ConditionExpression": "#0 = :0",
                "ExpressionAttributeNames": { "#0": "status" },
                "ExpressionAttributeValues": { ":0": { "S": "arrived" } },
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            } },
            { "ConditionCheck": {
                "TableName": "Orders", "Key": key("3"), "ConditionExpression": "attribute_not_exists(#0)",
                "ExpressionAttributeNames": { "#0": "note" },
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            } },
        ] });
        assert_eq!(sent(&script), expected);
    }
}

#[test]
fn an_action_is_the_request_that_its_operation_makes_alone() {
    let documents = Document::table(offline());
    let first = Document { title: "x".into(), version: 3, ..Document::default() };
    let old = Document { title: "y".into(), ..first.clone() };
    let new = Document { text: "new".into(), ..old.clone() };
    let put = documents.put(&first);
    let update = documents.update_diff(&old, &new).expect("a difference");
    let delete = documents.delete("z").if_version(4_u64);
    let writes = (put.clone(), update.clone(), delete.clone());
    let input = TransactWrite::new(offline(), writes).input().expect("a request");
    let items = input.get_transact_items().as_ref().expect("its actions");
    let sent = items[0].put().expect("a put");
    let alone = put.input().unwrap();
    assert_eq!(sent.condition_expression(), alone.get_condition_expression().as_deref());
    assert_eq!(
        sent.expression_attribute_values(),
        alone.get_expression_attribute_values().as_ref()
    );
    assert_eq!(sent.item()["version"], alone.get_item().as_ref().expect("an item")["version"]);
    let (sent, alone) = (items[1].update().expect("an update"), update.input().unwrap());
    assert_eq!(Some(sent.key()), alone.get_key().as_ref());
    assert_eq!(Some(sent.update_expression()), alone.get_update_expression().as_deref());
    assert_eq!(sent.condition_expression(), alone.get_condition_expression().as_deref());
    let (sent, alone) = (items[2].delete().expect("a delete"), delete.input().unwrap());
    assert_eq!(Some(sent.key()), alone.get_key().as_ref());
    assert_eq!(
        sent.expression_attribute_values(),
        alone.get_expression_attribute_values().as_ref()
    );
    assert_eq!(input.get_client_request_token(), &None);
}

#[test]
fn what_the_mapper_writes_by_itself_is_in_the_request() {
    let script = Script::new([Answer::success("{}")]);
    let dynamo = dynamo(&script, 1, dynamo_runtime::Wire::Json);
    let document = Document { title: "x".into(), ..Document::default() };
    run(TransactWrite::new(&dynamo, Document::table(&dynamo).insert(&document)).send()).unwrap();
    let sent = sent(&script);
    let item = &sent["TransactItems"][0]["Put"]["Item"];
    assert_eq!(item["version"], json!({ "N": "1" }));
    assert_eq!(item["updated_at"], json!({ "N": "1000" }));
    assert_eq!(item["edits"], json!({ "N": "5" }));
}

#[test]
fn a_list_of_actions_has_several_kinds() {
    let (orders, logs, log) = (Order::table(offline()), Log::table(offline()), log());
    let mut actions: Vec<Action<'_>> = vec![logs.put(&log).into()];
    actions.extend((1..3).map(|number| orders.delete("ann", number).into()));
    actions.push(orders.upsert("ann", 3).set(Order::TOTAL, 1).into());
    let check = orders.condition_check(&Order::new("ann", 4), Order::TOTAL.gt(1));
    actions.push(check.clone().into());
    let one = TransactWrite::new(offline(), actions.clone()).input().unwrap();
    let typed = (
        logs.put(&log),
        (orders.delete("ann", 1), orders.delete("ann", 2)),
        orders.upsert("ann", 3).set(Order::TOTAL, 1),
        check,
    );
    let two = TransactWrite::new(offline(), typed).input().unwrap();
    assert_eq!(one, two);
}

#[test]
fn a_transaction_is_changed_and_explained() {
    let (orders, logs, log) = (Order::table(offline()), Log::table(offline()), log());
    let writes =
        (logs.put(&log), orders.update("ann", 1).set(Order::TOTAL, Order::TOTAL.unguarded() - 5));
    let write = TransactWrite::new(offline(), writes).token("a-b");
    let explained = "TransactWriteItems
  ClientRequestToken: a-b
  1. Put
    TableName: Log
    Item: {message: \"m\", status: \"done\", updated_at: \"t\"}
  2. Update
    TableName: Orders
    Key: {customer: \"ann\", number: 1}
    UpdateExpression: SET total = total - 5
    ConditionExpression: attribute_exists(customer)";
    assert_eq!(write.explain().unwrap(), explained);
    let changed = write.customize(|write| write.client_request_token("c"));
    assert!(changed.explain().unwrap().contains("ClientRequestToken: c"));
    assert_eq!(format!("{changed:?}"), "TransactWrite { .. }");
    let gets = (orders.get("ann", 1).project((Order::ADDRESS.at(Address::CITY),)), logs.get("t"));
    let get = TransactGet::new(offline(), gets);
    let explained = "TransactGetItems
  1. Get
    TableName: Orders
    Key: {customer: \"ann\", number: 1}
    ProjectionExpression: address.city
  2. Get
    TableName: Log
    Key: {updated_at: \"t\"}";
    assert_eq!(get.explain().unwrap(), explained);
}

#[test]
fn gets_are_one_request_in_order() {
    for wire in WIRES {
        let script = Script::new([Answer::success(r#"{"Responses":[{},{},{},{}]}"#)]);
        let dynamo = dynamo(&script, 1, wire);
        let (orders, sessions) = (Order::table(&dynamo), Session::table(&dynamo));
        let gets = (
            orders.get("ann", 1).consistent(),
            vec![sessions.get("bob", 2).project((Session::NUMBER,)).hide_expired()],
            [orders.get("ann", 2), orders.get("ann", 3)],
        );
        let found = run(TransactGet::new(&dynamo, gets).send()).expect("a response");
        assert_eq!(found, (None, vec![None], [None, None]));
        let key = |number: &str| json!({ "customer": { "S": "ann" }, "number": { "N": number } });
        let expected = json!({ "TransactItems": [
            { "Get": { "TableName": "Orders", "Key": key("1") } },
            { "Get": {
                "TableName": "Session", "Key": { "user": { "S": "bob" }, "number": { "N": "2" } },
                "ProjectionExpression": "#0, #1",
                "ExpressionAttributeNames": { "#0": "number", "#1": "expires" },
            } },
            { "Get": { "TableName": "Orders", "Key": key("2") } },
            { "Get": { "TableName": "Orders", "Key": key("3") } },
        ] });
        assert_eq!(sent(&script), expected);
    }
}

#[test]
fn a_single_write_becomes_a_transaction() {
    let orders = Order::table(offline());
    let update = orders.update("ann", 1).set(Order::TOTAL, Order::TOTAL.unguarded() + 5);
    let alone = update.clone().idempotent().token("x").input().unwrap();
    assert_eq!(alone, TransactWrite::new(offline(), update).token("x").input().unwrap());
    let order = Order::new("ann", 1);
    assert!(orders.insert(&order).idempotent().explain().unwrap().contains("1. Put"));
    assert!(orders.delete("ann", 1).idempotent().explain().unwrap().contains("1. Delete"));
}
