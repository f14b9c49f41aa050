//! A transaction that the service puts off is sent again, by the client's policy of retries.

use crate::client::TableAt;
use crate::client::retries::{Budget, Retries};
use crate::error::Error;

/// Calls `send` until that is not put off, or the budget is used up: the first time with the SDK's own retries, then without, so that
/// they add up.
pub(super) async fn resend<T, F>(
    at: TableAt,
    operation: &str,
    retries: &Retries,
    send: impl Fn(TableAt) -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let (mut budget, once) = (Budget::new(retries), at.once());
    let mut next = at;
    loop {
        let sent = match budget.within(send(next)).await {
            Some(sent) => sent,
            None => return Err(Error::no_answer_in_time(&once.name, operation)),
        };
        match sent {
            Err(error) if error.is_retryable() => {
                if !budget.pause(false).await {
                    return Err(error);
                }
            }
            sent => return sent,
        }
        next = once.clone();
    }
}
