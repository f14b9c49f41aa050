//! The schema in, the SDK's `CreateTableInput` out.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    self as sdk, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex,
    ProjectionType, ProvisionedThroughput, ScalarAttributeType,
};

use super::{
    AttributeDefinition, Capacity, IndexSchema, IndexScope, Projection, ScalarType, TableSchema,
};

const COMPLETE: &str = "every required member is set";

impl TableSchema {
    /// Returns the CreateTable request for a table called `table_name`.
    pub(crate) fn create_input(&self, table_name: &str) -> CreateTableInputBuilder {
        let range: Vec<_> = self.range_key.into_iter().collect();
        let indexes = |scope| self.indexes.iter().filter(move |index| index.scope == scope);
        let global =
            indexes(IndexScope::Global).map(|index| self.global(index)).collect::<Vec<_>>();
        let local = indexes(IndexScope::Local).map(|index| local(index)).collect::<Vec<_>>();
        CreateTableInputBuilder::default()
            .table_name(table_name)
            .set_attribute_definitions(Some(self.attribute_definitions()))
            .set_key_schema(Some(key_schema(&[self.hash_key], &range)))
            .billing_mode(match self.capacity {
                Some(_) => BillingMode::Provisioned,
                None => BillingMode::PayPerRequest,
            })
            .set_provisioned_throughput(self.capacity.map(throughput))
            .set_global_secondary_indexes(Some(global).filter(|list| !list.is_empty()))
            .set_local_secondary_indexes(Some(local).filter(|list| !list.is_empty()))
    }

    /// The key attributes of the table and its indexes, each once: CreateTable refuses any other.
    fn attribute_definitions(&self) -> Vec<sdk::AttributeDefinition> {
        let of_indexes = self.indexes.iter().flat_map(|index| index.hash.iter().chain(index.range));
        let mut keys: Vec<AttributeDefinition> = Vec::new();
        for key in [self.hash_key].iter().chain(&self.range_key).chain(of_indexes) {
            if !keys.iter().any(|known| known.name == key.name) {
                keys.push(*key);
            }
        }
        keys.into_iter().map(attribute_definition).collect()
    }

    fn global(&self, index: &IndexSchema) -> GlobalSecondaryIndex {
        GlobalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(key_schema(index.hash, index.range)))
            .projection(projection(index.projection))
            .set_provisioned_throughput(index.capacity.or(self.capacity).map(throughput))
            .build()
            .expect(COMPLETE)
    }
}

fn local(index: &IndexSchema) -> LocalSecondaryIndex {
    LocalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(key_schema(index.hash, index.range)))
        .projection(projection(index.projection))
        .build()
        .expect(COMPLETE)
}

fn key_schema(
    hash: &[AttributeDefinition],
    range: &[AttributeDefinition],
) -> Vec<KeySchemaElement> {
    let element = |key: &AttributeDefinition, role| {
        let element = KeySchemaElement::builder().attribute_name(key.name).key_type(role);
        element.build().expect(COMPLETE)
    };
    let hash = hash.iter().map(|key| element(key, KeyType::Hash));
    let range = range.iter().map(|key| element(key, KeyType::Range));
    hash.chain(range).collect()
}

fn attribute_definition(key: AttributeDefinition) -> sdk::AttributeDefinition {
    let ty = match key.ty {
        ScalarType::S => ScalarAttributeType::S,
        ScalarType::N => ScalarAttributeType::N,
        ScalarType::B => ScalarAttributeType::B,
    };
    let definition = sdk::AttributeDefinition::builder().attribute_name(key.name);
    definition.attribute_type(ty).build().expect(COMPLETE)
}

fn projection(projection: Projection) -> sdk::Projection {
    let (kind, include) = match projection {
        Projection::All => (ProjectionType::All, None),
        Projection::KeysOnly => (ProjectionType::KeysOnly, None),
        Projection::Include(names) => {
            let names = names.iter().map(ToString::to_string).collect();
            (ProjectionType::Include, Some(names))
        }
    };
    sdk::Projection::builder().projection_type(kind).set_non_key_attributes(include).build()
}

fn throughput(capacity: Capacity) -> ProvisionedThroughput {
    let units = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
    ProvisionedThroughput::builder()
        .read_capacity_units(units(capacity.read))
        .write_capacity_units(units(capacity.write))
        .build()
        .expect(COMPLETE)
}
