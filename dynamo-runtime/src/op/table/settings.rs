//! Settings of a table that have calls of their own: time to live, point-in-time recovery, tags and policy.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    PointInTimeRecoverySpecification, PointInTimeRecoveryStatus, Tag, TimeToLiveSpecification,
    TimeToLiveStatus,
};

use crate::client::TableAt;
use crate::error::Error;
use crate::plan::Told;
use crate::plan::create_input::COMPLETE;

/// Returns the state of the time to live, and the attribute where it is on or about to be.
pub(super) async fn ttl(at: &TableAt) -> Result<Told<(TimeToLiveStatus, Option<String>)>, Error> {
    let sent = at.counting_client().describe_time_to_live().table_name(&*at.name).send().await;
    Ok(told(at, "DescribeTimeToLive", sent)?.map(|output| {
        let described = output.time_to_live_description;
        let attribute = described.as_ref().and_then(|ttl| ttl.attribute_name.clone());
        let status = described.and_then(|ttl| ttl.time_to_live_status);
        let status = status.unwrap_or(TimeToLiveStatus::Disabled);
        let on = matches!(status, TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling);
        (status, attribute.filter(|_| on))
    }))
}

/// Has the service read the time to live in `attribute`, or no longer.
pub(super) async fn set_ttl(at: &TableAt, attribute: &str, enabled: bool) -> Result<(), Error> {
    let specification = TimeToLiveSpecification::builder().attribute_name(attribute);
    let specification = specification.enabled(enabled).build().expect(COMPLETE);
    let request = at.counting_client().update_time_to_live().table_name(&*at.name);
    let sent = request.time_to_live_specification(specification).send().await;
    sent.map_err(|error| Error::sdk(&at.name, "UpdateTimeToLive", error))?;
    Ok(())
}

/// Returns how many of the table's last days are kept, if any.
pub(super) async fn recovery(at: &TableAt) -> Result<Told<Option<u32>>, Error> {
    let sent =
        at.counting_client().describe_continuous_backups().table_name(&*at.name).send().await;
    Ok(told(at, "DescribeContinuousBackups", sent)?.map(|output| {
        let described = output.continuous_backups_description;
        let recovery = described.and_then(|backups| backups.point_in_time_recovery_description);
        let enabled = Some(PointInTimeRecoveryStatus::Enabled);
        let recovery = recovery.filter(|it| it.point_in_time_recovery_status == enabled);
        // What the service keeps where nobody has said how many.
        let days = |days: Option<i32>| days.and_then(|days| u32::try_from(days).ok()).unwrap_or(35);
        recovery.map(|recovery| days(recovery.recovery_period_in_days))
    }))
}

/// Has the service keep the table's last days, or none.
pub(super) async fn set_recovery(at: &TableAt, days: Option<u32>) -> Result<(), Error> {
    let days = days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    let specification = PointInTimeRecoverySpecification::builder()
        .point_in_time_recovery_enabled(days.is_some())
        .set_recovery_period_in_days(days);
    let request = at.counting_client().update_continuous_backups().table_name(&*at.name);
    let request =
        request.point_in_time_recovery_specification(specification.build().expect(COMPLETE));
    let sent = request.send().await;
    sent.map_err(|error| Error::sdk(&at.name, "UpdateContinuousBackups", error))?;
    Ok(())
}

/// Returns the tags of the table with this ARN.
pub(super) async fn tags(at: &TableAt, arn: &str) -> Result<Told<Vec<(String, String)>>, Error> {
    let (mut tags, mut next) = (Vec::new(), None);
    loop {
        let request = at.counting_client().list_tags_of_resource().resource_arn(arn);
        let sent = request.set_next_token(next).send().await;
        let Told::Is(output) = told(at, "ListTagsOfResource", sent)? else {
            return Ok(Told::NoSuchOperation);
        };
        tags.extend(output.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)));
        next = output.next_token;
        if next.is_none() {
            return Ok(Told::Is(tags));
        }
    }
}

pub(super) async fn set_tags(
    at: &TableAt,
    arn: &str,
    tags: impl Iterator<Item = (&str, &str)>,
) -> Result<(), Error> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build().expect(COMPLETE);
    let tags = tags.map(tag).collect();
    let request = at.counting_client().tag_resource().resource_arn(arn).set_tags(Some(tags));
    let sent = request.send().await;
    sent.map_err(|error| Error::sdk(&at.name, "TagResource", error))?;
    Ok(())
}

pub(super) async fn remove_tags(
    at: &TableAt,
    arn: &str,
    keys: impl Iterator<Item = &str>,
) -> Result<(), Error> {
    let keys = keys.map(str::to_owned).collect();
    let request = at.counting_client().untag_resource().resource_arn(arn).set_tag_keys(Some(keys));
    let sent = request.send().await;
    sent.map_err(|error| Error::sdk(&at.name, "UntagResource", error))?;
    Ok(())
}

/// Returns the policy of the table with this ARN, if it has one.
pub(super) async fn policy(at: &TableAt, arn: &str) -> Result<Told<Option<String>>, Error> {
    let sent = at.counting_client().get_resource_policy().resource_arn(arn).send().await;
    match sent {
        Err(error) if error.code() == Some("PolicyNotFoundException") => Ok(Told::Is(None)),
        sent => Ok(told(at, "GetResourcePolicy", sent)?.map(|output| output.policy)),
    }
}

pub(super) async fn set_policy(at: &TableAt, arn: &str, policy: &str) -> Result<(), Error> {
    let request = at.counting_client().put_resource_policy().resource_arn(arn).policy(policy);
    let sent = request.send().await;
    sent.map_err(|error| Error::sdk(&at.name, "PutResourcePolicy", error))?;
    Ok(())
}

/// Returns the answer, which may be that there is no such operation.
fn told<T, E, R>(
    at: &TableAt,
    operation: &str,
    sent: Result<T, SdkError<E, R>>,
) -> Result<Told<T>, Error>
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match sent {
        Ok(output) => Ok(Told::Is(output)),
        Err(error) if error.code() == Some("UnknownOperationException") => {
            Ok(Told::NoSuchOperation)
        }
        Err(error) => Err(Error::sdk(&at.name, operation, error)),
    }
}
