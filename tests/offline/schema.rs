//! The CreateTable request equals the one written by hand, field for field.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    LocalSecondaryIndex, OnDemandThroughput, Projection, ProjectionType, ProvisionedThroughput,
    ScalarAttributeType, SseSpecification, SseType, StreamSpecification, StreamViewType,
    TableClass, Tag, WarmThroughput,
};
use dynamo_runtime::schema::AttributeType;
use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Everything, Order, Status, offline};
use samples::{Domain, Log};

use crate::wires::WIRES;

fn attribute(name: &str, ty: ScalarAttributeType) -> AttributeDefinition {
    AttributeDefinition::builder().attribute_name(name).attribute_type(ty).build().unwrap()
}

fn key(name: &str, ty: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(ty).build().unwrap()
}

fn throughput(read: i64, write: i64) -> ProvisionedThroughput {
    let units = ProvisionedThroughput::builder().read_capacity_units(read);
    units.write_capacity_units(write).build().unwrap()
}

fn projection(kind: ProjectionType, include: &[&str]) -> Projection {
    let include =
        include.iter().fold(Projection::builder(), |all, name| all.non_key_attributes(*name));
    include.projection_type(kind).build()
}

fn global(name: &str, keys: &[(&str, KeyType)], projection: Projection) -> GlobalSecondaryIndex {
    let keys = keys.iter().map(|(name, ty)| key(name, ty.clone())).collect();
    let index = GlobalSecondaryIndex::builder().index_name(name).set_key_schema(Some(keys));
    index.projection(projection).build().unwrap()
}

fn table(name: &str) -> CreateTableInputBuilder {
    CreateTableInputBuilder::default().table_name(name)
}

#[test]
fn of_domain() {
    let expected = table("Domain")
        .key_schema(key("url", KeyType::Hash))
        .attribute_definitions(attribute("url", ScalarAttributeType::S))
        .billing_mode(BillingMode::Provisioned)
        .provisioned_throughput(throughput(10, 10));
    assert_eq!(Domain::table(offline()).create().input().unwrap(), expected);
}

#[test]
fn of_log() {
    let index = GlobalSecondaryIndex::builder()
        .index_name("Status")
        .key_schema(key("status", KeyType::Hash))
        .projection(projection(ProjectionType::All, &[]))
        .provisioned_throughput(throughput(10, 10));
    let expected = table("Log")
        .key_schema(key("updated_at", KeyType::Hash))
        .attribute_definitions(attribute("updated_at", ScalarAttributeType::S))
        .attribute_definitions(attribute("status", ScalarAttributeType::S))
        .billing_mode(BillingMode::Provisioned)
        .provisioned_throughput(throughput(10, 10))
        .global_secondary_indexes(index.build().unwrap());
    assert_eq!(Log::table(offline()).create().input().unwrap(), expected);
}

#[test]
fn of_a_table_with_indexes_of_every_kind() {
    let local = LocalSecondaryIndex::builder()
        .index_name("by-date")
        .key_schema(key("customer", KeyType::Hash))
        .key_schema(key("placedAt", KeyType::Range))
        .projection(projection(ProjectionType::All, &[]));
    let keys =
        [("customer", KeyType::Hash), ("status", KeyType::Range), ("placedAt", KeyType::Range)];
    let all = projection(ProjectionType::All, &[]);
    let keys_only = projection(ProjectionType::KeysOnly, &[]);
    let expected = table("Orders")
        .key_schema(key("customer", KeyType::Hash))
        .key_schema(key("number", KeyType::Range))
        .attribute_definitions(attribute("customer", ScalarAttributeType::S))
        .attribute_definitions(attribute("number", ScalarAttributeType::N))
        .attribute_definitions(attribute("status", ScalarAttributeType::S))
        .attribute_definitions(attribute("placedAt", ScalarAttributeType::S))
        .attribute_definitions(attribute("courier", ScalarAttributeType::S))
        .billing_mode(BillingMode::PayPerRequest)
        .global_secondary_indexes(global("ByCustomerAndStatus", &keys, all))
        .global_secondary_indexes(global("Courier", &[("courier", KeyType::Hash)], keys_only))
        .local_secondary_indexes(local.build().unwrap());
    assert_eq!(Order::table(offline()).create().input().unwrap(), expected);
}

#[test]
fn of_a_table_with_a_bytes_key() {
    let expected = table("Everything")
        .key_schema(key("id", KeyType::Hash))
        .attribute_definitions(attribute("id", ScalarAttributeType::B))
        .billing_mode(BillingMode::PayPerRequest);
    assert_eq!(Everything::table(offline()).create().input().unwrap(), expected);
}

