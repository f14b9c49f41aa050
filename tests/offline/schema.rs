//! The CreateTable request equals the one written by hand, field for field.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    LocalSecondaryIndex, Projection, ProjectionType, ProvisionedThroughput, ScalarAttributeType,
};
use dynamo_runtime::DynamoTable;
use dynamo_tests::{Everything, Order, offline};
use samples::{Domain, Log};

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

#[test]
fn the_schema_is_data() {
    assert_eq!(Log::SCHEMA.name, "Log");
    assert_eq!(Log::SCHEMA.hash_key.name, "updated_at");
    assert_eq!(Log::SCHEMA.range_key, None);
    let [status] = Log::SCHEMA.indexes else { panic!("one index") };
    assert_eq!(status.hash[0].name, "status");
    assert_eq!(Order::SCHEMA.key_names().collect::<Vec<_>>(), ["customer", "number"]);
}
