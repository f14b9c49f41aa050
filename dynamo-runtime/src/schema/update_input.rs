//! Steps that one request takes in, the SDK's `UpdateTableInput` out.

use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableInputBuilder;
use aws_sdk_dynamodb::types::builders::UpdateGlobalSecondaryIndexActionBuilder;
use aws_sdk_dynamodb::types::{
    BillingMode, CreateGlobalSecondaryIndexAction, DeleteGlobalSecondaryIndexAction,
    GlobalSecondaryIndexUpdate, OnDemandThroughput, SseSpecification,
    UpdateGlobalSecondaryIndexAction,
};

use super::create_input::{
    COMPLETE, attribute_definitions, count, encryption, stream, table_class, throughput, warm,
};
use super::plan::Step;
use super::{Capacity, Encryption, IndexSchema, TableSchema, Units};

/// Takes a maximum away.
const NO_MAXIMUM: i64 = -1;

impl TableSchema {
    /// Returns the UpdateTable request that takes these steps, which share one.
    pub(crate) fn update_input(&self, table_name: &str, steps: &[Step]) -> UpdateTableInputBuilder {
        let input = UpdateTableInputBuilder::default().table_name(table_name);
        steps.iter().fold(input, |input, step| self.with_step(input, step))
    }

    fn with_step(&self, input: UpdateTableInputBuilder, step: &Step) -> UpdateTableInputBuilder {
        match step {
            Step::DeleteIndex { index } => input.global_secondary_index_updates(delete(index)),
            Step::CreateIndex { index, capacity } => {
                let index = self.indexes.iter().find(|known| known.name == *index);
                self.with_index(input, index.expect("the step is made from the schema"), *capacity)
            }
            Step::Capacity { index, from, to } => {
                with_capacity(input, index.as_deref(), *from, *to)
            }
            Step::Maximum { index, from, to } => with_maximum(input, *index, *from, *to),
            Step::Warm { index, to, .. } => with_warm(input, *index, *to),
            Step::Class { to, .. } => input.table_class(table_class(*to)),
            Step::Stream { to, .. } => input.stream_specification(stream(*to)),
            Step::Encryption { to, .. } => input.sse_specification(sse(*to)),
            Step::DeletionProtection { on } => input.deletion_protection_enabled(*on),
            step => unreachable!("UpdateTable does not take `{step}`"),
        }
    }

    /// The new index's own attributes are all that is defined: the table keeps those it has.
    fn with_index(
        &self,
        input: UpdateTableInputBuilder,
        index: &IndexSchema,
        capacity: Option<Capacity>,
    ) -> UpdateTableInputBuilder {
        let made = self.global(index);
        // A maximum is one of tables on demand.
        let maximum = made.on_demand_throughput.filter(|_| capacity.is_none());
        let create = CreateGlobalSecondaryIndexAction::builder()
            .index_name(made.index_name)
            .set_key_schema(Some(made.key_schema))
            .set_projection(made.projection)
            .set_provisioned_throughput(capacity.map(throughput))
            .set_on_demand_throughput(maximum)
            .set_warm_throughput(made.warm_throughput);
        let create = create.build().expect(COMPLETE);
        let update = GlobalSecondaryIndexUpdate::builder().create(create).build();
        let keys = attribute_definitions(index.hash.iter().chain(index.range));
        input.set_attribute_definitions(Some(keys)).global_secondary_index_updates(update)
    }
}

fn with_capacity(
    input: UpdateTableInputBuilder,
    index: Option<&str>,
    from: Option<Capacity>,
    to: Option<Capacity>,
) -> UpdateTableInputBuilder {
    if let Some(index) = index {
        let update = update(index).set_provisioned_throughput(to.map(throughput));
        return with_update(input, update);
    }
    let mode = if to.is_some() { BillingMode::Provisioned } else { BillingMode::PayPerRequest };
    let switched = (from.is_some() != to.is_some()).then_some(mode);
    input.set_billing_mode(switched).set_provisioned_throughput(to.map(throughput))
}

fn with_maximum(
    input: UpdateTableInputBuilder,
    index: Option<&str>,
    from: Units,
    to: Units,
) -> UpdateTableInputBuilder {
    let units = |from: Option<u64>, to: Option<u64>| to.map(count).or(from.map(|_| NO_MAXIMUM));
    let maximum = OnDemandThroughput::builder()
        .set_max_read_request_units(units(from.read, to.read))
        .set_max_write_request_units(units(from.write, to.write))
        .build();
    match index {
        Some(index) => with_update(input, update(index).on_demand_throughput(maximum)),
        None => input.on_demand_throughput(maximum),
    }
}

fn with_warm(
    input: UpdateTableInputBuilder,
    index: Option<&str>,
    to: Units,
) -> UpdateTableInputBuilder {
    let warm = warm(to);
    match index {
        Some(index) => with_update(input, update(index).set_warm_throughput(warm)),
        None => input.set_warm_throughput(warm),
    }
}

type UpdateIndex = UpdateGlobalSecondaryIndexActionBuilder;

fn update(index: &str) -> UpdateIndex {
    UpdateGlobalSecondaryIndexAction::builder().index_name(index)
}

fn with_update(input: UpdateTableInputBuilder, update: UpdateIndex) -> UpdateTableInputBuilder {
    let update = update.build().expect(COMPLETE);
    input.global_secondary_index_updates(
        GlobalSecondaryIndexUpdate::builder().update(update).build(),
    )
}

fn delete(index: &str) -> GlobalSecondaryIndexUpdate {
    let delete = DeleteGlobalSecondaryIndexAction::builder().index_name(index);
    GlobalSecondaryIndexUpdate::builder().delete(delete.build().expect(COMPLETE)).build()
}

fn sse(key: Encryption) -> SseSpecification {
    // CreateTable says nothing for DynamoDB's own key, UpdateTable goes back to it.
    let owned = || SseSpecification::builder().enabled(false).build();
    encryption(key).unwrap_or_else(owned)
}
