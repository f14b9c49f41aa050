//! Tables in, a data model of NoSQL Workbench out.

use serde_json::{Value, json};

use super::entities::Entity;
use super::members::Members;
use super::scaling::{Scaled, UTILISATION};
use super::{Export, Exported};
use crate::error::Error;
use crate::schema::{
    AttributeDefinition, AttributeType, Encryption, FieldSchema, IndexSchema, IndexScope,
    Projection, TableClass, TableSchema, Units,
};

impl Export<'_> {
    /// Returns the data model that NoSQL Workbench for DynamoDB imports, in its format 3.0, under this name; `to_string`
    /// gives the JSON.
    ///
    /// A model has tables with typed attributes, keys, global indexes of one hash and at most one range attribute, and the
    /// table's capacity, which its indexes share; there are no sample data in it, and no author or dates. An entity is a facet
    /// of its table, with the templates of the primary key as aliases.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes, or a schema says
    /// what a model has no place for, all of which is named.
    pub fn workbench(&self, model: &str) -> Result<Value, Error> {
        let tables = self.tables.iter().map(table).collect::<Result<Vec<_>, _>>()?;
        let metadata = json!({
            "Author": "",
            "DateCreated": "",
            "DateLastModified": "",
            "Description": "",
            "AWSService": "Amazon DynamoDB",
            "Version": "3.0",
        });
        Ok(json!({ "ModelName": model, "ModelMetadata": metadata, "DataModel": tables }))
    }
}

fn table(table: &Exported<'_>) -> Result<Value, Error> {
    let missing = no_place(table);
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(table.invalid(format_args!("NoSQL Workbench cannot express {missing}")));
    }
    let schema = &*table.schema;
    let others = no_keys(schema, table.all_attributes());
    let others = others.map(|field| attribute(field.name, field.ty)).collect::<Vec<_>>();
    let indexes = schema.indexes.iter().copied().map(of_index).collect::<Vec<_>>();
    let capacity = schema.capacity.map(|units| {
        let units = json!({ "ReadCapacityUnits": units.read, "WriteCapacityUnits": units.write });
        // The indexes' are the same.
        let scaled = table.scaled().into_iter().filter(|scaled| scaled.index.is_none());
        let settings = Members::default().with("ProvisionedThroughput", Some(units));
        scaled.fold(settings, |settings, scaled| {
            settings.with(&format!("AutoScaling{}", scaled.what), Some(scaling(&scaled)))
        })
    });
    let members = Members::default()
        .with("TableName", Some(table.checked_name()?))
        .with("KeyAttributes", Some(keys(&[schema.hash_key], schema.range_key.as_slice())))
        .with("NonKeyAttributes", Some(others))
        .with("TableFacets", facets(table))
        .with("GlobalSecondaryIndexes", Some(indexes))
        .with("DataAccess", Some(json!({ "MySql": {} })))
        .with(
            "BillingMode",
            Some(if capacity.is_some() { "PROVISIONED" } else { "PAY_PER_REQUEST" }),
        )
        .with("ProvisionedCapacitySettings", capacity);
    Ok(members.into())
}

/// The attributes that are not of the primary key.
fn no_keys(
    schema: &TableSchema,
    attributes: Vec<FieldSchema>,
) -> impl Iterator<Item = FieldSchema> {
    attributes.into_iter().filter(|field| !schema.key_names().any(|key| key == field.name))
}

/// What tells the items of each entity from the others, if keys are made of fields.
fn facets(table: &Exported<'_>) -> Option<Vec<Value>> {
    let facet = |entity: Entity<'_>| {
        let alias = |key: Option<AttributeDefinition>| entity.key(key?.name);
        let names = no_keys(entity.schema, entity.schema.stored()).map(|field| field.name);
        let aliases = Members::default()
            .with("PartitionKeyAlias", alias(Some(entity.schema.hash_key)))
            .with("SortKeyAlias", alias(entity.schema.range_key));
        json!({
            "FacetName": entity.name,
            "KeyAttributeAlias": Value::from(aliases),
            "TableData": [],
            "NonKeyAttributes": names.collect::<Vec<_>>(),
            "DataAccess": { "MySql": {} },
        })
    };
    let facets: Vec<_> = table.described().into_iter().map(facet).collect();
    (!facets.is_empty()).then_some(facets)
}

/// Names all that a model cannot say.
fn no_place(table: &Exported<'_>) -> Vec<String> {
    let schema = &*table.schema;
    let settings = [
        (schema.maximum != Units::NONE, "maximum throughput"),
        (schema.warm != Units::NONE, "warm throughput"),
        (schema.class.is_some_and(|class| class != TableClass::Standard), "a table class"),
        (schema.stream.is_some(), "a stream"),
        (schema.encryption.is_some_and(|key| key != Encryption::Owned), "encryption"),
        (schema.deletion_protection, "deletion protection"),
        (schema.point_in_time_recovery.is_some(), "point-in-time recovery"),
        (!schema.tags.is_empty(), "tags"),
        (schema.resource_policy.is_some(), "a resource policy"),
        (schema.ttl.is_some(), "a time to live"),
    ];
    let settings = settings.iter().filter(|(said, _)| *said).map(|(_, what)| (*what).to_owned());
    let indexes = schema.indexes.iter().filter_map(|index| {
        let what = index_without_place(schema, index)?;
        Some(format!("{what} (index `{}`)", index.name))
    });
    let attributes = table.all_attributes();
    let attributes = attributes.into_iter().filter(|field| field.ty == AttributeType::Any);
    let attributes = attributes.map(|field| format!("an attribute of any type (`{}`)", field.name));
    settings.chain(indexes).chain(attributes).collect()
}

fn index_without_place(schema: &TableSchema, index: &IndexSchema) -> Option<&'static str> {
    let reasons = [
        (index.scope == IndexScope::Local, "a local index"),
        (index.hash.len() > 1 || index.range.len() > 1, "a key of several attributes"),
        (schema.bounds_of(index) != schema.bounds(), "a capacity of its own"),
        (index.maximum != Units::NONE, "maximum throughput"),
        (index.warm != Units::NONE, "warm throughput"),
    ];
    reasons.iter().find(|(said, _)| *said).map(|(_, what)| *what)
}

fn scaling(scaled: &Scaled<'_>) -> Value {
    let target = json!({
        "MinCapacity": scaled.low,
        "MaxCapacity": scaled.high,
        "ServiceRole": "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
    });
    let policy = json!({ "TargetValue": UTILISATION });
    json!({ "ScalableTargetRequest": target, "ScalingPolicyConfiguration": policy })
}

fn of_index(index: &IndexSchema) -> Value {
    let projection = match index.projection {
        Projection::All => json!({ "ProjectionType": "ALL" }),
        Projection::KeysOnly => json!({ "ProjectionType": "KEYS_ONLY" }),
        Projection::Include(names) => {
            json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": names })
        }
    };
    let keys = keys(index.hash, index.range);
    json!({ "IndexName": index.name, "KeyAttributes": keys, "Projection": projection })
}

fn keys(hash: &[AttributeDefinition], range: &[AttributeDefinition]) -> Value {
    let first =
        |keys: &[AttributeDefinition]| keys.first().map(|key| attribute(key.name, key.ty.into()));
    Members::default().with("PartitionKey", first(hash)).with("SortKey", first(range)).into()
}

fn attribute(name: &str, ty: AttributeType) -> Value {
    json!({ "AttributeName": name, "AttributeType": ty.to_string() })
}
