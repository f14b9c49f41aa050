//! Tables in, Terraform's HCL out.

use std::collections::{BTreeSet, HashSet};

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    LocalSecondaryIndex, OnDemandThroughput, Projection, ProjectionType, ProvisionedThroughput,
    SseSpecification, StreamSpecification, StreamViewType, TableClass, WarmThroughput,
};
use hcl::expr::{FuncCall, TemplateExpr, Traversal, Variable};
use hcl::structure::BlockBuilder;
use hcl::{Attribute, Block, Body, Expression};

use super::scaling::{Scaled, UTILISATION};
use super::{Export, Exported};
use crate::error::Error;

impl Export<'_> {
    /// Returns Terraform's HCL: an `aws_dynamodb_table` for each table, an `aws_dynamodb_resource_policy` where it has
    /// a policy, and an `aws_appautoscaling_target` and `aws_appautoscaling_policy` for each capacity that is scaled.
    ///
    /// What is scaled is among the `ignore_changes` of the table, or Terraform would take it back each time. Of an index it can
    /// ignore all or nothing: where one is scaled, Terraform changes no global index of the table once that is made.
    ///
    /// A resource is called as the table, with `_` for what Terraform's names cannot hold: `staging.Log` is
    /// `staging_Log`. The keys of global indexes are `key_schema` blocks, which HashiCorp's provider `aws` knows since
    /// 6.29, and without known faults since 6.37; provider and backend are not part of the text. Local indexes have no
    /// hash key there: it is the table's.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes, two tables or
    /// indexes have one resource name, a resource policy is no JSON object, or the table is encrypted with a key that is not named by
    /// its ARN, as Terraform asks for; or a text holds `$${` or `%%{`.
    pub fn terraform(&self) -> Result<String, Error> {
        let (mut text, mut labels) = (String::new(), HashSet::new());
        for (label, table) in self.labelled(label)? {
            let scaled = table.scaled();
            let mut scaled = scaled.iter().map(|scaled| scaling_label(&label, scaled));
            if let Some(second) = scaled.find(|label| !labels.insert(label.clone())) {
                return Err(table.invalid(format_args!(
                    "two resources have the same name `{second}` in this format"
                )));
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text += &resources(&label, table)?;
        }
        Ok(text)
    }
}

fn label(name: &str) -> String {
    let known = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    let mut label = name.replace(|char| !known(char), "_");
    if !label.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        label.insert(0, '_');
    }
    label
}

fn resources(label: &str, table: &Exported<'_>) -> Result<String, Error> {
    let body = Body::builder()
        .add_block(table_resource(label, table)?)
        .add_blocks(table.scaled().iter().flat_map(|scaled| scaling(label, scaled)))
        .add_blocks(policy_resource(label, table)?)
        .build();
    let text = hcl::to_string(&body).expect("a body is made of what HCL can say");
    // hcl-rs takes some `$${` and `%%{` for escaped already, and readers of HCL differ on the others.
    let unclear = text.contains("$$${") || text.contains("%%%{");
    match hcl::parse(&text) {
        Ok(read) if read == body && !unclear => Ok(text),
        _ => Err(table.invalid("a string contains `$${` or `%%{`, which HCL cannot express")),
    }
}

fn table_resource(label: &str, table: &Exported<'_>) -> Result<Block, Error> {
    let input = table.input()?;
    let attributes = input.get_attribute_definitions().iter().flatten().map(attribute);
    let global = input.get_global_secondary_indexes().iter().flatten().map(global);
    let local = input.get_local_secondary_indexes().iter().flatten().map(local);
    let block = settings(Block::builder("resource"), &input)
        .add_labels(["aws_dynamodb_table", label])
        .add_blocks(attributes)
        .add_blocks(global)
        .add_blocks(local)
        .add_blocks(input.get_on_demand_throughput().as_ref().map(on_demand))
        .add_blocks(input.get_warm_throughput().as_ref().map(warm))
        .add_blocks(specifications(table, &input)?)
        .add_blocks(lifecycle(table));
    Ok(block.build())
}

