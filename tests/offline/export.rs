//! What other tools read: every format of two tables that use everything and of a sample's, beside what was read and
//! checked by a person once. `GOLDEN=overwrite` writes the files anew; read the difference.

mod entities;
mod html;
mod tables;

use std::path::Path;
use std::{env, fs};

use dynamo_runtime::export::{Export, Location, Operation};
use dynamo_runtime::schema::{AttributeDefinition, IndexSchema, TableSchema, Units};
use dynamo_runtime::{DynamoTable, Error, ErrorKind};
use dynamo_testkit::{Answer, Script};
use samples::Log;
use serde_json::{Value, json};

use self::tables::{Machine, Meter, Plain, Shipment};

/// On demand, provisioned, scaled, and a sample's.
fn all() -> Export<'static> {
    Shipment::SCHEMA
        .export()
        .and(Machine::SCHEMA.export_as("staging.Machine"))
        .and(Meter::SCHEMA.export())
        .and(Log::SCHEMA.export())
}

/// Returns what the file holds, which is `text` if it is to be written.
fn golden(file: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("offline/golden").join(file);
    if env::var("GOLDEN").is_ok_and(|mode| mode == "overwrite") {
        fs::write(&path, text).expect("a file to write");
    }
    fs::read_to_string(path).expect("a file to read")
}

/// The order of members depends on features that others ask of `serde_json`.
fn assert_json(file: &str, value: &Value) {
    let expected: Value = serde_json::from_str(&golden(file, &format!("{value:#}\n"))).unwrap();
    assert_eq!(*value, expected, "{file}");
}

fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, words: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn command_line() {
    let calls = all().cli().unwrap();
    let calls = calls.iter().map(
        |call| json!({ "service": call.service, "command": call.command, "input": call.input }),
    );
    assert_json("cli.json", &calls.collect());
}

#[tokio::test]
async fn command_line_takes_what_the_sdk_sends() {
    for schema in [Shipment::SCHEMA, Machine::SCHEMA, Meter::SCHEMA, Log::SCHEMA] {
        let script = Script::new([Answer::success("{}")]);
        let input = schema.create_table_input("a.name").unwrap();
        let _ = input.send_with(&script.client(1)).await;
        let sent: Value = script.requests()[0].json();
        assert_eq!(schema.export_as("a.name").cli().unwrap()[0].input, sent);
    }
}

#[test]
fn cloudformation() {
    let template = all().cloudformation().unwrap();
    assert_json("cloudformation.json", &template);
    let yaml = all().cloudformation_yaml().unwrap();
    let read: Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(read, template);
    let expected: Value = serde_saphyr::from_str(&golden("cloudformation.yaml", &yaml)).unwrap();
    assert_eq!(expected, template);
}

#[test]
fn terraform() {
    let text = all().terraform().unwrap();
    assert_eq!(text, golden("terraform.tf", &text));
    let read: hcl::Body = hcl::parse(&text).unwrap();
    let labels = |block: &hcl::Block| {
        block.labels().iter().map(|label| label.as_str().to_owned()).collect::<Vec<_>>()
    };
    let resources = [
        ["aws_dynamodb_table", "Shipments"],
        ["aws_dynamodb_resource_policy", "Shipments"],
        ["aws_dynamodb_table", "staging_Machine"],
        ["aws_dynamodb_table", "staging_Meter"],
        ["aws_appautoscaling_target", "staging_Meter_read"],
        ["aws_appautoscaling_policy", "staging_Meter_read"],
        ["aws_appautoscaling_target", "staging_Meter_By-Place_read"],
        ["aws_appautoscaling_policy", "staging_Meter_By-Place_read"],
        ["aws_appautoscaling_target", "staging_Meter_ByOwner_write"],
        ["aws_appautoscaling_policy", "staging_Meter_ByOwner_write"],
        ["aws_dynamodb_table", "Log"],
    ];
    assert_eq!(read.blocks().map(labels).collect::<Vec<_>>(), resources);
}

