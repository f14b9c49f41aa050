//! What the service tells of a table: by DescribeTable, and by a call for each setting that has one of its own.

use aws_sdk_dynamodb::types::TimeToLiveStatus;

use super::{settings, wait};
use crate::client::TableAt;
use crate::error::{Error, ErrorKind};
use crate::plan::{Live, Step, Told, is_going};
use crate::schema::TableSchema;

/// A setting that has a call of its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Setting {
    Ttl,
    Recovery,
    Tags,
    Policy,
}

impl Setting {
    /// What the step is about.
    pub(super) fn of(step: &Step) -> Option<Self> {
        match step {
            Step::Ttl { .. } => Some(Self::Ttl),
            Step::Recovery { .. } => Some(Self::Recovery),
            Step::Tag { .. } => Some(Self::Tags),
            Step::ResourcePolicy { .. } => Some(Self::Policy),
            _ => None,
        }
    }

    /// What the schema has and CreateTable does not take.
    pub(super) fn after_create(schema: &TableSchema) -> Vec<Self> {
        let ttl = schema.ttl.map(|_| Self::Ttl);
        let recovery = schema.point_in_time_recovery.map(|_| Self::Recovery);
        ttl.into_iter().chain(recovery).collect()
    }
}

/// Asks for all that a comparison takes.
pub(super) async fn describe(at: &TableAt, schema: &TableSchema) -> Result<Live, Error> {
    let alone = |table| Live { table, ..Live::default() };
    let table = match wait::describe(at).await? {
        Some(table) if !is_going(&table) => table,
        table => return Ok(alone(table)),
    };
    let arn = table.table_arn().unwrap_or(&at.name);
    let policy = schema.resource_policy.map(|_| Setting::Policy);
    let always = [Setting::Ttl, Setting::Recovery, Setting::Tags];
    match told(at, schema, arn, always.into_iter().chain(policy)).await {
        Ok(told) => Ok(Live { table: Some(table), ..told }),
        Err(error) if error.kind() == ErrorKind::NotFound => match wait::describe(at).await? {
            Some(table) if !is_going(&table) => Err(error),
            // It has been deleted in between.
            table => Ok(alone(table)),
        },
        Err(error) => Err(error),
    }
}

/// Asks for settings of the table with this ARN.
pub(super) async fn told(
    at: &TableAt,
    schema: &TableSchema,
    arn: &str,
    asked: impl IntoIterator<Item = Setting>,
) -> Result<Live, Error> {
    use TimeToLiveStatus::{Disabling, Enabling};
    let mut live = Live::default();
    for setting in asked {
        match setting {
            Setting::Ttl => {
                let told = settings::ttl(at).await?;
                if let Told::Is((status @ (Enabling | Disabling), _)) = &told {
                    live.busy = Some(format!("its time to live is {}", status.as_str()));
                }
                live.ttl = told.map(|(_, attribute)| attribute);
            }
            Setting::Recovery => {
                live.recovery = settings::recovery(at).await?;
                let untold = matches!(live.recovery, Told::NoSuchOperation);
                if untold && schema.point_in_time_recovery.is_some() {
                    tracing::warn!(table = %at.name, "this engine does not support point-in-time recovery");
                }
            }
            Setting::Tags => live.tags = settings::tags(at, arn).await?,
            Setting::Policy => live.policy = settings::policy(at, arn).await?,
        }
    }
    Ok(live)
}
