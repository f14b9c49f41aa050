//! The stories: the same words on every engine and in every run, and the request of each table.

use std::env;

use serde_json::{Value, json};

use crate::program::{Program, printed};

const STORY: &str = include_str!("story.txt");

#[test]
fn the_stories_are_the_same_in_every_run() {
    let program = Program::new("the_stories_are_the_same_in_every_run");
    assert_eq!(program.prints(&[]), STORY);
    assert_eq!(program.prints(&[]), STORY);
    assert!(program.leaves_nothing());
}

// On the embedded engine once more, where the variable names none.
#[test]
fn the_stories_are_the_same_on_every_engine() {
    let program = Program::new("the_stories_are_the_same_on_every_engine");
    let engine = env::var("DYNAMO_ENGINE").unwrap_or_default();
    assert_eq!(printed(program.command(&[]).env("DYNAMO_ENGINE", engine)), STORY);
}

#[test]
fn schema_prints_the_requests_that_the_service_gets() {
    let program = Program::new("schema_prints_the_requests_that_the_service_gets");
    let printed: Value = serde_json::from_str(&program.prints(&["schema"])).expect("JSON");
    let domain = json!({
        "TableName": "Domain",
        "KeySchema": [{ "AttributeName": "url", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "url", "AttributeType": "S" }],
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": { "ReadCapacityUnits": 10, "WriteCapacityUnits": 10 },
    });
    let log = json!({
        "TableName": "Log",
        "KeySchema": [{ "AttributeName": "updated_at", "KeyType": "HASH" }],
        "AttributeDefinitions": [
            { "AttributeName": "updated_at", "AttributeType": "S" },
            { "AttributeName": "status", "AttributeType": "S" },
        ],
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": { "ReadCapacityUnits": 10, "WriteCapacityUnits": 10 },
        "GlobalSecondaryIndexes": [{
            "IndexName": "Status",
            "KeySchema": [{ "AttributeName": "status", "KeyType": "HASH" }],
            "Projection": { "ProjectionType": "ALL" },
            "ProvisionedThroughput": { "ReadCapacityUnits": 10, "WriteCapacityUnits": 10 },
        }],
    });
    assert_eq!(printed, json!([domain, log]));
    assert!(program.leaves_nothing());
}