#[test]
fn projection_and_capacity_are_as_the_index_says() {
    /// An index inherits the table's capacity unless it has its own; settings stand at one of its fields.
    #[derive(DynamoTable)]
    #[table(read_capacity = 3, write_capacity = 4)]
    struct Article {
        #[hash_key]
        id: String,
        #[gsi(name = "ByAuthor", include = [title, pages])]
        #[gsi(name = "ByAuthorAndYear", read_capacity = 5, write_capacity = 6)]
        author: String,
        #[gsi(name = "ByAuthorAndYear", range, projection = "KEYS_ONLY")]
        year: u16,
        #[dynamo(rename = "Title")]
        title: String,
        pages: u32,
    }
    let input = Article::table(offline()).create().input().unwrap();
    let [by_author, by_year] = input.get_global_secondary_indexes().as_deref().unwrap() else {
        panic!("two indexes")
    };
    let include = projection(ProjectionType::Include, &["Title", "pages"]);
    assert_eq!(by_author.projection(), Some(&include));
    assert_eq!(by_author.provisioned_throughput(), Some(&throughput(3, 4)));
    assert_eq!(by_year.projection(), Some(&projection(ProjectionType::KeysOnly, &[])));
    assert_eq!(by_year.provisioned_throughput(), Some(&throughput(5, 6)));
    let author = attribute("author", ScalarAttributeType::S);
    let definitions = input.get_attribute_definitions().as_deref().unwrap_or_default();
    assert_eq!(definitions.iter().filter(|known| **known == author).count(), 1);
}

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// A table that uses everything at once.
#[derive(DynamoTable)]
#[table(
    name = "Shipments",
    max_read_units = 100,
    warm_read_units = 12_000,
    warm_write_units = 4_000
)]
#[table(
    class = "STANDARD_INFREQUENT_ACCESS",
    stream = "NEW_AND_OLD_IMAGES",
    encryption = "alias/shipments"
)]
#[table(deletion_protection, point_in_time_recovery = 7, tags(team = "logistics", "cost-center" = ""))]
#[table(resource_policy = POLICY, index_quota = 30, rename_all = "camelCase")]
#[gsi(name = "ByRegion", hash = [tenant, region], range = [status, created_at], include = [title, weight])]
#[gsi(name = "ByWeight", hash = [weight], projection = "KEYS_ONLY", max_read_units = 5, max_write_units = 6)]
struct Shipment {
    #[hash_key]
    tenant: String,
    #[range_key]
    number: u64,
    #[gsi(name = "Region", warm_read_units = 13_000)]
    region: String,
    #[lsi(name = "ByStatus", include = [title])]
    status: Status,
    created_at: String,
    title: String,
    weight: Option<u32>,
    #[ttl]
    expires_at: Option<u64>,
    labels: BTreeSet<String>,
    #[dynamo(serde)]
    note: Option<String>,
}

#[test]
fn of_a_table_that_uses_everything_at_once() {
    let [hash, range] = [KeyType::Hash, KeyType::Range];
    let units = |read, write| {
        let units = OnDemandThroughput::builder().set_max_read_request_units(read);
        units.set_max_write_request_units(write).build()
    };
    let warm = |read, write| {
        let warm = WarmThroughput::builder().set_read_units_per_second(read);
        warm.set_write_units_per_second(write).build()
    };
    let index = |name, keys: &[(&str, &KeyType)], shown| {
        let index = GlobalSecondaryIndex::builder().index_name(name).projection(shown);
        keys.iter().fold(index, |index, (name, ty)| index.key_schema(key(name, (*ty).clone())))
    };
    let all = projection(ProjectionType::All, &[]);
    let some = projection(ProjectionType::Include, &["title", "weight"]);
    let keys_only = projection(ProjectionType::KeysOnly, &[]);
    let by_region =
        [("tenant", &hash), ("region", &hash), ("status", &range), ("createdAt", &range)];
    let local = LocalSecondaryIndex::builder()
        .index_name("ByStatus")
        .key_schema(key("tenant", KeyType::Hash))
        .key_schema(key("status", KeyType::Range))
        .projection(projection(ProjectionType::Include, &["title"]));
    let stream = StreamSpecification::builder().stream_enabled(true);
    let encryption = SseSpecification::builder().enabled(true).sse_type(SseType::Kms);
    let tag = |key, value| Tag::builder().key(key).value(value).build().unwrap();
    let (strings, numbers) = (ScalarAttributeType::S, ScalarAttributeType::N);
    let expected = table("Shipments")
        .key_schema(key("tenant", KeyType::Hash))
        .key_schema(key("number", KeyType::Range))
        .attribute_definitions(attribute("tenant", strings.clone()))
        .attribute_definitions(attribute("number", numbers.clone()))
        .attribute_definitions(attribute("region", strings.clone()))
        .attribute_definitions(attribute("status", strings.clone()))
        .attribute_definitions(attribute("createdAt", strings))
        .attribute_definitions(attribute("weight", numbers))
        .billing_mode(BillingMode::PayPerRequest)
        .on_demand_throughput(units(Some(100), None))
        .warm_throughput(warm(Some(12_000), Some(4_000)))
        .global_secondary_indexes({
            let index = index("Region", &[("region", &hash)], all)
                .warm_throughput(warm(Some(13_000), None));
            index.on_demand_throughput(units(Some(100), None)).build().unwrap()
        })
        .global_secondary_indexes({
            let index = index("ByRegion", &by_region, some);
            index.on_demand_throughput(units(Some(100), None)).build().unwrap()
        })
        .global_secondary_indexes({
            let index = index("ByWeight", &[("weight", &hash)], keys_only);
            index.on_demand_throughput(units(Some(5), Some(6))).build().unwrap()
        })
        .local_secondary_indexes(local.build().unwrap())
        .table_class(TableClass::StandardInfrequentAccess)
        .stream_specification(
            stream.stream_view_type(StreamViewType::NewAndOldImages).build().unwrap(),
        )
        .sse_specification(encryption.kms_master_key_id("alias/shipments").build())
        .deletion_protection_enabled(true)
        .tags(tag("team", "logistics"))
        .tags(tag("cost-center", ""))
        .resource_policy(POLICY);
    assert_eq!(Shipment::table(offline()).create().input().unwrap(), expected);
    assert_eq!(
        (Shipment::SCHEMA.ttl, Shipment::SCHEMA.point_in_time_recovery),
        (Some("expiresAt"), Some(7))
    );
}

