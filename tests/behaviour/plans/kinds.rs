//! Tables of each kind that somebody has made with the SDK: a plan is of what the struct declares, and applying it does no more.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    LocalSecondaryIndex, OnDemandThroughput, Projection, ProjectionType, ProvisionedThroughput,
    ScalarAttributeType, SseSpecification, SseType, StreamSpecification, StreamViewType,
    TableClass,
};
use dynamo_runtime::op::{Apply, Step, Unchangeable};
use dynamo_runtime::{DynamoTable, ErrorKind, Table};
use dynamo_testkit::Engine;

use super::{Outcome, Relaxed, interrupted, lines};

/// A struct of the table, with its settings and indexes.
macro_rules! kind {
    ($name:ident ($($settings:tt)*) $($owner:meta),*) => {
        #[derive(Debug, DynamoTable)]
        #[table(name = "Kinds", $($settings)*)]
        #[allow(dead_code, reason = "only the schema matters")]
        struct $name {
            #[hash_key]
            id: String,
            #[range_key]
            at: u64,
            $(#[$owner])*
            owner: String,
            note: String,
        }
    };
}

kind!(Silent());
kind!(ByManagedKey(encryption = "MANAGED"));
kind!(ByKey(encryption = "1234"));
kind!(WithMaxima(max_read_units = 50) gsi(name = "ByOwner"));
kind!(WithIndex() gsi(name = "ByOwner"));
kind!(Scaled(read_capacity = 5..=100, write_capacity = 5) gsi(name = "ByOwner", read_capacity = 1, write_capacity = 1..=9));
kind!(Streamed(stream = "NEW_IMAGE"));
kind!(ByOwnerAndNote() gsi(name = "ByOwner", include = [note]));
kind!(ByOwnerWithKeys() gsi(name = "ByOwner", include = [id, note, at]));

fn element(name: &str, role: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(role).build().expect("a key")
}

fn attribute(name: &str, ty: ScalarAttributeType) -> AttributeDefinition {
    let definition = AttributeDefinition::builder().attribute_name(name).attribute_type(ty);
    definition.build().expect("a definition")
}

fn throughput(read: i64, write: i64) -> ProvisionedThroughput {
    let throughput = ProvisionedThroughput::builder().read_capacity_units(read);
    throughput.write_capacity_units(write).build().expect("a capacity")
}

/// A table on demand without indexes.
fn plain(engine: &Engine) -> CreateTableFluentBuilder {
    engine
        .client()
        .create_table()
        .table_name("Kinds")
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(element("id", KeyType::Hash))
        .key_schema(element("at", KeyType::Range))
        .attribute_definitions(attribute("id", ScalarAttributeType::S))
        .attribute_definitions(attribute("at", ScalarAttributeType::N))
}

fn provisioned(engine: &Engine, read: i64, write: i64) -> CreateTableFluentBuilder {
    let table = plain(engine).billing_mode(BillingMode::Provisioned);
    table.provisioned_throughput(throughput(read, write))
}

/// The same with an index by the owner, of a text.
fn indexed(
    table: CreateTableFluentBuilder,
    capacity: Option<ProvisionedThroughput>,
    projection: Projection,
) -> CreateTableFluentBuilder {
    let index = GlobalSecondaryIndex::builder()
        .index_name("ByOwner")
        .key_schema(element("owner", KeyType::Hash))
        .set_provisioned_throughput(capacity)
        .projection(projection);
    table
        .attribute_definitions(attribute("owner", ScalarAttributeType::S))
        .global_secondary_indexes(index.build().expect("an index"))
}

fn all() -> Projection {
    Projection::builder().projection_type(ProjectionType::All).build()
}

async fn made(table: CreateTableFluentBuilder) {
    table.send().await.expect("a table");
}

/// Applies what `allow` adds to the plan of the table, and returns how many requests that were no reads it has sent.
async fn writes<T: DynamoTable>(
    engine: &Engine,
    allow: impl FnOnce(Apply<'static>) -> Apply<'static>,
) -> Result<usize, dynamo_runtime::Error> {
    let (client, seen) = interrupted(engine, usize::MAX);
    let plan = Table::<T>::new(client).plan().await?;
    allow(plan.apply()).await?;
    Ok(seen.load(Relaxed))
}

/// The table has nothing that the struct does not say, or says more of than the `notes`.
async fn needs_nothing<T: DynamoTable>(engine: &Engine, notes: &[&str]) -> Outcome {
    let table = Table::<T>::new(engine.client());
    assert_eq!(table.check().await?, []);
    let plan = table.plan().await?;
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(plan.notes(), notes);
    assert_eq!(writes::<T>(engine, |apply| apply).await?, 0);
    assert!(table.plan().await?.is_empty());
    Ok(())
}

fn encrypted(engine: &Engine, key: Option<&str>) -> CreateTableFluentBuilder {
    let encryption = SseSpecification::builder().enabled(true).sse_type(SseType::Kms);
    let key = key.map(str::to_owned);
    plain(engine).sse_specification(encryption.set_kms_master_key_id(key).build())
}

const UNKNOWN_KEY: &str = "the key of the encryption cannot be compared";

#[tokio::test]
async fn encryption_that_an_engine_does_not_tell_is_no_difference() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(encrypted(&engine, None)).await;
    needs_nothing::<ByManagedKey>(&engine, &[UNKNOWN_KEY]).await?;
    let engine = Engine::start().expect("an engine");
    made(encrypted(&engine, Some("1234"))).await;
    let notes = if engine.is_embedded() { &[][..] } else { &[UNKNOWN_KEY] };
    needs_nothing::<ByKey>(&engine, notes).await
}

#[tokio::test]
async fn maxima_that_an_engine_does_not_tell_are_no_difference() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let table = indexed(plain(&engine), None, all());
    // DynamoDB Local makes no table with a maximum.
    if engine.is_embedded() {
        let maximum = OnDemandThroughput::builder().max_read_request_units(50);
        made(table.on_demand_throughput(maximum.build())).await;
        let note = "maximum of index ByOwner cannot be compared";
        return needs_nothing::<WithMaxima>(&engine, &[note]).await;
    }
    made(table).await;
    let notes = ["maximum cannot be compared", "maximum of index ByOwner cannot be compared"];
    needs_nothing::<WithMaxima>(&engine, &notes).await
}

