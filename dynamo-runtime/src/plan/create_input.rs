//! The schema in, the SDK's `CreateTableInput` out.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    self as sdk, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex,
    OnDemandThroughput, ProjectionType, ProvisionedThroughput, ScalarAttributeType,
    SseSpecification, SseType, StreamSpecification, StreamViewType, Tag, WarmThroughput,
};

use crate::error::Error;
use crate::schema::{
    AttributeDefinition, Capacity, Encryption, IndexSchema, IndexScope, Projection, ScalarType,
    StreamView, TableClass, TableSchema, Units, checked_table_name,
};

pub(crate) const COMPLETE: &str = "every required member is set";

impl TableSchema {
    /// Returns the SDK's CreateTable request for a table of this name: the complete schema but for what CreateTable does
    /// not take, the time to live and the point-in-time recovery.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the name is none that DynamoDB takes.
    pub fn create_table_input(&self, table_name: &str) -> Result<CreateTableInputBuilder, Error> {
        Ok(self.create_input(checked_table_name(table_name)?))
    }

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
            .set_on_demand_throughput(on_demand(self.maximum))
            .set_warm_throughput(warm(self.warm))
            .set_table_class(self.class.map(table_class))
            .set_stream_specification(self.stream.map(|view| stream(Some(view))))
            .set_sse_specification(self.encryption.and_then(encryption))
            .set_deletion_protection_enabled(self.deletion_protection.then_some(true))
            .set_tags((!self.tags.is_empty()).then(|| self.tags.iter().map(tag).collect()))
            .set_resource_policy(self.resource_policy.map(str::to_owned))
    }

    /// The key attributes of the table and its indexes, each once: CreateTable refuses any other.
    fn attribute_definitions(&self) -> Vec<sdk::AttributeDefinition> {
        let of_indexes = self.indexes.iter().flat_map(|index| index.hash.iter().chain(index.range));
        attribute_definitions([self.hash_key].iter().chain(&self.range_key).chain(of_indexes))
    }

    pub(super) fn global(&self, index: &IndexSchema) -> GlobalSecondaryIndex {
        GlobalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(key_schema(index.hash, index.range)))
            .projection(projection(index.projection))
            .set_provisioned_throughput(self.bounds_of(index).map(|bounds| throughput(bounds.low)))
            .set_on_demand_throughput(on_demand(index.maximum).or(on_demand(self.maximum)))
            .set_warm_throughput(warm(index.warm))
            .build()
            .expect(COMPLETE)
    }
}

/// The definitions of these attributes, each once.
pub(super) fn attribute_definitions<'a>(
    keys: impl Iterator<Item = &'a AttributeDefinition>,
) -> Vec<sdk::AttributeDefinition> {
    let mut defined: Vec<AttributeDefinition> = Vec::new();
    for key in keys {
        if !defined.iter().any(|known| known.name == key.name) {
            defined.push(*key);
        }
    }
    defined.into_iter().map(attribute_definition).collect()
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

pub(super) fn throughput(capacity: Capacity) -> ProvisionedThroughput {
    ProvisionedThroughput::builder()
        .read_capacity_units(count(capacity.read))
        .write_capacity_units(count(capacity.write))
        .build()
        .expect(COMPLETE)
}

fn on_demand(maximum: Units) -> Option<OnDemandThroughput> {
    let units = OnDemandThroughput::builder()
        .set_max_read_request_units(maximum.read.map(count))
        .set_max_write_request_units(maximum.write.map(count));
    (maximum != Units::NONE).then(|| units.build())
}

pub(super) fn warm(units: Units) -> Option<WarmThroughput> {
    let warm = WarmThroughput::builder()
        .set_read_units_per_second(units.read.map(count))
        .set_write_units_per_second(units.write.map(count));
    (units != Units::NONE).then(|| warm.build())
}

pub(super) fn count(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

pub(super) fn table_class(class: TableClass) -> sdk::TableClass {
    match class {
        TableClass::Standard => sdk::TableClass::Standard,
        TableClass::StandardInfrequentAccess => sdk::TableClass::StandardInfrequentAccess,
    }
}

/// A stream with this view, or none.
pub(super) fn stream(view: Option<StreamView>) -> StreamSpecification {
    let stream = StreamSpecification::builder().stream_enabled(view.is_some());
    stream.set_stream_view_type(view.map(view_type)).build().expect(COMPLETE)
}

fn view_type(view: StreamView) -> StreamViewType {
    match view {
        StreamView::KeysOnly => StreamViewType::KeysOnly,
        StreamView::NewImage => StreamViewType::NewImage,
        StreamView::OldImage => StreamViewType::OldImage,
        StreamView::NewAndOldImages => StreamViewType::NewAndOldImages,
    }
}

/// No specification is the key that DynamoDB owns.
pub(super) fn encryption(encryption: Encryption) -> Option<SseSpecification> {
    let key = match encryption {
        Encryption::Owned => return None,
        Encryption::Managed => None,
        Encryption::Key(key) => Some(key.to_owned()),
    };
    let specification = SseSpecification::builder().enabled(true).sse_type(SseType::Kms);
    Some(specification.set_kms_master_key_id(key).build())
}

fn tag((key, value): &(&str, &str)) -> Tag {
    Tag::builder().key(*key).value(*value).build().expect(COMPLETE)
}
