//! Entities in one table as other tools read them, and a table of its own whose keys are made of fields.

use dynamo_runtime::DynamoTable;
use dynamo_runtime::export::{Export, Location, Operation};
use dynamo_runtime::schema::{
    AttributeDefinition, FieldSchema, IndexSchema, TableSchema, Template, TemplatePart,
};
use serde_json::Value;

use super::{assert_json, assert_refused, golden};

/// The table of the entities.
#[derive(DynamoTable)]
#[table(read_capacity = 5..=50, write_capacity = 5)]
#[allow(dead_code, reason = "only the schema matters")]
struct App {
    #[hash_key]
    pk: String,
    #[range_key]
    sk: String,
    #[gsi(name = "GSI1")]
    gsi1pk: Option<String>,
    #[gsi(name = "GSI1", range)]
    gsi1sk: Option<String>,
}

const fn text(text: &'static str) -> TemplatePart {
    TemplatePart::Text(text)
}

const fn field(name: &'static str) -> TemplatePart {
    TemplatePart::key::<String>(name, 0)
}

const fn type_is(value: &'static [TemplatePart]) -> Template {
    Template::new("type", value)
}

const USER: &TableSchema = &TableSchema::entity(App::SCHEMA, "User")
    .fields(&[FieldSchema::new::<String>("name"), FieldSchema::new::<Option<u8>>("age")])
    .templates(&[
        Template::hash("pk", &[text("USER#"), field("user_id")]),
        Template::range("sk", &[text("PROFILE")]),
        type_is(&[text("user")]),
    ]);

const ORDER: &TableSchema = &TableSchema::entity(App::SCHEMA, "Order")
    .fields(&[
        FieldSchema::new::<String>("order_date"),
        FieldSchema::new::<String>("order_id"),
        FieldSchema::new::<Option<String>>("status"),
        FieldSchema::new::<u64>("total"),
    ])
    .templates(&[
        Template::hash("pk", &[text("USER#"), field("user_id")]),
        Template::range("sk", &[text("ORDER#"), field("order_date"), text("#"), field("order_id")]),
        Template::hash(
            "gsi1pk",
            &[text("{status}#"), TemplatePart::index_key::<Option<String>>("status", 0)],
        ),
        Template::range("gsi1sk", &[TemplatePart::index_key::<String>("order_date", 0)]),
        type_is(&[text("order")]),
    ]);

/// With a key of the table as it is, and a type for `total` that another entity does not give it.
const CART: &TableSchema = &TableSchema::entity(App::SCHEMA, "Cart")
    .fields(&[FieldSchema::new::<String>("pk"), FieldSchema::new::<String>("total")])
    .templates(&[Template::range("sk", &[text("CART#"), field("pk"), text("#"), field("line")])]);

const LESSON: &TableSchema = &TableSchema::new("Lessons", AttributeDefinition::key::<String>("pk"))
    .range_key(AttributeDefinition::key::<String>("sk"))
    .indexes(&[&IndexSchema::global(
        "ByTeacher",
        &[AttributeDefinition::index_key::<String>("gsi1pk")],
        &[AttributeDefinition::index_key::<String>("course")],
    )])
    .fields(&[FieldSchema::new::<String>("course"), FieldSchema::new::<String>("teacher")])
    .templates(&[
        Template::hash("pk", &[text("COURSE#"), field("course")]),
        Template::range("sk", &[text("LESSON#"), TemplatePart::key::<u16>("order", 4)]),
        Template::hash(
            "gsi1pk",
            &[text("TEACHER#"), TemplatePart::index_key::<String>("teacher", 0)],
        ),
    ]);

fn all() -> Export<'static> {
    App::SCHEMA.export().and(USER.export()).and(ORDER.export()).and(LESSON.export())
}

/// The same tables without their entities.
fn tables() -> Export<'static> {
    App::SCHEMA.export().and(LESSON.export())
}