#[tokio::test]
async fn a_provisioned_table_stays_so_unless_on_demand_is_allowed() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(provisioned(&engine, 10, 20)).await;
    let note = "capacity 10/20 is not declared and stays; `allow_on_demand` switches the table to on demand, which is billed per request";
    needs_nothing::<Silent>(&engine, &[note]).await?;

    // A new index has the table's capacity.
    let with_index = Table::<WithIndex>::new(engine.client());
    assert_eq!(lines(&with_index.plan().await?), ["+ index ByOwner"]);
    assert_eq!(writes::<WithIndex>(&engine, |apply| apply).await?, 1);
    needs_nothing::<WithIndex>(&engine, &[note]).await?;

    let plan = with_index.plan().await?;
    let apply = plan.apply().allow_on_demand();
    let steps: Vec<_> = apply.steps().iter().map(ToString::to_string).collect();
    assert_eq!(steps, ["~ capacity 10/20 -> on demand, which is billed per request"]);
    assert_eq!(writes::<WithIndex>(&engine, Apply::allow_on_demand).await?, 1);
    needs_nothing::<WithIndex>(&engine, &[]).await
}

#[tokio::test]
async fn a_table_that_is_declared_on_demand_is_told_of_and_stays_provisioned() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(indexed(provisioned(&engine, 10, 20), Some(throughput(1, 1)), all())).await;
    let table = Table::<WithMaxima>::new(engine.client());
    let differs = table.check().await?;
    assert!(matches!(differs[0], Step::Capacity { index: None, to: None, .. }), "{differs:?}");
    let plan = table.plan().await?;
    assert!(plan.is_empty(), "{plan}");
    assert!(plan.notes()[0].starts_with("capacity 10/20 is not on demand"), "{plan}");
    assert_eq!(writes::<WithMaxima>(&engine, |apply| apply).await?, 0);
    assert_eq!(writes::<WithMaxima>(&engine, Apply::allow_on_demand).await?, differs.len());
    let plan = table.plan().await?;
    assert!(plan.notes().iter().all(|note| note.ends_with("cannot be compared")), "{plan}");
    let notes: Vec<_> = plan.notes().iter().map(String::as_str).collect();
    needs_nothing::<WithMaxima>(&engine, &notes).await
}

#[tokio::test]
async fn a_capacity_that_is_scaled_within_its_range_is_no_difference() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(indexed(provisioned(&engine, 50, 5), Some(throughput(1, 9)), all())).await;
    needs_nothing::<Scaled>(&engine, &[]).await?;

    // Somebody has set it to what it is never scaled to.
    let update = engine.client().update_table().table_name("Kinds");
    update.provisioned_throughput(throughput(200, 5)).send().await.expect("a capacity");
    let step = "~ capacity 200/5 -> 100/5";
    let scaled = Table::<Scaled>::new(engine.client());
    assert_eq!(lines(&scaled.plan().await?), [step]);
    assert_eq!(writes::<Scaled>(&engine, |apply| apply).await?, 1);
    needs_nothing::<Scaled>(&engine, &[]).await
}

#[tokio::test]
async fn a_capacity_that_is_scaled_is_created_with_its_least() -> Outcome {
    let engine = Engine::start().expect("an engine");
    Table::<Scaled>::new(engine.client()).create().await?;
    let table = engine.client().describe_table().table_name("Kinds").send().await;
    let table = table.expect("a description").table.expect("a table");
    let capacity = table.provisioned_throughput().expect("a capacity");
    assert_eq!(capacity.read_capacity_units(), Some(5));
    needs_nothing::<Scaled>(&engine, &[]).await
}

