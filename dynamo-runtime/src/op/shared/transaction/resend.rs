//! A transaction that the service puts off is sent again, by the client's policy of retries.

use crate::client::TableAt;
use crate::client::retries::{Budget, Retries};
use crate::error::Error;

/// Calls `call` until that is not put off, or the budget is used up: the first time with the SDK's own retries, then without, so that
/// they add up.
pub(crate) async fn resend<T, F>(
    at: TableAt,
    operation: &str,
    retries: &Retries,
    call: impl Fn(TableAt) -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let (mut budget, once) = (Budget::new(retries), at.once());
    let mut next = at;
    loop {
        let Some(answer) = budget.within(call(next)).await else {
            return Err(Error::no_answer_in_time(&once.name, operation));
        };
        match answer {
            Err(error) if error.is_retryable() => {
                if !budget.pause(false).await {
                    return Err(error);
                }
            }
            answer => return answer,
        }
        next = once.clone();
    }
}
