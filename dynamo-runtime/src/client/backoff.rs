//! How long to wait before sending again what a batch has left unprocessed: exponential, with full jitter, bounded.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use tokio::time::sleep;

use crate::error::{Error, ErrorKind};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// At most 46 s of pauses.
const MAX_IDLE_TRIES: u32 = 10;

/// Counts the tries in a row that have processed nothing.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    idle: u32,
}

impl Backoff {
    /// Waits before the next try, after one of `sent` entries that has left some of them unprocessed. Fails with `Throttled`
    /// when ten in a row have processed none.
    pub(crate) async fn pause(
        &mut self,
        table: &str,
        operation: &str,
        sent: usize,
        left: usize,
    ) -> Result<(), Error> {
        self.idle = if left < sent { 0 } else { self.idle + 1 };
        if self.idle == MAX_IDLE_TRIES {
            let message =
                format!("{table}: {operation} processed no item in {MAX_IDLE_TRIES} attempts");
            return Err(Error::new(ErrorKind::Throttled, message));
        }
        sleep(longest(self.idle).mul_f64(random())).await;
        Ok(())
    }
}

fn longest(idle: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << idle).min(LONGEST_PAUSE)
}

/// A number from 0 to 1, so that clients that were refused together do not come back together.
fn random() -> f64 {
    // The hasher's keys are random: its hash of nothing is too.
    let random = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(random).unwrap_or(u32::MAX)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(tries: usize, left: impl Fn(usize) -> usize) -> Result<Duration, Error> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(async {
            let (start, mut backoff) = (tokio::time::Instant::now(), Backoff::default());
            for attempt in 0..tries {
                backoff.pause("Log", "BatchWriteItem", 25, left(attempt)).await?;
            }
            Ok(start.elapsed())
        })
    }

    #[test]
    fn what_stays_unprocessed_is_given_up() {
        let longest = (1..10).map(longest).sum::<Duration>();
        assert_eq!(longest, Duration::from_millis(45_500));
        assert!(pauses(9, |_| 25).expect("no more than 9") <= longest);
        let error = pauses(10, |_| 25).expect_err("the tenth");
        assert_eq!(error.kind(), ErrorKind::Throttled);
    }

    #[test]
    fn progress_makes_the_pauses_short_again() {
        let waited = pauses(100, |attempt| if attempt % 2 == 0 { 25 } else { 24 });
        // Timers go by whole milliseconds.
        assert!(waited.expect("never ten in a row") <= Duration::from_millis(50 * 150 + 100));
    }

    #[test]
    fn the_jitter_is_within_its_bounds() {
        let all: Vec<f64> = (0..1000).map(|_| random()).collect();
        assert!(all.iter().all(|one| (0.0..=1.0).contains(one)));
        let mean = all.iter().sum::<f64>() / 1000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }
}
