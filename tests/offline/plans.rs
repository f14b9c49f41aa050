//! The requests that apply a plan. The service is scripted: no local engine has all these settings, or takes its time.

use std::time::Duration;

use dynamo_runtime::op::{Step, Unchangeable};
use dynamo_runtime::{DynamoTable, ErrorKind};
use dynamo_testkit::{Answer, Request, Script};
use serde_json::{Value, json};

/// A table with everything.
#[derive(Debug, DynamoTable)]
#[table(
    class = "STANDARD_INFREQUENT_ACCESS",
    stream = "NEW_IMAGE",
    encryption = "alias/mine",
    deletion_protection,
    max_read_units = 7,
    warm_write_units = 5000,
    point_in_time_recovery = 7,
    resource_policy = "{}",
    tags(team = "a", stage = "test")
)]
struct Reading {
    #[hash_key]
    sensor: String,
    #[gsi(name = "ByDay", projection = "KEYS_ONLY")]
    day: u32,
    #[gsi(name = "ByDay", range)]
    #[ttl]
    expires: u64,
}

fn table(changes: &Value) -> Value {
    let mut table = json!({
        "TableName": "Reading", "TableStatus": "ACTIVE", "TableArn": "arn:aws:dynamodb:eu-west-1:1:table/Reading",
        "KeySchema": [{ "AttributeName": "sensor", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "sensor", "AttributeType": "S" }],
        "BillingModeSummary": { "BillingMode": "PAY_PER_REQUEST" },
        "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "KEYS_ONLY" },
        "WarmThroughput": { "ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000 },
        "DeletionProtectionEnabled": false,
    });
    let members = changes.as_object().expect("an object").clone();
    table.as_object_mut().expect("an object").extend(members);
    json!({
        "Table": table,
        "TimeToLiveDescription": { "TimeToLiveStatus": "ENABLED", "AttributeName": "old" },
        "ContinuousBackupsDescription": { "ContinuousBackupsStatus": "ENABLED" },
        "Tags": [{ "Key": "team", "Value": "b" }, { "Key": "owner", "Value": "c" }],
        "Policy": "{\"Version\":\"2012-10-17\"}",
    })
}

fn index(status: &str, filling: bool) -> Value {
    let keys = json!([
        { "AttributeName": "day", "KeyType": "HASH" }, { "AttributeName": "expires", "KeyType": "RANGE" }
    ]);
    let projection = json!({ "ProjectionType": "KEYS_ONLY" });
    let index = json!({
        "IndexName": "ByDay", "IndexStatus": status, "Backfilling": filling, "KeySchema": keys, "Projection": projection
    });
    json!({ "GlobalSecondaryIndexes": [index] })
}

fn ok(body: &Value) -> Answer {
    Answer::success(body.to_string())
}

fn script(bodies: &[Value]) -> (ReadingTable, Script) {
    let script = Script::new(bodies.iter().map(ok).collect::<Vec<_>>());
    (Reading::table(script.client(1)), script)
}

/// Takes the requests so far that change something.
fn writes(script: &Script) -> Vec<(String, Value)> {
    let requests = script.requests().into_iter().map(|Request { target, body }| {
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        (operation, serde_json::from_str(&body).expect("JSON"))
    });
    let reads = |operation: &str| {
        ["Describe", "List", "Get"].iter().any(|verb| operation.starts_with(verb))
    };
    requests.filter(|(operation, _)| !reads(operation)).collect()
}

#[tokio::test(start_paused = true)]
async fn every_step_is_the_request_that_takes_it() {
    let with_index = table(&index("ACTIVE", false));
    // Until CreateIndex has been sent, the index is not there: a plan, two changes with a look before and after each, and a look.
    let before = vec![table(&json!({})); 5 + 2 * 3 + 1];
    let (readings, script) = script(&[before, vec![with_index]].concat());
    let plan = readings.plan().await.expect("a plan");
    assert_eq!(writes(&script), []);
    let expected = "\
~ maximum none/none -> 7/none
~ warm throughput 12000/4000 -> 12000/5000
+ index ByDay
~ class STANDARD -> STANDARD_INFREQUENT_ACCESS
~ encryption a key of DynamoDB -> alias/mine
~ deletion protection
~ time to live old -> expires
~ point-in-time recovery 7 days
~ tag team=b -> a
+ tag stage=test
~ resource policy
? stream KEYS_ONLY is not NEW_IMAGE and stays; `allow_replacing_stream` makes a new stream, whose ARN consumers must switch to
? tag owner is not declared";
    assert_eq!(plan.to_string(), expected);

    plan.apply().allow_removing_tags().allow_replacing_stream().await.expect("an applied plan");
    let arn = "arn:aws:dynamodb:eu-west-1:1:table/Reading";
    let ttl = |attribute: &str, on| json!({ "TableName": "Reading", "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": on } });
    let update = |mut members: Value| {
        members["TableName"] = "Reading".into();
        ("UpdateTable".to_owned(), members)
    };
    let new_index = json!({
        "AttributeDefinitions": [
            { "AttributeName": "day", "AttributeType": "N" }, { "AttributeName": "expires", "AttributeType": "N" }
        ],
        "GlobalSecondaryIndexUpdates": [{ "Create": {
            "IndexName": "ByDay",
            "KeySchema": [
                { "AttributeName": "day", "KeyType": "HASH" }, { "AttributeName": "expires", "KeyType": "RANGE" }
            ],
            "Projection": { "ProjectionType": "KEYS_ONLY" },
            "OnDemandThroughput": { "MaxReadRequestUnits": 7 },
        } }],
    });
    let expected = [
        update(json!({ "OnDemandThroughput": { "MaxReadRequestUnits": 7 } })),
        update(
            json!({ "WarmThroughput": { "ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 5000 } }),
        ),
        update(new_index),
        update(json!({ "TableClass": "STANDARD_INFREQUENT_ACCESS" })),
        update(json!({ "StreamSpecification": { "StreamEnabled": false } })),
        update(
            json!({ "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" } }),
        ),
        update(
            json!({ "SSESpecification": { "Enabled": true, "SSEType": "KMS", "KMSMasterKeyId": "alias/mine" } }),
        ),
        update(json!({ "DeletionProtectionEnabled": true })),
        ("UpdateTimeToLive".to_owned(), ttl("old", false)),
        ("UpdateTimeToLive".to_owned(), ttl("expires", true)),
        (
            "UpdateContinuousBackups".to_owned(),
            json!({
                "TableName": "Reading",
                "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7 },
            }),
        ),
        (
            "TagResource".to_owned(),
            json!({
                "ResourceArn": arn, "Tags": [{ "Key": "team", "Value": "a" }, { "Key": "stage", "Value": "test" }],
            }),
        ),
        ("UntagResource".to_owned(), json!({ "ResourceArn": arn, "TagKeys": ["owner"] })),
        ("PutResourcePolicy".to_owned(), json!({ "ResourceArn": arn, "Policy": "{}" })),
    ];
    let sent = writes(&script);
    for (sent, expected) in sent.iter().zip(&expected) {
        assert_eq!(sent, expected);
    }
    assert_eq!(sent.len(), expected.len());
}

/// A table on demand or not, with an index.
macro_rules! meter {
    ($name:ident: $($settings:tt)*) => {
        #[derive(Debug, DynamoTable)]
        #[table(name = "Meter", $($settings)*)]
        struct $name {
            #[hash_key]
            #[gsi(name = "Same")]
            id: String,
        }
    };
}
meter!(Provisioned: read_capacity = 5, write_capacity = 6);
meter!(OnDemand: );

fn meter(mode: &str, units: u32) -> Value {
    let keys = json!([{ "AttributeName": "id", "KeyType": "HASH" }]);
    let throughput = json!({ "ReadCapacityUnits": units, "WriteCapacityUnits": units });
    let same = |name: &str| {
        json!({
            "IndexName": name, "IndexStatus": "ACTIVE", "KeySchema": keys, "Projection": { "ProjectionType": "ALL" },
            "ProvisionedThroughput": throughput, "OnDemandThroughput": { "MaxWriteRequestUnits": 3 },
        })
    };
    json!({ "Table": {
        "TableName": "Meter", "TableStatus": "ACTIVE", "KeySchema": keys, "ProvisionedThroughput": throughput,
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "GlobalSecondaryIndexes": [same("Same"), same("Other")],
        "BillingModeSummary": { "BillingMode": mode },
    } })
}

#[tokio::test(start_paused = true)]
async fn capacities_are_one_request() {
    let throughput = json!({ "ReadCapacityUnits": 5, "WriteCapacityUnits": 6 });
    let update = |name: &str| json!({ "Update": { "IndexName": name, "ProvisionedThroughput": throughput } });
    for (mode, expected) in [
        (
            "PAY_PER_REQUEST",
            json!({
                "TableName": "Meter", "BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput,
                "GlobalSecondaryIndexUpdates": [update("Same"), update("Other")],
            }),
        ),
        (
            "PROVISIONED",
            json!({
                "TableName": "Meter", "ProvisionedThroughput": throughput,
                "GlobalSecondaryIndexUpdates": [update("Same")],
            }),
        ),
    ] {
        let script = Script::new([ok(&meter(mode, 1))]);
        let plan = Provisioned::table(script.client(1)).plan().await.expect("a plan");
        plan.apply().await.expect("an applied plan");
        assert_eq!(writes(&script), [("UpdateTable".to_owned(), expected)]);
    }
    let script = Script::new([ok(&meter("PROVISIONED", 1))]);
    let plan = OnDemand::table(script.client(1)).plan().await.expect("a plan");
    plan.apply().await.expect("nothing to do");
    assert_eq!(writes(&script), []);
    plan.apply().allow_on_demand().await.expect("an applied plan");
    let expected = json!({ "TableName": "Meter", "BillingMode": "PAY_PER_REQUEST" });
    assert_eq!(writes(&script), [("UpdateTable".to_owned(), expected)]);
}

#[tokio::test(start_paused = true)]
async fn maxima_are_taken_away_by_a_number_of_the_service() {
    let script = Script::new([ok(&meter("PAY_PER_REQUEST", 0))]);
    let plan = OnDemand::table(script.client(1)).plan().await.expect("a plan");
    assert!(plan.is_empty(), "{plan}");
    plan.apply().allow_turning_off().await.expect("an applied plan");
    let update =
        json!({ "IndexName": "Same", "OnDemandThroughput": { "MaxWriteRequestUnits": -1 } });
    let expected =
        json!({ "TableName": "Meter", "GlobalSecondaryIndexUpdates": [{ "Update": update }] });
    assert_eq!(writes(&script), [("UpdateTable".to_owned(), expected)]);
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_being_changed_is_asked_again() {
    let in_use = Answer::status(400, r#"{"__type":"x#ResourceInUseException"}"#);
    let live = ok(&meter("PAY_PER_REQUEST", 0));
    let mut answers = vec![live.clone(); 5];
    answers.extend([in_use.clone(), live.clone(), in_use, live]);
    let script = Script::new(answers);
    let plan = Provisioned::table(script.client(1)).plan().await.expect("a plan");
    plan.apply().await.expect("an applied plan");
    assert_eq!(writes(&script).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_index_that_another_plan_began_is_waited_for() {
    let mut done = table(&index("ACTIVE", false));
    done["Policy"] = "{}".into();
    let [creating, filling] = [("CREATING", true), ("ACTIVE", true)].map(|(status, filling)| {
        let mut live = table(&index(status, filling));
        live["Policy"] = "{}".into();
        live
    });
    let bodies = [vec![creating; 7], vec![filling, done]].concat();
    let (readings, _) = script(&bodies);
    let plan = readings.plan().await.expect("a plan");
    let awaited = Step::Await { index: Some("ByDay".to_owned()), state: "CREATING".to_owned() };
    assert_eq!(plan.steps()[0], awaited);
    let mut told = Vec::new();
    let apply = plan.apply().progress(|now| {
        assert_eq!(now.of, plan.steps().len());
        told.push((now.number, now.waiting_for.map(str::to_owned)));
    });
    apply.await.expect("an applied plan");
    let state = |state: &str| Some(format!("it is ACTIVE, index ByDay is {state}"));
    let creating = state("CREATING and is being filled");
    let first = [
        (1, None),
        (1, creating.clone()),
        (1, creating),
        (1, state("ACTIVE and is being filled")),
        (2, None),
    ];
    assert_eq!(told[..first.len()], first);
}

#[tokio::test(start_paused = true)]
async fn apply_gives_up_at_its_deadline_and_says_what_is_pending() {
    let (readings, _) = script(&[table(&index("CREATING", true))]);
    let plan = readings.plan().await.expect("a plan");
    let late = plan.apply().deadline(Duration::from_mins(5)).await.expect_err("a deadline");
    assert_eq!(late.kind(), ErrorKind::TimedOut);
    assert!(late.to_string().contains("ByDay is CREATING"), "{late}");
}

#[tokio::test]
async fn what_cannot_be_changed_is_told_at_once_and_nothing_is_sent() {
    let keys = json!([{ "AttributeName": "id", "KeyType": "HASH" }]);
    let mut changes = index("ACTIVE", false);
    changes["KeySchema"] = keys.clone();
    changes["GlobalSecondaryIndexes"][0]["KeySchema"] = keys;
    let (readings, script) = script(&[table(&changes)]);
    let plan = readings.plan().await.expect("a plan");
    let [Step::CannotChange(table), Step::CannotChange(index), ..] = plan.steps() else {
        panic!("two that cannot: {plan}");
    };
    assert!(matches!(table, Unchangeable::KeySchema { .. }), "{table}");
    assert!(matches!(index, Unchangeable::IndexKeySchema { index: "ByDay", .. }), "{index}");
    drop(script.requests());
    let refused = plan.apply().await.expect_err("no such change");
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    for what in [table, index] {
        assert!(refused.to_string().contains(&what.to_string()), "{refused}");
    }
    assert_eq!(script.requests(), []);
}

#[tokio::test]
async fn what_an_engine_does_not_know_is_a_note_and_other_errors_are_errors() {
    let live = ok(&table(&json!({ "GlobalSecondaryIndexes": [] })));
    let code =
        |code: &str| Answer::status(400, json!({ "__type": format!("x#{code}") }).to_string());
    let answers = [live.clone(), code("UnknownOperationException")];
    let plan = Reading::table(Script::new(answers).client(1)).plan().await.expect("a plan");
    let unknown = ["time to live", "point-in-time recovery", "tags", "resource policy"];
    assert_eq!(plan.notes()[1..], unknown.map(|what| format!("{what} cannot be compared")));
    let answers = [live, code("AccessDeniedException")];
    let denied = Reading::table(Script::new(answers).client(1)).check().await;
    assert_eq!(denied.expect_err("an error").kind(), ErrorKind::AccessDenied);
}
