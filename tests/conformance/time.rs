//! The time of a sequence: tokio's paused clock, as what tells the SDK the time and what sleeps for it.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;
use tokio::time::Instant;

/// When a sequence begins: no clock of this machine shows it, so that what asks another than the client's is found out.
const BEGINNING: Duration = Duration::from_secs(1_900_000_000);

/// A clock that stands still while anything is done, and goes on at once to what is waited for.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    start: Instant,
    /// How many times as long as asked it sleeps, so that what sleeps by another than the client's is found out.
    stretch: u32,
}

impl Time {
    pub(crate) fn start(stretch: u32) -> Self {
        Self { start: Instant::now(), stretch }
    }

    /// How long it is since the beginning.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + BEGINNING + self.elapsed()
    }
}

impl AsyncSleep for Time {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(tokio::time::sleep(duration.saturating_mul(self.stretch)))
    }
}

/// Runs this on a clock of its own.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}
