//! Settings of a table that have calls of their own: the time to live and the point-in-time recovery.

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{PointInTimeRecoverySpecification, TimeToLiveSpecification};

use crate::error::Error;
use crate::table::TableAt;

const COMPLETE: &str = "every required member is set";

/// Has the service read the time to live in `attribute`, or no longer.
pub(super) async fn set_ttl(at: &TableAt, attribute: &str, enabled: bool) -> Result<(), Error> {
    let specification = TimeToLiveSpecification::builder().attribute_name(attribute);
    let specification = specification.enabled(enabled).build().expect(COMPLETE);
    let request = at.client().update_time_to_live().table_name(&*at.name);
    let sent = request.time_to_live_specification(specification).send().await;
    sent.map_err(|error| Error::sdk(&at.name, "UpdateTimeToLive", error))?;
    Ok(())
}

/// Has the service keep the table's last days, or none.
pub(super) async fn set_recovery(at: &TableAt, days: Option<u32>) -> Result<(), Error> {
    let days = days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    let specification = PointInTimeRecoverySpecification::builder()
        .point_in_time_recovery_enabled(days.is_some())
        .set_recovery_period_in_days(days);
    let request = at.client().update_continuous_backups().table_name(&*at.name);
    let request =
        request.point_in_time_recovery_specification(specification.build().expect(COMPLETE));
    match request.send().await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("UnknownOperationException") => {
            tracing::warn!(table = %at.name, "this engine has no point-in-time recovery");
            Ok(())
        }
        Err(error) => Err(Error::sdk(&at.name, "UpdateContinuousBackups", error)),
    }
}
