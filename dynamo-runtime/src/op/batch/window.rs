//! How many requests of a batch are under way at a time: fewer where the service puts entries off, and again more where it does not.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

/// What limits the requests that are under way: it grows by one for as many requests as it holds that are processed in whole, and
/// shrinks by up to a half where entries are put off, once for those that were under way together.
#[derive(Debug)]
pub(super) struct Window {
    most: usize,
    turns: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: f64,
    /// How many turns there are, those that are taken included.
    turns: usize,
    /// How often the window has shrunk.
    shrunk: usize,
}

/// The turn of one request.
#[derive(Debug)]
pub(super) struct Turn<'w> {
    permit: Option<SemaphorePermit<'w>>,
    /// How often the window had shrunk when it began.
    shrunk: usize,
}

impl Window {
    /// A window of so many requests at most, and at first.
    pub(super) fn new(most: usize) -> Self {
        let most = most.clamp(1, MOST);
        let state = State { limit: float(most), turns: most, shrunk: 0 };
        Self { most, turns: Semaphore::new(most), state: Mutex::new(state) }
    }

    /// Waits for a turn.
    pub(super) async fn enter(&self) -> Turn<'_> {
        // It is never closed.
        let permit = self.turns.acquire().await.ok();
        Turn { permit, shrunk: self.change(|state| state.shrunk) }
    }

    /// Ends a turn in which this part of the request was put off, from 0 to 1; `None` where that is not told.
    pub(super) fn leave(&self, turn: Turn<'_>, put_off: Option<f64>) {
        let (Some(put_off), most) = (put_off, float(self.most)) else { return };
        self.change(|state| {
            if put_off <= 0.0 {
                state.limit = (state.limit + 1.0 / state.limit).min(most);
            } else if turn.shrunk == state.shrunk {
                state.limit = (state.limit * (1.0 - put_off / 2.0)).max(1.0);
                state.shrunk += 1;
            }
            let wanted = whole(state.limit);
            if wanted > state.turns {
                self.turns.add_permits(wanted - state.turns);
                state.turns = wanted;
            } else if wanted < state.turns {
                state.turns -= self.turns.forget_permits(state.turns - wanted);
                if wanted < state.turns {
                    turn.permit.into_iter().for_each(SemaphorePermit::forget);
                    state.turns -= 1;
                }
            }
        });
    }

    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// More than any client has connections.
const MOST: usize = 100_000;

fn float(requests: usize) -> f64 {
    u32::try_from(requests).map_or(f64::MAX, f64::from)
}

fn whole(limit: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to 100,000"
    )]
    let whole = limit as usize;
    whole.max(1)
}

#[cfg(test)]
mod tests {
    use std::iter;

    use futures_util::FutureExt;

    use super::*;

    /// How many requests may begin now.
    fn room(window: &Window) -> usize {
        let turns: Vec<_> = iter::from_fn(|| window.enter().now_or_never()).collect();
        turns.len()
    }

    fn answered(window: &Window, put_off: &[f64]) {
        let turns = put_off.iter().map(|_| window.enter().now_or_never().expect("a turn"));
        let turns: Vec<_> = turns.collect();
        for (turn, put_off) in turns.into_iter().zip(put_off) {
            window.leave(turn, Some(*put_off));
        }
    }

    #[test]
    fn it_shrinks_once_for_what_was_under_way_and_grows_back() {
        let window = Window::new(16);
        assert_eq!(room(&window), 16);
        answered(&window, &[1.0; 16]);
        assert_eq!(room(&window), 8);
        answered(&window, &[0.5; 8]);
        assert_eq!(room(&window), 6);
        answered(&window, &[0.0; 6]);
        assert!((6..=7).contains(&room(&window)));
        for _ in 0..200 {
            answered(&window, &[0.0]);
        }
        assert_eq!(room(&window), 16);
    }

    #[test]
    fn there_is_always_room_for_one() {
        for most in [0, 1, 2, 5] {
            let window = Window::new(most);
            for _ in 0..10 {
                answered(&window, &[1.0]);
            }
            assert_eq!(room(&window), 1, "{most}");
        }
    }
}
