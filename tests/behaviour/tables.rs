//! Creating and deleting tables.

use std::time::Duration;

use aws_sdk_dynamodb::types::{KeyType, ProjectionType, StreamViewType, TableDescription};
use dynamo_runtime::op::Step;
use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind, Table, Wire};
use dynamo_testkit::Engine;
use dynamo_tests::{Everything, Order};
use samples::{Domain, Log};

type Outcome = Result<(), dynamo_runtime::Error>;

async fn described(engine: &Engine, name: &str) -> TableDescription {
    let described = engine.client().describe_table().table_name(name).send().await;
    described.expect("a description").table.expect("a table")
}

async fn created<T: DynamoTable>(engine: &Engine) -> Table<T> {
    let table = Table::new(engine.client());
    table.create().await.expect("a table");
    table
}

#[tokio::test]
async fn the_engine_holds_the_schema_of_domain() {
    let engine = Engine::start().expect("an engine");
    created::<Domain>(&engine).await;
    let table = described(&engine, "Domain").await;
    assert_eq!(keys(table.key_schema()), [("url", KeyType::Hash)]);
    let throughput = table.provisioned_throughput().expect("a throughput");
    assert_eq!(throughput.read_capacity_units(), Some(10));
    assert_eq!(throughput.write_capacity_units(), Some(10));
    assert!(table.global_secondary_indexes().is_empty());
}

#[tokio::test]
async fn the_engine_holds_the_schema_of_log() {
    let engine = Engine::start().expect("an engine");
    created::<Log>(&engine).await;
    let table = described(&engine, "Log").await;
    assert_eq!(keys(table.key_schema()), [("updated_at", KeyType::Hash)]);
    let [index] = table.global_secondary_indexes() else { panic!("one index: {table:?}") };
    assert_eq!(index.index_name(), Some("Status"));
    assert_eq!(keys(index.key_schema()), [("status", KeyType::Hash)]);
    let projection = index.projection().and_then(|projection| projection.projection_type());
    assert_eq!(projection, Some(&ProjectionType::All));
    let throughput = index.provisioned_throughput().expect("a throughput");
    assert_eq!(throughput.read_capacity_units(), Some(10));
}

#[tokio::test]
async fn the_engine_holds_indexes_of_every_kind() {
    let engine = Engine::start().expect("an engine");
    created::<Order>(&engine).await;
    let table = described(&engine, "Orders").await;
    assert_eq!(keys(table.key_schema()), [("customer", KeyType::Hash), ("number", KeyType::Range)]);
    let [local] = table.local_secondary_indexes() else { panic!("one local index") };
    assert_eq!(
        keys(local.key_schema()),
        [("customer", KeyType::Hash), ("placedAt", KeyType::Range)]
    );
    assert_eq!(table.global_secondary_indexes().len(), 2);
}

#[tokio::test]
async fn create_leaves_an_existing_table_and_its_items() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    orders.create().await?;
    orders.put(&Order::new("ann", 1)).await?;
    orders.create().await?;
    assert_eq!(orders.scan().count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn tables_created_at_once_are_one_table() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    let (one, two) = tokio::join!(orders.create().send(), orders.create().send());
    one.and(two)
}

#[tokio::test]
async fn delete_table_returns_when_it_is_gone() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let table = created::<Everything>(&engine).await;
    table.delete_table().await?;
    let missing = table.scan().all().await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    let again = table.delete_table().await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::NotFound);
    table.create().deadline(Duration::from_secs(30)).await
}

#[tokio::test]
async fn a_table_has_the_name_it_is_given() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let staging = Dynamo::new(engine.client()).table_prefix("staging-");
    let prefixed = Log::table(&staging);
    assert_eq!(prefixed.name(), "staging-Log");
    prefixed.create().await?;
    let named = Log::table(&staging).named("exactly.this");
    assert_eq!(named.name(), "exactly.this");
    let missing = named.scan().all().await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    assert_eq!(prefixed.scan().count().await?, 0);
    Ok(())
}

fn keys(schema: &[aws_sdk_dynamodb::types::KeySchemaElement]) -> Vec<(&str, KeyType)> {
    schema.iter().map(|key| (key.attribute_name(), key.key_type().clone())).collect()
}

#[tokio::test]
async fn create_sets_the_time_to_live_and_a_stream() -> Outcome {
    #[derive(DynamoTable)]
    #[table(stream = "NEW_IMAGE", tags(team = "tests"), point_in_time_recovery)]
    struct Session {
        #[hash_key]
        id: String,
        #[ttl]
        expires_at: Option<u64>,
    }
    let engine = Engine::start().expect("an engine");
    let client = engine.client();
    let sessions = Session::table(&client);
    sessions.create().await?;
    sessions.create().await?;
    let ttl = client.describe_time_to_live().table_name("Session").send().await.expect("a table");
    let ttl = ttl.time_to_live_description.expect("a time to live");
    assert_eq!(ttl.attribute_name(), Some("expires_at"));
    let table = client.describe_table().table_name("Session").send().await.expect("a table");
    let stream = table.table.and_then(|table| table.stream_specification).expect("a stream");
    assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewImage));
    let session = Session { id: "s".to_owned(), expires_at: Some(1_800_000_000) };
    sessions.put(&session).await
}

/// A table before its index is declared, and the same with it.
#[derive(Debug, DynamoTable)]
#[table(name = "Grown")]
struct Bare {
    #[hash_key]
    id: String,
}

#[derive(Debug, DynamoTable)]
#[table(name = "Grown")]
struct Indexed {
    #[hash_key]
    id: String,
    #[gsi(name = "ByState")]
    state: String,
}

#[tokio::test]
async fn an_index_that_is_missing_is_not_found() -> Outcome {
    let engine = Engine::start().expect("an engine");
    Bare::table(engine.client()).create().await?;
    for wire in [Wire::Json, Wire::Sdk] {
        let items = Indexed::table(Dynamo::new(engine.client()).with_wire(wire));
        let read = items.query_by_state("open").all().await.map(drop);
        assert_eq!(read.map_err(|error| error.kind()), Err(ErrorKind::NotFound));
    }
    Ok(())
}

#[tokio::test]
async fn all_tables_are_created_and_compared_at_once() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let dynamo = Dynamo::new(engine.client()).table_prefix("dev-");
    let plans = dynamo.plan_all::<(Order, Log)>().await?;
    assert!(plans.len() == 2 && plans.iter().all(|plan| !plan.is_empty()));
    let missing = dynamo.check_all::<(Order, Log)>().await?;
    let names: Vec<&str> = missing.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["dev-Orders", "dev-Log"]);

    dynamo.create_all::<(Order, Log)>().await?;
    dynamo.create_all::<(Order, Log, Domain)>().await?;
    for name in ["dev-Orders", "dev-Log", "dev-Domain"] {
        described(&engine, name).await;
    }
    assert!(dynamo.check_all::<(Order, Log, Domain)>().await?.is_empty());
    Ok(())
}

#[derive(Debug, DynamoTable)]
#[table(name = "Log")]
struct Differing {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Place")]
    place: String,
}

#[tokio::test]
async fn create_says_how_the_table_that_it_found_differs() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let logs: Table<Log> = Table::new(engine.client());
    assert_eq!(logs.create().differences().await?, []);
    assert_eq!(logs.create().differences().await?, []);
    let differing: Table<Differing> = Table::new(engine.client());
    let steps = differing.create().differences().await?;
    let is_index = |step: &Step| matches!(step, Step::CreateIndex { index: "Place", .. });
    assert!(steps.iter().any(is_index), "{steps:?}");
    differing.create().await
}