#[test]
fn terraform_has_no_place_for_a_key_without_an_arn_or_a_text_that_looks_escaped() {
    const ALIAS: TableSchema =
        tables::plain().encryption(dynamo_runtime::schema::Encryption::Key("alias/x"));
    const ESCAPED: TableSchema = tables::plain().tags(&[("a", "$${b}")]);
    const INTERPOLATION: TableSchema = tables::plain().tags(&[("a", "${b} %{c} \"")]);
    assert_refused(ALIAS.export().terraform(), "ARN");
    assert_refused(ESCAPED.export().terraform(), "`$${`");
    assert!(INTERPOLATION.export().terraform().unwrap().contains(r#""a" = "$${b} %%{c} \"""#));
}

#[test]
fn iam() {
    let index = "ByRegion";
    let operations = [
        Operation::Get,
        Operation::Put,
        Operation::Update,
        Operation::Delete,
        Operation::Check,
        Operation::BatchGet,
        Operation::BatchWrite,
        Operation::Query,
        Operation::QueryIndex(index),
        Operation::Scan,
        Operation::ScanIndex(index),
        Operation::QueryIndex("Status"),
        Operation::Create,
        Operation::DeleteTable,
        Operation::Describe,
        Operation::Change,
    ];
    let place = Location::new("eu-central-1", "123456789012");
    assert_json("iam.json", &all().iam(&place, &operations).unwrap());
    let anywhere = Log::SCHEMA.export().iam(&Location::default(), &[Operation::Get]).unwrap();
    let statement = json!({
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": ["arn:aws:dynamodb:*:*:table/Log"],
    });
    assert_eq!(anywhere, json!({ "Version": "2012-10-17", "Statement": [statement] }));
}

#[test]
fn iam_names_what_there_is() {
    let tables = all();
    let place = Location::default();
    assert_refused(tables.iam(&place, &[]), "at least one operation");
    assert_refused(tables.iam(&place, &[Operation::QueryIndex("ByAuthor")]), "no index `ByAuthor`");
    assert_refused(tables.iam(&Location::new("eu central", "*"), &[Operation::Get]), "region");
    assert_refused(tables.iam(&Location::new("*", "12"), &[Operation::Get]), "account");
    assert_refused(tables.iam(&place.partition(""), &[Operation::Get]), "partition");
}

#[test]
fn names_are_the_services_and_differ() {
    let long = Log::SCHEMA.export_as("a/b");
    assert_refused(long.cli(), "3 to 255");
    assert_refused(long.cloudformation(), "3 to 255");
    assert_refused(long.terraform(), "3 to 255");
    assert_refused(long.iam(&Location::default(), &[Operation::Get]), "3 to 255");
    let alike = Log::SCHEMA.export_as("a.log").and(Log::SCHEMA.export_as("a_log"));
    assert_refused(alike.cloudformation(), "`alogTable`");
    assert_refused(alike.terraform(), "`a_log`");
}

#[test]
fn a_policy_is_json() {
    const BROKEN: TableSchema = tables::plain().resource_policy("{");
    assert_refused(BROKEN.export().cloudformation(), "resource policy");
    assert_refused(BROKEN.export().terraform(), "resource policy");
}

#[test]
fn markdown() {
    let text = all().markdown();
    assert_eq!(text, golden("tables.md", &text));
}

#[test]
fn mermaid() {
    let text = all().mermaid();
    assert_eq!(text, golden("tables.mmd", &text));
    let quoted = AttributeDefinition::key::<String>("\"]; end <b>#1");
    let table = tables::plain().range_key(quoted);
    assert!(table.export().mermaid().contains("range key #34;#93;#59; end #60;b#62;#35;1: S"));
}

#[test]
fn workbench() {
    let mut machine = Machine::SCHEMA.clone();
    (machine.stream, machine.encryption, machine.indexes) = (None, None, &machine.indexes[1..]);
    let mut meter = Meter::SCHEMA.clone();
    meter.indexes = &meter.indexes[..1];
    let tables = Log::SCHEMA.export().and(machine.export()).and(meter.export());
    let tables = tables.and(Plain::SCHEMA.export());
    assert_json("workbench.json", &tables.workbench("Logs and machines").unwrap());
}

#[test]
fn workbench_names_all_that_it_has_no_place_for() {
    let words = [
        "cannot express maximum throughput, warm throughput, a table class, a stream, encryption",
        "deletion protection, point-in-time recovery, tags, a resource policy, a time to live",
        "warm throughput (index `Region`), a local index (index `ByStatus`)",
        "a key of several attributes (index `ByRegion`), maximum throughput (index `ByWeight`)",
        "an attribute of any type (`the \"note\" | #1 <b>`)",
    ];
    let words = &words.join(", ");
    assert_refused(Shipment::SCHEMA.export().workbench("x"), words);
    assert_refused(
        Machine::SCHEMA.export().workbench("x"),
        "a capacity of its own (index `ByName`)",
    );
    assert_refused(
        Meter::SCHEMA.export().workbench("x"),
        "a capacity of its own (index `ByOwner`)",
    );
    assert_refused(Plain::SCHEMA.export_as("a/b").workbench("x"), "3 to 255");
}

#[test]
fn what_scales_two_indexes_has_two_names() {
    const BY_DAY: &IndexSchema = &IndexSchema::global("By_Day", &[DAY], &[]);
    const ALSO: &IndexSchema = &IndexSchema::global("By.Day", &[DAY], &[]);
    const DAY: AttributeDefinition = AttributeDefinition::index_key::<String>("day");
    let to = Units { read: Some(2), write: None };
    let schema = tables::plain().indexes(&[BY_DAY, ALSO]).provisioned(1, 1);
    assert!(schema.export().cloudformation().is_ok());
    let scaled = schema.scaled_to(to);
    let twice = "`PlainTableByDayIndexReadTarget`";
    assert_refused(scaled.export().cloudformation(), twice);
    assert_refused(scaled.export().terraform(), "`Plain_By_Day_read`");
}
