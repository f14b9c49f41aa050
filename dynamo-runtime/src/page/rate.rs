//! A limit on the read capacity consumed a second: requests wait until what was consumed before has been earned.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Half a unit is the least that a query consumes; what a page will consume is known only behind it.
const FIRST_GUESS: f64 = 0.5;

/// The limit of one read, shared by its segments.
#[derive(Debug)]
pub(super) struct Rate {
    units_per_second: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When all that has been consumed, or is being, will have been earned.
    earned: Option<Instant>,
    /// What the last page has consumed, as a guess at the next.
    guess: f64,
}

impl Rate {
    pub(super) fn new(units_per_second: u32) -> Self {
        let state = State { earned: None, guess: FIRST_GUESS };
        Self { units_per_second: units_per_second.into(), state: Mutex::new(state) }
    }

    /// Waits for the turn of a request; returns what it is taken to consume.
    pub(super) async fn admit(&self) -> f64 {
        let (turn, guess) = self.change(|state| {
            let turn = state.earned.map_or_else(Instant::now, |earned| earned.max(Instant::now()));
            state.earned = Some(later(turn, self.time(state.guess)));
            (turn, state.guess)
        });
        sleep_until(turn).await;
        guess
    }

    /// Takes note of what a request has consumed, in place of what it was taken to.
    pub(super) fn correct(&self, guess: f64, consumed: f64) {
        self.change(|state| {
            let Some(earned) = state.earned else { return };
            state.earned = if consumed < guess {
                earned.checked_sub(self.time(guess - consumed))
            } else {
                Some(later(earned, self.time(consumed - guess)))
            };
            state.guess = consumed;
        });
    }

    /// How long it takes to earn the units; nothing of numbers that are no service's.
    fn time(&self, units: f64) -> Duration {
        Duration::try_from_secs_f64(units / self.units_per_second).unwrap_or_default()
    }

    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn later(time: Instant, by: Duration) -> Instant {
    time.checked_add(by).unwrap_or(time)
}
