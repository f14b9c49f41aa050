//! A limit on the capacity consumed a second: requests wait until what was consumed before has been earned.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Half a unit is the least that a query consumes; what a page will consume is known only behind it.
const FIRST_GUESS: f64 = 0.5;

/// The limit of one operation, shared by all that it sends.
#[derive(Debug)]
pub(crate) struct Rate {
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
    pub(crate) fn new(units_per_second: u32) -> Self {
        let state = State { earned: None, guess: FIRST_GUESS };
        Self { units_per_second: units_per_second.into(), state: Mutex::new(state) }
    }

    /// The same limit, of another capacity.
    pub(crate) fn another(&self) -> Self {
        let state = State { earned: None, guess: FIRST_GUESS };
        Self { units_per_second: self.units_per_second, state: Mutex::new(state) }
    }

    /// Returns how many of at most `most` things, which take at least `units` each, a second has room for; 1 at least.
    pub(crate) fn at_once(&self, most: usize, units: f64) -> usize {
        let fits = |count: &usize| {
            u32::try_from(*count)
                .is_ok_and(|count| units * f64::from(count) <= self.units_per_second)
        };
        (1..=most).take_while(fits).last().unwrap_or(1)
    }

    /// Waits for the turn of a page; returns what it is taken to consume.
    pub(super) async fn admit_page(&self) -> f64 {
        let guess = self.change(|state| state.guess);
        self.admit(guess).await;
        guess
    }

    /// Takes note of what a page has consumed, in place of what it was taken to; the least, where that is not told.
    pub(super) fn correct_page(&self, guess: f64, consumed: f64) {
        let consumed = consumed.max(FIRST_GUESS);
        self.correct(guess, consumed);
        self.change(|state| state.guess = consumed);
    }

    /// Waits for the turn of a request that is taken to consume so many units.
    pub(crate) async fn admit(&self, guess: f64) {
        let turn = self.change(|state| {
            let turn = state.earned.map_or_else(Instant::now, |earned| earned.max(Instant::now()));
            state.earned = Some(later(turn, self.time(guess)));
            turn
        });
        sleep_until(turn).await;
    }

    /// Takes note of what a request has consumed, in place of what it was taken to.
    pub(crate) fn correct(&self, guess: f64, consumed: f64) {
        self.change(|state| {
            let Some(earned) = state.earned else { return };
            state.earned = if consumed < guess {
                earned.checked_sub(self.time(guess - consumed))
            } else {
                Some(later(earned, self.time(consumed - guess)))
            };
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

/// So many items, as a factor of units.
pub(crate) fn units(items: usize) -> f64 {
    u32::try_from(items).map_or(f64::MAX, f64::from)
}
