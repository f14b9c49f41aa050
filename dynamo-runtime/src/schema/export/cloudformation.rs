//! Tables in, a CloudFormation template out.

use aws_sdk_dynamodb::types::SseType;
use serde_json::{Map, Value, json};

use super::members::Members;
use super::{Export, Exported};
use crate::error::Error;

impl Export<'_> {
    /// Returns a CloudFormation template with an `AWS::DynamoDB::Table` for each table; `to_string` gives the JSON.
    ///
    /// A resource's logical id is the table's name without all but letters and digits, and `Table`: `staging-Log` is
    /// `stagingLogTable`. Everything that a schema says is in the template, which has no parameters and no outputs, and no
    /// `DeletionPolicy`: the table goes with its stack unless it is protected from deletion.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes, two tables have
    /// one logical id, or a resource policy is no JSON object.
    pub fn cloudformation(&self) -> Result<Value, Error> {
        let logical_id = |name: &str| {
            let id = name.chars().filter(char::is_ascii_alphanumeric);
            id.chain("Table".chars()).collect()
        };
        let resource = |(id, table)| {
            let resource =
                json!({ "Type": "AWS::DynamoDB::Table", "Properties": properties(table)? });
            Ok((id, resource))
        };
        let tables = self.labelled(logical_id)?.into_iter();
        let resources = tables.map(resource).collect::<Result<Map<_, _>, Error>>()?;
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

fn yaml(template: &Value) -> String {
    serde_saphyr::to_string(template).expect("every JSON value is a YAML value")
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
