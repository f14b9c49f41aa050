//! How far the service's clock is ahead of ours, as its last answer tells; requests are signed by its clock, as the SDK does.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// An answer that has taken longer does not tell what the time is.
const LONGEST: Duration = Duration::from_mins(15);

/// In milliseconds.
#[derive(Default)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    /// Returns the service's time.
    pub(super) fn apply(&self, time: SystemTime) -> SystemTime {
        let skew = self.0.load(Relaxed);
        let distance = Duration::from_millis(skew.unsigned_abs());
        let there = if skew < 0 { time.checked_sub(distance) } else { time.checked_add(distance) };
        there.unwrap_or(time)
    }

    /// Learns from the headers of an answer to a request that was sent at a time.
    pub(super) fn learn(&self, headers: &Headers, sent: SystemTime, received: SystemTime) {
        let taken = received.duration_since(sent).unwrap_or_default();
        // One from a cache has an age.
        if taken > LONGEST || headers.get("age").is_some() {
            return;
        }
        let Some(date) = headers.get("date") else { return };
        let date = DateTime::from_str(date, Format::HttpDate);
        let Some(date) = date.ok().and_then(|date| SystemTime::try_from(date).ok()) else { return };
        let ours = sent + taken / 2;
        let milliseconds =
            |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or_default();
        let skew = match date.duration_since(ours) {
            Ok(ahead) => milliseconds(ahead),
            Err(behind) => -milliseconds(behind.duration()),
        };
        self.0.store(skew, Relaxed);
    }
}
