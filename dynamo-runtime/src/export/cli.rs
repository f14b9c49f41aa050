//! Tables in, the inputs of AWS's command line out.

use aws_sdk_dynamodb::types::{SseType, StreamViewType};
use serde_json::{Value, json};

use super::members::Members;
use super::scaling::Scaled;
use super::{Export, Exported};
use crate::error::Error;

/// A command of AWS's command line and its input: `aws SERVICE COMMAND --cli-input-json INPUT`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CliCall {
    /// The service: `dynamodb`, or `application-autoscaling` for what scales a capacity.
    pub service: &'static str,
    /// The command, such as `create-table`.
    pub command: &'static str,
    /// Its input. `to_string` gives the JSON.
    pub input: Value,
}

impl Export<'_> {
    /// Returns the commands that make the tables: `create-table`, and where a schema has a time to live or point-in-time
    /// recovery, `update-time-to-live` and `update-continuous-backups`; where its capacity is scaled, `register-scalable-target`
    /// and `put-scaling-policy`. These take a table that is ACTIVE only, for which
    /// `aws dynamodb wait table-exists` waits.
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    ///
    /// #[derive(DynamoTable)]
    /// struct Log {
    ///     #[hash_key]
    ///     updated_at: String,
    /// }
    ///
    /// let calls = Log::SCHEMA.export().cli()?;
    /// assert_eq!(calls[0].command, "create-table");
    /// assert_eq!(calls[0].input["KeySchema"][0]["AttributeName"], "updated_at");
    /// # Ok::<(), dynamo_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes.
    pub fn cli(&self) -> Result<Vec<CliCall>, Error> {
        let calls = self.tables.iter().map(calls).collect::<Result<Vec<_>, _>>()?;
        Ok(calls.into_iter().flatten().collect())
    }
}

fn calls(table: &Exported<'_>) -> Result<Vec<CliCall>, Error> {
    let name = &*table.name;
    let ttl = table.schema.ttl.map(|attribute| {
        let specification = json!({ "Enabled": true, "AttributeName": attribute });
        json!({ "TableName": name, "TimeToLiveSpecification": specification })
    });
    let recovery = table.schema.point_in_time_recovery.map(|days| {
        let specification =
            json!({ "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": days });
        json!({ "TableName": name, "PointInTimeRecoverySpecification": specification })
    });
    let calls = [
        ("create-table", Some(create_table(table)?)),
        ("update-time-to-live", ttl),
        ("update-continuous-backups", recovery),
    ];
    let call = |(command, input): (_, Option<_>)| {
        Some(CliCall { service: "dynamodb", command, input: input? })
    };
    let scaling = table.scaled().into_iter().flat_map(|scaled| scaling(name, &scaled));
    Ok(calls.into_iter().filter_map(call).chain(scaling).collect())
}

fn scaling(table: &str, scaled: &Scaled<'_>) -> [CliCall; 2] {
    let members = || {
        Members::default()
            .with("ServiceNamespace", Some("dynamodb"))
            .with("ResourceId", Some(scaled.resource_id(table)))
            .with("ScalableDimension", Some(scaled.dimension()))
    };
    let target =
        members().with("MinCapacity", Some(scaled.low)).with("MaxCapacity", Some(scaled.high));
    let policy = members()
        .with("PolicyName", Some(scaled.policy_name()))
        .with("PolicyType", Some("TargetTrackingScaling"))
        .with("TargetTrackingScalingPolicyConfiguration", Some(scaled.policy()));
    [("register-scalable-target", target), ("put-scaling-policy", policy)].map(
        |(command, input)| CliCall {
            service: "application-autoscaling",
            command,
            input: input.into(),
        },
    )
}

fn create_table(table: &Exported<'_>) -> Result<Value, Error> {
    let input = table.input()?;
    let stream = input.get_stream_specification().as_ref().map(|stream| {
        let view = stream.stream_view_type().map(StreamViewType::as_str);
        json!({ "StreamEnabled": stream.stream_enabled(), "StreamViewType": view })
    });
    let encryption = input.get_sse_specification().as_ref().map(|encryption| {
        Members::default()
            .with("Enabled", encryption.enabled())
            .with("SSEType", encryption.sse_type().map(SseType::as_str))
            .with("KMSMasterKeyId", encryption.kms_master_key_id())
    });
    let members = Members::common(&input)
        .with("StreamSpecification", stream)
        .with("SSESpecification", encryption)
        .with("ResourcePolicy", input.get_resource_policy().as_deref());
    Ok(members.into())
}
