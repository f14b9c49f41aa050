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
    let printed: Value =
        serde_json::from_str(&program.prints(&["schema", "--format", "json"])).expect("JSON");
    let calls = printed.as_array().expect("a list").iter();
    let creating = calls.filter(|call| call["command"] == "create-table");
    let printed: Value = creating.map(|call| call["input"].clone()).collect();
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
    assert_eq!([&printed[0], &printed[1]], [&domain, &log]);
    let names = [2, 3, 4, 5].map(|number| printed[number]["TableName"].clone());
    assert_eq!(names, ["Shipment", "Product", "Purchase", "Store"]);
    assert_eq!(printed[6], Value::Null, "a table once, however many entities");
    assert!(program.leaves_nothing());
}

#[test]
fn schema_prints_what_other_tools_read() {
    let program = Program::new("schema_prints_what_other_tools_read");
    let print = |format: &str| program.prints(&["schema", "--format", format]);
    assert_eq!(print("markdown"), program.prints(&["schema"]));
    let begins = [
        (
            "cloudformation",
            "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  DomainTable:\n",
        ),
        ("terraform", "resource \"aws_dynamodb_table\" \"Domain\" {\n  name = \"Domain\"\n"),
        ("markdown", "## Domain\n"),
        ("mermaid", "flowchart LR\n  table0[\"<b>Domain</b><br/>hash key url: S\"]\n"),
    ];
    for (format, begin) in begins {
        let printed = print(format);
        assert!(printed.starts_with(begin), "{printed}");
        assert!(printed.ends_with('\n') && !printed.ends_with("\n\n"), "{printed}");
    }
    let fails = program.fails(&["schema", "--format", "workbench"]);
    assert!(fails.contains("Shipment"), "{fails}");
    let model = program.prints(&["schema", "--format", "workbench", "Domain", "Log", "Store"]);
    let model: Value = serde_json::from_str(&model).expect("JSON");
    let names = |of: &Value, name: &str| {
        let list = of.as_array().expect("a list").iter();
        list.map(|one| one[name].clone()).collect::<Value>()
    };
    assert_eq!(names(&model["DataModel"], "TableName"), json!(["Domain", "Log", "Store"]));
    let facets = names(&model["DataModel"][2]["TableFacets"], "FacetName");
    let entities = json!(["User", "Address", "Product", "Review", "Order", "OrderLine"]);
    assert_eq!(facets, entities);
    assert!(
        print("markdown").contains("| Order | query GSI1 | user\\_id | placed\\_at, order\\_id |")
    );
    assert!(print("mermaid").contains("<b>Order</b><br/>hash key pk: S #61; ORDER#35;"));
    assert!(program.leaves_nothing());
}

#[test]
fn schema_prints_the_rights_that_each_table_needs() {
    let program = Program::new("schema_prints_the_rights_that_each_table_needs");
    let printed = program.prints(&["schema", "--format", "iam"]);
    let policy: Value = serde_json::from_str(&printed).expect("JSON");
    let statement = |table: &str, actions: &[&str]| {
        let actions: Vec<_> = actions.iter().map(|name| format!("dynamodb:{name}")).collect();
        let resource = format!("arn:aws:dynamodb:*:*:table/{table}");
        json!({ "Effect": "Allow", "Action": actions, "Resource": [resource] })
    };
    let domain =
        ["DescribeTable", "CreateTable", "DeleteTable", "GetItem", "PutItem", "DeleteItem"];
    let log = [
        "DescribeTable",
        "CreateTable",
        "DeleteTable",
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
    ];
    let shipment = [
        "DescribeTable",
        "CreateTable",
        "DescribeTimeToLive",
        "UpdateTimeToLive",
        "DeleteTable",
        "PutItem",
        "UpdateItem",
    ];
    let product =
        ["DescribeTable", "CreateTable", "DeleteTable", "GetItem", "PutItem", "UpdateItem"];
    let purchase = ["DescribeTable", "CreateTable", "DeleteTable", "PutItem", "Query"];
    let store = [
        "DescribeTable",
        "CreateTable",
        "DeleteTable",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
    ];
    let indexes = ["BySentAt", "ByCarrier", "ByRegion"]
        .map(|index| format!("arn:aws:dynamodb:*:*:table/Shipment/index/{index}"));
    let statements = [
        statement("Domain", &domain),
        statement("Log", &log),
        statement("Log/index/Status", &["Query"]),
        statement("Shipment", &shipment),
        json!({ "Effect": "Allow", "Action": ["dynamodb:Query"], "Resource": indexes }),
        statement("Product", &product),
        statement("Purchase", &purchase),
        statement("Store", &store),
        statement("Store/index/GSI2", &["Query"]),
    ];
    assert_eq!(policy, json!({ "Version": "2012-10-17", "Statement": statements }));
}