#[test]
fn a_quota_that_was_raised_takes_more_indexes() {
    #[derive(DynamoTable)]
    #[table(index_quota = 21)]
    struct Wide {
        #[hash_key]
        id: String,
        #[gsi(name = "Index1")]
        #[gsi(name = "Index2")]
        #[gsi(name = "Index3")]
        #[gsi(name = "Index4")]
        #[gsi(name = "Index5")]
        #[gsi(name = "Index6")]
        #[gsi(name = "Index7")]
        #[gsi(name = "Index8")]
        #[gsi(name = "Index9")]
        #[gsi(name = "Index10")]
        #[gsi(name = "Index11")]
        #[gsi(name = "Index12")]
        #[gsi(name = "Index13")]
        #[gsi(name = "Index14")]
        #[gsi(name = "Index15")]
        #[gsi(name = "Index16")]
        #[gsi(name = "Index17")]
        #[gsi(name = "Index18")]
        #[gsi(name = "Index19")]
        #[gsi(name = "Index20")]
        #[gsi(name = "Index21")]
        kind: String,
    }
    let input = Wide::table(offline()).create().input().unwrap();
    assert_eq!(input.get_global_secondary_indexes().as_ref().map(Vec::len), Some(21));
}

#[tokio::test]
async fn a_time_to_live_in_milliseconds_is_refused() {
    let shipment = |expires_at| Shipment {
        tenant: "t".to_owned(),
        number: 1,
        region: "r".to_owned(),
        status: Status::Open,
        created_at: "c".to_owned(),
        title: String::new(),
        weight: None,
        expires_at,
        labels: BTreeSet::new(),
        note: None,
    };
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        let table = Shipment::table(Dynamo::new(script.client(1)).with_wire(wire));
        table.put(&shipment(Some(99_999_999_999))).await.expect("seconds");
        let milliseconds = 1_763_800_000_000;
        let put = table.put(&shipment(Some(milliseconds))).await.expect_err("milliseconds");
        let update = table.update("t", 1).set(Shipment::EXPIRES_AT, milliseconds);
        let update = update.input().expect_err("milliseconds");
        for refused in [put, update] {
            assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
            assert!(refused.to_string().starts_with("Shipments.expiresAt: "), "{refused}");
        }
    }
}

#[test]
fn a_schema_is_pleasant_to_read() {
    let expected = "\
table Shipments, on demand, at most 100 read units, warm for 12000 read and 4000 write units
  tenant     S     hash key
  number     N     range key
  region     S
  status     S
  createdAt  S
  title      S
  weight     N     optional
  expiresAt  N     time to live, optional
  labels     SS    optional
  note       any   optional
global index Region: hash region, warm for 13000 read units
local index ByStatus: hash tenant, range status, with title
global index ByRegion: hash tenant, region, range status, createdAt, with title, weight
global index ByWeight: hash weight, keys only, at most 5 read and 6 write units
class STANDARD_INFREQUENT_ACCESS
stream of NEW_AND_OLD_IMAGES
encrypted with alias/shipments
protected from deletion
point-in-time recovery, 7 days
tags team=logistics, cost-center=
a resource policy";
    assert_eq!(Shipment::SCHEMA.to_string(), expected);
    let expected = "\
table Log, 10 read and 10 write capacity units
  updated_at  S     hash key
  status      S
  message     S
global index Status: hash status, 10 read and 10 write capacity units";
    assert_eq!(Log::SCHEMA.to_string(), expected);
}

#[test]
fn the_schema_is_data() {
    assert_eq!(Log::SCHEMA.name, "Log");
    assert_eq!(Log::SCHEMA.hash_key.name, "updated_at");
    assert_eq!(Log::SCHEMA.range_key, None);
    let [status] = Log::SCHEMA.indexes else { panic!("one index") };
    assert_eq!(status.hash[0].name, "status");
    let types: Vec<_> = Log::SCHEMA.fields.iter().map(|field| (field.name, field.ty)).collect();
    let names = ["updated_at", "status", "message"];
    assert_eq!(types, names.map(|name| (name, AttributeType::S)));
    assert_eq!(Order::SCHEMA.key_names().collect::<Vec<_>>(), ["customer", "number"]);
}