#[test]
fn a_table_is_written_once_for_all_its_entities() {
    let alone = USER.export().and(ORDER.export()).and(LESSON.export());
    let behind = USER.export().and(App::SCHEMA.export()).and(ORDER.export()).and(LESSON.export());
    let operations = [Operation::Get, Operation::QueryIndex("GSI1")];
    let policy = |export: &Export<'_>| export.iam(&Location::default(), &operations).unwrap();
    for export in [all(), alone, behind] {
        assert_eq!(export.cli().unwrap(), tables().cli().unwrap());
        assert_eq!(export.cloudformation().unwrap(), tables().cloudformation().unwrap());
        assert_eq!(export.terraform().unwrap(), tables().terraform().unwrap());
        assert_eq!(policy(&export), policy(&tables()));
    }
}

#[test]
fn entities_are_in_their_table_under_its_name() {
    let staging = App::SCHEMA.export_as("staging").entities(&[USER, ORDER]);
    let one_by_one = App::SCHEMA.export_as("staging").and(USER.export_as("staging"));
    let one_by_one = one_by_one.and(ORDER.export_as("staging"));
    assert_eq!(staging.markdown(), one_by_one.markdown());
    let twice = staging.clone().entities(&[USER, ORDER]);
    assert_eq!(staging.markdown(), twice.markdown());
    let unnamed = LESSON.export().entities(&[USER]);
    assert_eq!(unnamed.markdown(), LESSON.export().and(USER.export()).markdown());
    let both = App::SCHEMA.export_as("staging").and(App::SCHEMA.export_as("production"));
    assert_eq!(both.entities(&[USER]).markdown().matches("### User").count(), 2);
}

#[test]
fn another_table_of_an_entitys_name_is_no_table_of_it() {
    const OTHER: TableSchema = TableSchema::new("App", AttributeDefinition::key::<Vec<u8>>("id"));
    assert_refused(OTHER.export().and(USER.export()).cloudformation(), "another table");
    assert_refused(App::SCHEMA.export().and(App::SCHEMA.export()).terraform(), "another table");
}

#[test]
fn markdown_has_keys_and_access_patterns() {
    let text = all().and(CART.export()).markdown();
    assert_eq!(text, golden("entities.md", &text));
}

#[test]
fn mermaid_has_entities() {
    let text = all().mermaid();
    assert_eq!(text, golden("entities.mmd", &text));
}

#[test]
fn workbench_has_facets() {
    let model = all().workbench("Users and orders").unwrap();
    assert_json("workbench_entities.json", &model);
    let attributes = |model: &Value, list: &str| {
        let list = model["DataModel"][0][list].as_array().expect("a list").clone();
        list.iter().map(|one| one["AttributeName"].as_str().expect("a name").to_owned()).collect()
    };
    let others: Vec<String> = attributes(&model, "NonKeyAttributes");
    for facet in model["DataModel"][0]["TableFacets"].as_array().expect("facets") {
        let names = facet["NonKeyAttributes"].as_array().expect("names");
        assert!(names.iter().all(|name| others.iter().any(|other| name == other)), "{facet}");
    }
}

#[test]
fn workbench_has_one_type_for_an_attribute() {
    let refused = all().and(CART.export()).workbench("x");
    assert_refused(refused, "an attribute of any type (`total`)");
}

#[test]
fn an_entity_is_pleasant_to_read() {
    let expected = "\
entity Order in table App
  order_date  S
  order_id    S
  status      S     optional
  total       N
  pk          S     hash key, made of USER#{user_id}
  sk          S     range key, made of ORDER#{order_date}#{order_id}
  gsi1pk      S     made of {{status}}#{status}, optional
  gsi1sk      S     made of {order_date}
  type        S     always order
  user_id     S     read from pk
global index GSI1: hash gsi1pk, range gsi1sk";
    assert_eq!(ORDER.to_string(), expected);
    let expected = "\
table Lessons, on demand
  course   S
  teacher  S
  pk       S     hash key, made of COURSE#{course}
  sk       S     range key, made of LESSON#{order:04}
  gsi1pk   S     made of TEACHER#{teacher}
  order    N     read from sk
global index ByTeacher: hash gsi1pk, range course";
    assert_eq!(LESSON.to_string(), expected);
}

#[test]
fn what_an_entity_is_not_in_is_not_shown() {
    assert!(!USER.to_string().contains("GSI1"));
    assert!(ORDER.to_string().contains("GSI1"));
    let own = App::SCHEMA.to_string();
    assert!(own.contains("table App") && !own.contains("made of"));
}
