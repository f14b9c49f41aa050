//! A sign of life while something takes its time; on a terminal only.

use std::pin::pin;
use std::time::Duration;

use indicatif::ProgressBar;
use tokio::time::timeout;

const A_MOMENT: Duration = Duration::from_millis(300);
const TICK: Duration = Duration::from_millis(100);

/// Returns what `work` does, and shows `words` beside a spinner if that takes longer than a moment.
pub(crate) async fn waiting<W: IntoFuture>(words: &'static str, work: W) -> W::Output {
    let mut work = pin!(work.into_future());
    if let Ok(done) = timeout(A_MOMENT, &mut work).await {
        return done;
    }
    // It draws on stderr, and nothing at all where that is no terminal.
    let spinner = ProgressBar::new_spinner().with_message(words);
    spinner.enable_steady_tick(TICK);
    let done = work.await;
    spinner.finish_and_clear();
    done
}
