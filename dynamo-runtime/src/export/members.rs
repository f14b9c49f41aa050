//! The CreateTable request in, JSON with the service's names for its members out: what AWS's tools have in common.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, LocalSecondaryIndex,
    OnDemandThroughput, Projection, ProjectionType, ProvisionedThroughput, TableClass, Tag,
    WarmThroughput,
};
use serde_json::{Map, Value, json};

/// A JSON object with those members that have a value.
#[derive(Debug, Default)]
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// The same with a member, if there is a value.
    pub(super) fn with(mut self, name: &str, value: Option<impl Into<Value>>) -> Self {
        self.0.extend(value.map(|value| (name.to_owned(), value.into())));
        self
    }

    /// What every tool calls by the service's names.
    pub(super) fn common(input: &CreateTableInputBuilder) -> Self {
        Self::default()
            .with("TableName", input.get_table_name().as_deref())
            .with("KeySchema", list(input.get_key_schema().as_ref(), key))
            .with(
                "AttributeDefinitions",
                list(input.get_attribute_definitions().as_ref(), attribute),
            )
            .with("BillingMode", input.get_billing_mode().as_ref().map(BillingMode::as_str))
            .with(
                "ProvisionedThroughput",
                input.get_provisioned_throughput().as_ref().map(provisioned),
            )
            .with(
                "GlobalSecondaryIndexes",
                list(input.get_global_secondary_indexes().as_ref(), global),
            )
            .with(
                "LocalSecondaryIndexes",
                list(input.get_local_secondary_indexes().as_ref(), local),
            )
            .with("OnDemandThroughput", input.get_on_demand_throughput().as_ref().map(on_demand))
            .with("WarmThroughput", input.get_warm_throughput().as_ref().map(warm))
            .with("TableClass", input.get_table_class().as_ref().map(TableClass::as_str))
            .with("DeletionProtectionEnabled", *input.get_deletion_protection_enabled())
            .with("Tags", list(input.get_tags().as_ref(), tag))
    }
}

impl From<Members> for Value {
    fn from(members: Members) -> Self {
        Self::Object(members.0)
    }
}

fn list<T>(all: Option<&Vec<T>>, one: impl Fn(&T) -> Value) -> Option<Vec<Value>> {
    all.map(|all| all.iter().map(one).collect())
}

fn key(key: &KeySchemaElement) -> Value {
    json!({ "AttributeName": key.attribute_name(), "KeyType": key.key_type().as_str() })
}

fn attribute(attribute: &AttributeDefinition) -> Value {
    let ty = attribute.attribute_type().as_str();
    json!({ "AttributeName": attribute.attribute_name(), "AttributeType": ty })
}

fn tag(tag: &Tag) -> Value {
    json!({ "Key": tag.key(), "Value": tag.value() })
}

fn global(index: &GlobalSecondaryIndex) -> Value {
    let keys = index.key_schema().iter().map(key).collect::<Vec<_>>();
    Members::default()
        .with("IndexName", Some(index.index_name()))
        .with("KeySchema", Some(keys))
        .with("Projection", index.projection().map(projection))
        .with("ProvisionedThroughput", index.provisioned_throughput().map(provisioned))
        .with("OnDemandThroughput", index.on_demand_throughput().map(on_demand))
        .with("WarmThroughput", index.warm_throughput().map(warm))
        .into()
}

fn local(index: &LocalSecondaryIndex) -> Value {
    let keys = index.key_schema().iter().map(key).collect::<Vec<_>>();
    Members::default()
        .with("IndexName", Some(index.index_name()))
        .with("KeySchema", Some(keys))
        .with("Projection", index.projection().map(projection))
        .into()
}

fn projection(projection: &Projection) -> Value {
    let include = projection.non_key_attributes.as_deref();
    Members::default()
        .with("ProjectionType", projection.projection_type().map(ProjectionType::as_str))
        .with("NonKeyAttributes", include)
        .into()
}

fn provisioned(units: &ProvisionedThroughput) -> Value {
    let (read, write) = (units.read_capacity_units(), units.write_capacity_units());
    json!({ "ReadCapacityUnits": read, "WriteCapacityUnits": write })
}

fn on_demand(units: &OnDemandThroughput) -> Value {
    Members::default()
        .with("MaxReadRequestUnits", units.max_read_request_units())
        .with("MaxWriteRequestUnits", units.max_write_request_units())
        .into()
}

fn warm(units: &WarmThroughput) -> Value {
    Members::default()
        .with("ReadUnitsPerSecond", units.read_units_per_second())
        .with("WriteUnitsPerSecond", units.write_units_per_second())
        .into()
}