/// Terraform leaves to auto scaling what that changes. Of an index, which is one member of a set, it can leave the whole only.
fn lifecycle(table: &Exported<'_>) -> Option<Block> {
    let scaled = table.scaled();
    let ignored = |one: &Scaled<'_>| match (one.index, one.what) {
        (Some(_), _) => "global_secondary_index",
        (None, "Read") => "read_capacity",
        (None, _) => "write_capacity",
    };
    let ignored: BTreeSet<_> = scaled.iter().map(ignored).collect();
    let names = ignored.iter().map(|name| Expression::from(Variable::unchecked(*name)));
    let block = Block::builder("lifecycle");
    let block = block.add_attribute(("ignore_changes", names.collect::<Vec<_>>()));
    (!ignored.is_empty()).then(|| block.build())
}

fn scaling_label(label: &str, scaled: &Scaled<'_>) -> String {
    let index = scaled.index.map(|index| format!("_{}", self::label(index))).unwrap_or_default();
    format!("{label}{index}_{}", scaled.what.to_lowercase())
}

/// A scalable target and its policy: 70 % of the capacity is to be used.
fn scaling(label: &str, scaled: &Scaled<'_>) -> [Block; 2] {
    let name = scaling_label(label, scaled);
    let target = |member: &str| {
        let target = Traversal::builder(Variable::unchecked("aws_appautoscaling_target"));
        target.attr(&*name).attr(member).build()
    };
    // A reference, so that the target is made after the table.
    let resource_id = scaled.resource_id(&format!("${{aws_dynamodb_table.{label}.name}}"));
    let resource = |kind: &str| Block::builder("resource").add_labels([kind, &name]);
    let metric = Block::builder("predefined_metric_specification")
        .add_attribute(("predefined_metric_type", scaled.metric()));
    let configuration = Block::builder("target_tracking_scaling_policy_configuration")
        .add_attribute(("target_value", UTILISATION))
        .add_block(metric.build());
    let of = resource("aws_appautoscaling_target")
        .add_attribute(("service_namespace", "dynamodb"))
        .add_attribute(("resource_id", TemplateExpr::from(resource_id)))
        .add_attribute(("scalable_dimension", scaled.dimension()))
        .add_attribute(("min_capacity", scaled.low))
        .add_attribute(("max_capacity", scaled.high));
    let by = resource("aws_appautoscaling_policy")
        .add_attribute(("name", scaled.policy_name()))
        .add_attribute(("policy_type", "TargetTrackingScaling"))
        .add_attribute(("service_namespace", target("service_namespace")))
        .add_attribute(("resource_id", target("resource_id")))
        .add_attribute(("scalable_dimension", target("scalable_dimension")))
        .add_block(configuration.build());
    [of.build(), by.build()]
}

/// What is a value, not a block.
fn settings(block: BlockBuilder, input: &CreateTableInputBuilder) -> BlockBuilder {
    let keys = input.get_key_schema().as_deref().unwrap_or_default();
    let key = |role: &KeyType| keys.iter().find(|key| key.key_type() == role);
    let mode = input.get_billing_mode().as_ref();
    let class = input.get_table_class().as_ref();
    let stream = input.get_stream_specification().as_ref();
    let view = stream.and_then(StreamSpecification::stream_view_type);
    let tags = input.get_tags().as_ref().map(|tags| {
        let pairs = tags.iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned()));
        pairs.collect::<Expression>()
    });
    let block = block
        .add_attributes(value("name", input.get_table_name().as_deref()))
        .add_attributes(value("billing_mode", mode.map(BillingMode::as_str)));
    capacity(block, input.get_provisioned_throughput().as_ref())
        .add_attributes(value(
            "hash_key",
            key(&KeyType::Hash).map(KeySchemaElement::attribute_name),
        ))
        .add_attributes(value(
            "range_key",
            key(&KeyType::Range).map(KeySchemaElement::attribute_name),
        ))
        .add_attributes(value("table_class", class.map(TableClass::as_str)))
        .add_attributes(value("stream_enabled", stream.map(StreamSpecification::stream_enabled)))
        .add_attributes(value("stream_view_type", view.map(StreamViewType::as_str)))
        .add_attributes(value(
            "deletion_protection_enabled",
            *input.get_deletion_protection_enabled(),
        ))
        .add_attributes(value("tags", tags))
}

fn capacity(block: BlockBuilder, units: Option<&ProvisionedThroughput>) -> BlockBuilder {
    block
        .add_attributes(value(
            "read_capacity",
            units.map(ProvisionedThroughput::read_capacity_units),
        ))
        .add_attributes(value(
            "write_capacity",
            units.map(ProvisionedThroughput::write_capacity_units),
        ))
}

