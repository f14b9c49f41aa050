//! Tables in, a CloudFormation template out.

use aws_sdk_dynamodb::types::SseType;
use serde_json::{Map, Value, json};

use super::members::Members;
use super::scaling::Scaled;
use super::{Export, Exported};
use crate::error::Error;

impl Export<'_> {
    /// Returns a CloudFormation template with an `AWS::DynamoDB::Table` for each table; `to_string` gives the JSON.
    ///
    /// A resource's logical id is the table's name without all but letters and digits, and `Table`: `staging-Log` is
    /// `stagingLogTable`. Where a capacity is scaled, an `AWS::ApplicationAutoScaling::ScalableTarget` and a `ScalingPolicy`
    /// stand beside the table, such as `stagingLogTableReadTarget` and `stagingLogTableStatusIndexReadPolicy`. Everything that a schema says is in the template, which has no parameters and no outputs, and no
    /// `DeletionPolicy`: the table goes with its stack unless it is protected from deletion.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes, two tables or
    /// indexes have one logical id, or a resource policy is no JSON object.
    pub fn cloudformation(&self) -> Result<Value, Error> {
        let logical_id = |name: &str| letters_and_digits(name) + "Table";
        let mut resources = Map::new();
        for (id, table) in self.labelled(logical_id)? {
            let resource =
                json!({ "Type": "AWS::DynamoDB::Table", "Properties": properties(table)? });
            for (id, resource) in scaling(&id, table).chain([(id.clone(), resource)]) {
                if resources.contains_key(&id) {
                    return Err(table.invalid(format_args!(
                        "two resources have the same name `{id}` in this format"
                    )));
                }
                resources.insert(id, resource);
            }
        }
        Ok(json!({ "AWSTemplateFormatVersion": "2010-09-09", "Resources": resources }))
    }

    /// Returns the template that [`cloudformation`](Self::cloudformation) returns as YAML. Texts that YAML 1.1, which
    /// CloudFormation reads, takes for something else, such as `no` or `1:30`, are quoted.
    ///
    /// # Errors
    ///
    /// Those of [`cloudformation`](Self::cloudformation).
    pub fn cloudformation_yaml(&self) -> Result<String, Error> {
        self.cloudformation().map(|template| yaml(&template))
    }
}

fn letters_and_digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn yaml(template: &Value) -> String {
    serde_saphyr::to_string(template).expect("every JSON value is a YAML value")
}

/// The scalable targets of a table with their policies: 70 % of the capacity is to be used.
fn scaling(id: &str, table: &Exported<'_>) -> impl Iterator<Item = (String, Value)> {
    let one = |scaled: Scaled<'_>| {
        let index = scaled.index.map(|index| format!("{}Index", letters_and_digits(index)));
        let id_of =
            |kind| format!("{id}{}{}{kind}", index.as_deref().unwrap_or_default(), scaled.what);
        let [target, policy] = ["Target", "Policy"].map(id_of);
        // A reference, so that the target is made after the table.
        let resource_id = json!({ "Fn::Sub": scaled.resource_id(&format!("${{{id}}}")) });
        let target_properties = json!({
            "ServiceNamespace": "dynamodb",
            "ResourceId": resource_id,
            "ScalableDimension": scaled.dimension(),
            "MinCapacity": scaled.low,
            "MaxCapacity": scaled.high,
        });
        let policy_properties = json!({
            "PolicyName": scaled.policy_name(),
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": { "Ref": target },
            "TargetTrackingScalingPolicyConfiguration": scaled.policy(),
        });
        [
            (target, "ScalableTarget", target_properties),
            (policy, "ScalingPolicy", policy_properties),
        ]
    };
    let resource = |(id, kind, properties)| {
        let kind = format!("AWS::ApplicationAutoScaling::{kind}");
        (id, json!({ "Type": kind, "Properties": properties }))
    };
    table.scaled().into_iter().flat_map(one).map(resource).collect::<Vec<_>>().into_iter()
}

fn properties(table: &Exported<'_>) -> Result<Value, Error> {
    let input = table.input()?;
    let stream = input.get_stream_specification().as_ref();
    let view = stream.and_then(|stream| stream.stream_view_type());
    let encryption = input.get_sse_specification().as_ref().map(|encryption| {
        Members::default()
            .with("SSEEnabled", encryption.enabled())
            .with("SSEType", encryption.sse_type().map(SseType::as_str))
            .with("KMSMasterKeyId", encryption.kms_master_key_id())
    });
    let recovery = table
        .schema
        .point_in_time_recovery
        .map(|days| json!({ "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": days }));
    let ttl = table.schema.ttl;
    let members = Members::common(&input)
        .with("StreamSpecification", view.map(|view| json!({ "StreamViewType": view.as_str() })))
        .with("SSESpecification", encryption)
        .with("PointInTimeRecoverySpecification", recovery)
        .with(
            "TimeToLiveSpecification",
            ttl.map(|name| json!({ "AttributeName": name, "Enabled": true })),
        )
        .with("ResourcePolicy", table.policy()?.map(|policy| json!({ "PolicyDocument": policy })));
    Ok(members.into())
}
