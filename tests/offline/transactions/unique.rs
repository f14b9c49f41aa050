//! What a write of unique values asks for: its item, and the claims beside it.

use dynamo_runtime::{DynamoTable, ErrorKind, Refusal};
use dynamo_testkit::{Answer, Script};
use serde_json::{Value, json};

use super::{cancelled, dynamo, reason};
use crate::wires::{WIRES, run};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct User {
    #[hash_key]
    id: String,
    #[unique]
    email: String,
    #[unique]
    phone: Option<i64>,
}

fn user(email: &str, phone: Option<i64>) -> User {
    User { id: "1".to_owned(), email: email.to_owned(), phone }
}

fn claim(key: &str) -> Value {
    json!({ "Put": {
        "TableName": "User", "Item": { "id": { "S": key }, "unique#owner": { "S": "1" } },
        "ConditionExpression": "attribute_not_exists(#h) OR (#o0 = :o0)",
        "ExpressionAttributeNames": { "#h": "id", "#o0": "unique#owner" },
        "ExpressionAttributeValues": { ":o0": { "S": "1" } },
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    } })
}

fn given_up(key: &str) -> Value {
    let mut put = claim(key);
    let put = put["Put"].as_object_mut().expect("an object");
    put.remove("Item");
    put.remove("ReturnValuesOnConditionCheckFailure");
    put.insert("Key".to_owned(), json!({ "id": { "S": key } }));
    json!({ "Delete": put })
}

/// The actions of the only request.
fn sent(script: &Script) -> Vec<Value> {
    let [request] = <[_; 1]>::try_from(script.requests()).expect("one request");
    request.json()["TransactItems"].as_array().expect("actions").clone()
}

#[test]
fn claims_stand_beside_their_item() {
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        let users = User::table(dynamo(&script, 1, wire));
        run(users.insert(&user("a@x", Some(-1200))).send()).expect("it is done");
        let actions = sent(&script);
        assert_eq!(actions[0]["Put"]["ConditionExpression"], "NOT (attribute_exists(#0))");
        let claims = [claim("unique#email#a@x"), claim("unique#phone#-0.12e4")];
        assert_eq!(actions[1..], claims);

        let (old, new) = (user("a@x", Some(5)), user("b@x", None));
        run(users.put(&new).replacing(&old).send()).expect("it is done");
        let actions = sent(&script);
        let condition = &actions[0]["Put"]["ConditionExpression"];
        assert_eq!(condition, "(#0 = :0) AND (#1 = :1)");
        let claims = [
            given_up("unique#email#a@x"),
            given_up("unique#phone#0.5e1"),
            claim("unique#email#b@x"),
        ];
        assert_eq!(actions[1..], claims);

        run(users.delete_item(&new).send()).expect("it is done");
        assert_eq!(sent(&script)[1..], [given_up("unique#email#b@x")]);
    }
}

#[test]
fn what_is_taken_is_told() {
    for wire in WIRES {
        let script = Script::new([cancelled(&[
            reason("None"),
            reason("TransactionConflict"),
            reason("ConditionalCheckFailed"),
        ])]);
        let users = User::table(dynamo(&script, 1, wire));
        let error = run(users.insert(&user("a@x", Some(1))).send()).expect_err("taken");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert_eq!(script.requests().len(), 1);
        assert!(!error.may_have_been_written());
        script.answer([cancelled(&[reason("None"), reason("ConditionalCheckFailed")])]);
        let error = run(users.insert(&user("a@x", None)).send()).expect_err("taken");
        assert_eq!(error.refusal(), Some(Refusal::NotUnique { attribute: "email" }));
        assert_eq!(error.public_message(), "another item has the value of a unique attribute");
    }
}

#[test]
fn a_value_that_is_too_long_to_be_claimed_is_refused() {
    let script = Script::new([Answer::success("{}")]);
    let users = User::table(dynamo(&script, 1, WIRES[0]));
    let error = run(users.insert(&user(&"x".repeat(2040), None)).send()).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().starts_with("User.email"), "{error}");
    assert_eq!(script.requests(), []);
}