/// What CreateTable takes elsewhere, or not at all.
fn specifications(
    table: &Exported<'_>,
    input: &CreateTableInputBuilder,
) -> Result<Vec<Block>, Error> {
    let encryption = input.get_sse_specification().as_ref();
    let encryption = encryption.map(|encryption| encrypted(table, encryption)).transpose()?;
    let recovery = table.schema.point_in_time_recovery.map(|days| {
        Block::builder("point_in_time_recovery")
            .add_attribute(("enabled", true))
            .add_attribute(("recovery_period_in_days", days))
            .build()
    });
    let ttl = table.schema.ttl.map(|attribute| {
        Block::builder("ttl")
            .add_attribute(("attribute_name", attribute))
            .add_attribute(("enabled", true))
            .build()
    });
    Ok([encryption, recovery, ttl].into_iter().flatten().collect())
}

fn encrypted(table: &Exported<'_>, encryption: &SseSpecification) -> Result<Block, Error> {
    let key = encryption.kms_master_key_id();
    if key.is_some_and(|key| !key.starts_with("arn:")) {
        return Err(table.invalid("Terraform needs the ARN of a KMS key, not its id or alias"));
    }
    let block = Block::builder("server_side_encryption")
        .add_attributes(value("enabled", encryption.enabled()))
        .add_attributes(value("kms_key_arn", key));
    Ok(block.build())
}

fn policy_resource(label: &str, table: &Exported<'_>) -> Result<Option<Block>, Error> {
    let Some(policy) = table.policy()? else { return Ok(None) };
    let arn = Traversal::builder(Variable::unchecked("aws_dynamodb_table")).attr(label).attr("arn");
    let policy = hcl::to_expression(policy).expect("every JSON value is a value of HCL");
    let block = Block::builder("resource")
        .add_labels(["aws_dynamodb_resource_policy", label])
        .add_attribute(("resource_arn", arn.build()))
        .add_attribute(("policy", FuncCall::builder("jsonencode").arg(policy).build()));
    Ok(Some(block.build()))
}

fn attribute(attribute: &AttributeDefinition) -> Block {
    Block::builder("attribute")
        .add_attribute(("name", attribute.attribute_name()))
        .add_attribute(("type", attribute.attribute_type().as_str()))
        .build()
}

fn global(index: &GlobalSecondaryIndex) -> Block {
    let block =
        Block::builder("global_secondary_index").add_attribute(("name", index.index_name()));
    projected(capacity(block, index.provisioned_throughput()), index.projection())
        .add_blocks(index.key_schema().iter().map(key))
        .add_blocks(index.on_demand_throughput().map(on_demand))
        .add_blocks(index.warm_throughput().map(warm))
        .build()
}

fn key(key: &KeySchemaElement) -> Block {
    Block::builder("key_schema")
        .add_attribute(("attribute_name", key.attribute_name()))
        .add_attribute(("key_type", key.key_type().as_str()))
        .build()
}

fn local(index: &LocalSecondaryIndex) -> Block {
    let range = index.key_schema().iter().find(|key| *key.key_type() == KeyType::Range);
    let block = Block::builder("local_secondary_index")
        .add_attribute(("name", index.index_name()))
        .add_attributes(value("range_key", range.map(KeySchemaElement::attribute_name)));
    projected(block, index.projection()).build()
}

fn projected(block: BlockBuilder, projection: Option<&Projection>) -> BlockBuilder {
    let kind = projection.and_then(Projection::projection_type);
    let include = projection.and_then(|projection| projection.non_key_attributes.clone());
    block
        .add_attributes(value("projection_type", kind.map(ProjectionType::as_str)))
        .add_attributes(value("non_key_attributes", include.map(Expression::from)))
}

fn on_demand(units: &OnDemandThroughput) -> Block {
    Block::builder("on_demand_throughput")
        .add_attributes(value("max_read_request_units", units.max_read_request_units()))
        .add_attributes(value("max_write_request_units", units.max_write_request_units()))
        .build()
}

fn warm(units: &WarmThroughput) -> Block {
    Block::builder("warm_throughput")
        .add_attributes(value("read_units_per_second", units.read_units_per_second()))
        .add_attributes(value("write_units_per_second", units.write_units_per_second()))
        .build()
}

fn value(key: &str, value: Option<impl Into<Expression>>) -> Option<Attribute> {
    value.map(|value| Attribute::new(key, value))
}