#[tokio::test]
async fn a_stream_is_replaced_only_if_allowed() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let keys = StreamSpecification::builder().stream_enabled(true);
    let keys = keys.stream_view_type(StreamViewType::KeysOnly).build().expect("a stream");
    made(plain(&engine).stream_specification(keys)).await;
    let table = Table::<Streamed>::new(engine.client());
    let step = "~ stream KEYS_ONLY -> NEW_IMAGE, with a new ARN that consumers must switch to";
    let checked: Vec<_> = table.check().await?.iter().map(ToString::to_string).collect();
    assert_eq!(checked, [step]);
    let plan = table.plan().await?;
    assert!(plan.is_empty(), "{plan}");
    let note = "stream KEYS_ONLY is not NEW_IMAGE and stays; `allow_replacing_stream` makes a new stream, whose ARN consumers must switch to";
    assert_eq!(plan.notes(), [note]);
    assert_eq!(writes::<Streamed>(&engine, Apply::allow_turning_off).await?, 0);
    assert!(table.plan().await?.is_empty());

    assert_eq!(writes::<Streamed>(&engine, Apply::allow_replacing_stream).await?, 2);
    needs_nothing::<Streamed>(&engine, &[]).await
}

#[tokio::test]
async fn a_key_of_the_encryption_that_is_not_declared_stays() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(encrypted(&engine, Some("1234"))).await;
    let plan = Table::<Silent>::new(engine.client()).plan().await?;
    assert_eq!(plan.notes().len(), usize::from(engine.is_embedded()), "{plan}");
    let notes: Vec<_> = plan.notes().iter().map(String::as_str).collect();
    needs_nothing::<Silent>(&engine, &notes).await
}

#[tokio::test]
async fn undeclared_indexes_and_a_class_are_notes() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let local = LocalSecondaryIndex::builder()
        .index_name("ByNote")
        .key_schema(element("id", KeyType::Hash))
        .key_schema(element("note", KeyType::Range))
        .projection(all());
    let table = indexed(plain(&engine), None, all())
        .attribute_definitions(attribute("note", ScalarAttributeType::S))
        .local_secondary_indexes(local.build().expect("an index"));
    // DynamoDB Local knows one class.
    let class = engine.is_embedded().then_some(TableClass::StandardInfrequentAccess);
    made(table.set_table_class(class.clone())).await;
    let class = class.map(|_| "class STANDARD_INFREQUENT_ACCESS is not declared");
    let indexes = ["index ByOwner is not declared", "local index ByNote is not declared"];
    let notes: Vec<_> = indexes.into_iter().chain(class).collect();
    needs_nothing::<Silent>(&engine, &notes).await
}

/// The same attributes with another type.
#[derive(Debug, DynamoTable)]
#[table(name = "Kinds")]
#[allow(dead_code, reason = "only the schema matters")]
struct ByOwnerNumber {
    #[hash_key]
    id: String,
    #[range_key]
    at: u64,
    #[gsi(name = "ByOwnerNumber")]
    owner: u64,
}

#[tokio::test]
async fn a_type_that_only_undeclared_indexes_have_changes_with_them() -> Outcome {
    let engine = Engine::start().expect("an engine");
    made(indexed(plain(&engine), None, all())).await;
    let table = Table::<ByOwnerNumber>::new(engine.client());
    let refused = writes::<ByOwnerNumber>(&engine, |apply| apply).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert!(refused.to_string().contains("`allow_deleting_indexes()`"), "{refused}");
    let live = "S".to_owned();
    let only_in = vec!["ByOwner".to_owned()];
    let ty = Unchangeable::AttributeType { attribute: "owner", live, declared: "N", only_in };
    assert_eq!(table.check().await?[0], Step::CannotChange(ty));
    assert_eq!(writes::<ByOwnerNumber>(&engine, Apply::allow_deleting_indexes).await?, 2);
    needs_nothing::<ByOwnerNumber>(&engine, &[]).await
}

#[tokio::test]
async fn an_index_that_includes_keys_holds_what_it_is_declared_to() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let projection = Projection::builder().projection_type(ProjectionType::Include);
    let names = ["id", "note", "at"].map(str::to_owned).to_vec();
    let projection = projection.set_non_key_attributes(Some(names)).build();
    made(indexed(plain(&engine), None, projection)).await;
    needs_nothing::<ByOwnerAndNote>(&engine, &[]).await?;
    needs_nothing::<ByOwnerWithKeys>(&engine, &[]).await?;

    // It is created as it is written, and holds what it would hold anyway.
    let engine = Engine::start().expect("an engine");
    let table = ByOwnerWithKeys::table(engine.client());
    table.create().await?;
    needs_nothing::<ByOwnerAndNote>(&engine, &[]).await?;
    let described = engine.client().describe_table().table_name("Kinds").send().await;
    let described = described.expect("a description").table.expect("a table");
    let held = described.global_secondary_indexes()[0].projection().expect("a projection");
    assert_eq!(held.non_key_attributes(), ["id", "note", "at"]);
    let [owner, note] = ["ann", "text"].map(str::to_owned);
    let item = ByOwnerWithKeys { id: "1".to_owned(), at: 2, owner, note };
    table.put(&item).await?;
    let found = table.query_by_owner("ann").all().await?;
    assert_eq!((&*found[0].id, found[0].at, &*found[0].note), ("1", 2, "text"));
    Ok(())
}
