//! What the service has put off is sent again: how often, after which pauses, and for how long at most.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

#[doc = include_str!("../../docs/policy.md")]
#[derive(Debug, Clone)]
pub struct Retries {
    attempts: u32,
    base: Duration,
    cap: Duration,
    deadline: Duration,
    jitter: Jitter,
}

#[derive(Clone)]
struct Jitter(Arc<dyn Fn() -> f64 + Send + Sync>);

/// Ten attempts, pauses of at most 50 ms at first and 20 s at last, and a deadline of 60 s.
impl Default for Retries {
    fn default() -> Self {
        Self {
            attempts: 10,
            base: Duration::from_millis(50),
            cap: Duration::from_secs(20),
            deadline: Duration::from_mins(1),
            jitter: Jitter(Arc::new(random)),
        }
    }
}

impl Retries {
    /// Sends a request so many times at most, as long as none of them gets anything done; the first one counts. With 1, nothing
    /// is sent again, and so it is with 0. The default is 10.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Waits at most this long before the second attempt, and at most twice as long before each further one. The default is
    /// 50 ms.
    #[must_use]
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Waits at most this long before any attempt. The default is 20 s.
    #[must_use]
    pub fn with_cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Gives a request up this long after it was first sent, whatever it is waiting for. The default is 60 s. Operations that
    /// wait for a table have deadlines of their own.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Takes from `jitter` which part of the longest pause is waited, from 0 to 1, such as `|| 1.0` in tests; any other number is taken for 1. The default is a
    /// random number, so that clients that were refused together do not come back together.
    #[must_use]
    pub fn with_jitter(mut self, jitter: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.jitter = Jitter(Arc::new(jitter));
        self
    }

    /// The same, with a deadline of at most this.
    #[must_use]
    pub(crate) fn within(mut self, longest: Duration) -> Self {
        self.deadline = self.deadline.min(longest);
        self
    }

    /// Returns how long to wait after so many attempts in a row that got nothing done.
    pub(crate) fn pause(&self, idle: u32) -> Duration {
        let longest = self.base.saturating_mul(2_u32.saturating_pow(idle)).min(self.cap);
        let part = (self.jitter.0)();
        if (0.0..=1.0).contains(&part) { longest.mul_f64(part) } else { longest }
    }
}

impl fmt::Debug for Jitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jitter")
    }
}

/// What one request may still be given: attempts in a row that get nothing done, and time.
#[derive(Debug)]
pub(crate) struct Budget {
    retries: Retries,
    idle: u32,
    deadline: Option<Instant>,
}

impl Budget {
    /// The budget of a request that is sent now.
    pub(crate) fn new(retries: &Retries) -> Self {
        // A deadline that no clock reaches is none.
        let deadline = Instant::now().checked_add(retries.deadline);
        Self { retries: retries.clone(), idle: 0, deadline }
    }

    /// Returns what `attempt` does, or `None` where that takes longer than there is time.
    pub(crate) async fn within<F: Future>(&self, attempt: F) -> Option<F::Output> {
        match self.deadline {
            Some(deadline) => timeout_at(deadline, attempt).await.ok(),
            None => Some(attempt.await),
        }
    }

    /// Waits before the next attempt, after one that has got something done, or nothing. Returns whether there may be a next
    /// one; if not, it has not waited.
    pub(crate) async fn pause(&mut self, progress: bool) -> bool {
        self.idle = if progress { 0 } else { self.idle.saturating_add(1) };
        if !progress && self.idle >= self.retries.attempts {
            return false;
        }
        let pause = self.retries.pause(self.idle.saturating_sub(1));
        if self.deadline.is_some_and(|deadline| deadline <= Instant::now() + pause) {
            return false;
        }
        sleep(pause).await;
        true
    }
}

/// A number from 0 to 1.
fn random() -> f64 {
    // The hasher's keys are random: its hash of nothing is too.
    let random = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(random).unwrap_or(u32::MAX)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long so many attempts take that get something done as told; `None` where the budget is used up before.
    fn pauses(
        retries: &Retries,
        attempts: u32,
        progress: impl Fn(u32) -> bool,
    ) -> Option<Duration> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(async {
            let (start, mut budget) = (Instant::now(), Budget::new(retries));
            for attempt in 0..attempts {
                if !budget.pause(progress(attempt)).await {
                    return None;
                }
            }
            Some(start.elapsed())
        })
    }

    fn longest() -> Retries {
        Retries::default().with_jitter(|| 1.0)
    }

    #[test]
    fn pauses_double_up_to_the_cap() {
        let retries = longest().with_deadline(Duration::from_hours(1));
        let milliseconds = (0..12).map(|idle| retries.pause(idle).as_millis()).collect::<Vec<_>>();
        let doubled = [50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000, 20_000, 20_000];
        assert_eq!(milliseconds, doubled);
        assert_eq!(retries.pause(u32::MAX), Duration::from_secs(20));
        assert_eq!(pauses(&retries, 9, |_| false), Some(Duration::from_millis(25_550)));
    }

    #[test]
    fn the_tenth_attempt_is_the_last() {
        assert_eq!(pauses(&longest(), 10, |_| false), None);
        for attempts in [0, 1] {
            assert_eq!(pauses(&longest().with_attempts(attempts), 1, |_| false), None);
        }
    }

    #[test]
    fn nothing_is_waited_for_beyond_the_deadline() {
        let retries = longest().with_deadline(Duration::from_millis(349));
        assert_eq!(pauses(&retries, 2, |_| false), Some(Duration::from_millis(150)));
        assert_eq!(pauses(&retries, 3, |_| false), None);
        let never = longest().with_deadline(Duration::MAX);
        assert!(pauses(&never, 9, |_| false).is_some());
    }

    #[test]
    fn progress_makes_the_pauses_short_again() {
        let waited = pauses(&longest(), 100, |attempt| attempt % 2 == 1);
        assert_eq!(waited, Some(Duration::from_secs(5)));
    }

    #[test]
    fn the_jitter_is_within_its_bounds() {
        let all: Vec<f64> = (0..1000).map(|_| random()).collect();
        assert!(all.iter().all(|one| (0.0..=1.0).contains(one)));
        let mean = all.iter().sum::<f64>() / 1000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
        for wrong in [f64::NAN, -1.0, 2.0] {
            let jitter = Retries::default().with_jitter(move || wrong);
            assert_eq!(jitter.pause(0), Duration::from_millis(50));
        }
    }
}
