//! A schema in, what the service tells of a table that it has just made of it out.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{self as sdk, SseStatus, TableDescription, TableStatus};

use crate::plan::{Live, Told};
use crate::schema::TableSchema;

pub(super) fn made(schema: &TableSchema) -> Live {
    let tag = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Live {
        table: Some(table(&schema.create_input("Log"))),
        ttl: Told::Is(schema.ttl.map(str::to_owned)),
        recovery: Told::Is(schema.point_in_time_recovery),
        tags: Told::Is(schema.tags.iter().map(tag).collect()),
        policy: Told::Is(schema.resource_policy.map(|policy| policy.replace(',', " , "))),
        busy: None,
    }
}

fn table(input: &CreateTableInputBuilder) -> TableDescription {
    let global = input.get_global_secondary_indexes().as_deref().unwrap_or_default();
    let local = input.get_local_secondary_indexes().as_deref().unwrap_or_default();
    let mode = input.get_billing_mode().clone();
    let mode = sdk::BillingModeSummary::builder().set_billing_mode(mode);
    let warm = sdk::TableWarmThroughputDescription::builder()
        .read_units_per_second(12_000)
        .write_units_per_second(4_000);
    let class = input.get_table_class().clone();
    let class = class.map(|class| sdk::TableClassSummary::builder().table_class(class).build());
    TableDescription::builder()
        .table_name("Log")
        .table_status(TableStatus::Active)
        .set_key_schema(input.get_key_schema().clone())
        .set_attribute_definitions(input.get_attribute_definitions().clone())
        .billing_mode_summary(mode.build())
        .set_provisioned_throughput(input.get_provisioned_throughput().as_ref().map(capacity))
        .set_on_demand_throughput(input.get_on_demand_throughput().clone())
        .warm_throughput(warm.build())
        .set_global_secondary_indexes(Some(global.iter().map(global_index).collect()))
        .set_local_secondary_indexes(Some(local.iter().map(local_index).collect()))
        .set_stream_specification(input.get_stream_specification().clone())
        .set_sse_description(input.get_sse_specification().as_ref().map(encryption))
        .set_table_class_summary(class)
        .deletion_protection_enabled(input.get_deletion_protection_enabled().unwrap_or(false))
        .build()
}

fn global_index(index: &sdk::GlobalSecondaryIndex) -> sdk::GlobalSecondaryIndexDescription {
    let warm = sdk::GlobalSecondaryIndexWarmThroughputDescription::builder()
        .read_units_per_second(12_000)
        .write_units_per_second(4_000);
    sdk::GlobalSecondaryIndexDescription::builder()
        .index_name(&index.index_name)
        .set_key_schema(Some(index.key_schema.clone()))
        .set_projection(index.projection.clone())
        .index_status(sdk::IndexStatus::Active)
        .set_provisioned_throughput(index.provisioned_throughput.as_ref().map(capacity))
        .set_on_demand_throughput(index.on_demand_throughput.clone())
        .warm_throughput(warm.build())
        .build()
}

fn local_index(index: &sdk::LocalSecondaryIndex) -> sdk::LocalSecondaryIndexDescription {
    sdk::LocalSecondaryIndexDescription::builder()
        .index_name(&index.index_name)
        .set_key_schema(Some(index.key_schema.clone()))
        .set_projection(index.projection.clone())
        .build()
}

fn encryption(key: &sdk::SseSpecification) -> sdk::SseDescription {
    let id = key.kms_master_key_id().unwrap_or("of-the-account");
    sdk::SseDescription::builder()
        .status(SseStatus::Enabled)
        .kms_master_key_arn(format!("arn:aws:kms:eu-west-1:1:key/{id}"))
        .build()
}

fn capacity(units: &sdk::ProvisionedThroughput) -> sdk::ProvisionedThroughputDescription {
    sdk::ProvisionedThroughputDescription::builder()
        .read_capacity_units(units.read_capacity_units)
        .write_capacity_units(units.write_capacity_units)
        .build()
}
