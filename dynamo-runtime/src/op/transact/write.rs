//! TransactWriteItems: writes in, all of them carried out or none.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aws_sdk_dynamodb::operation::transact_write_items::builders::{
    TransactWriteItemsFluentBuilder, TransactWriteItemsInputBuilder,
};
use aws_sdk_dynamodb::types::CancellationReason;

use super::reason::{Refused, TransactOutcome, decisive};
use super::writes::Writes;
use super::{explain, limits, resend, token};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::{self, Attempts, send};
use crate::error::{Error, ErrorKind};
use crate::op::one::part::{Part, Target, attributes};
use crate::op::shared::custom::Custom;
use crate::op::shared::explain::Explanation;
use crate::op::shared::{awaitable, cloned};

#[doc = include_str!("../../../docs/transactions.md")]
#[must_use = "an operation does nothing until it is sent"]
pub struct TransactWrite<'a, W> {
    dynamo: Dynamo,
    writes: W,
    token: Option<String>,
    custom: Custom<TransactWriteItemsFluentBuilder>,
    life: PhantomData<&'a ()>,
}

/// A transaction that is sent.
struct Made {
    at: TableAt,
    request: TransactWriteItemsFluentBuilder,
    targets: Vec<Target>,
}

impl Made {
    /// The tables' names, each once.
    fn tables(&self) -> Vec<Arc<str>> {
        limits::each_once(self.targets.iter().map(|target| &target.table))
    }

    /// The number of actions that write.
    fn written(&self) -> usize {
        let actions = self.request.get_transact_items().iter().flatten();
        actions.filter(|action| action.condition_check().is_none()).count()
    }
}

impl Borrow<Error> for Failed {
    fn borrow(&self) -> &Error {
        &self.error
    }
}

/// Why a transaction was not carried out, with a reason for each action if it is one that the service would cancel.
struct Failed {
    error: Error,
    reasons: Option<Vec<CancellationReason>>,
}

impl<'a, W: Writes + 'a> TransactWrite<'a, W> {
    /// Writes all of these, or none, through `client`: an SDK client, or a [`Dynamo`] with settings. The tables are those that the
    /// writes were made by.
    pub fn new(client: impl Into<Dynamo>, writes: W) -> Self {
        let (token, custom, life) = (None, Custom::default(), PhantomData);
        Self { dynamo: client.into(), writes, token, custom, life }
    }

    /// Names the transaction by this token of 1 to 36 characters: the service carries out only one of all that are sent with it within
    /// ten minutes, and refuses another transaction with the same token. Called again, the last one holds; without, a random one is
    /// made when the transaction is sent.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Changes the SDK's request, for what has no method here; called again, the changes are made one after the other. The
    /// actions, their order and the token should stay.
    pub fn customize(
        mut self,
        change: impl Fn(TransactWriteItemsFluentBuilder) -> TransactWriteItemsFluentBuilder
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.custom = self.custom.then(change);
        self
    }

    /// Returns the SDK's request, without a token unless [`token`](Self::token) has named one. Timestamps in it are of the time of
    /// this call.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](ErrorKind::InvalidRequest): there is no action or there are more than 100, their items have more than
    /// 4 MB, two are on one item, the token is empty or too long, or one of the actions is not valid; the message names it by its
    /// number, from 1.
    pub fn input(&self) -> Result<TransactWriteItemsInputBuilder, Error> {
        self.make(self.token.clone()).map(|made| made.request.as_input().clone())
    }

    /// Returns the request as a person reads it, with each action under its number, from 1. It shows keys and values, unlike `Debug`.
    ///
    /// # Errors
    ///
    /// Those of [`input`](Self::input).
    pub fn explain(&self) -> Result<String, Error> {
        let input = self.input()?;
        let head = Explanation::of("TransactWriteItems", None, None)
            .member("ClientRequestToken", input.get_client_request_token().as_ref());
        let items = input.get_transact_items().iter().flatten();
        Ok(explain::explain(head, items.map(explain::of_action)))
    }

    fn make(&self, token: Option<String>) -> Result<Made, Error> {
        let mut parts = Vec::new();
        self.writes.parts(&mut parts)?;
        make(&self.dynamo, parts, token, &self.custom)
    }

    /// Sends the transaction; awaiting it does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) as [`input`](Self::input) gives it, and where an action cannot be carried out
    /// on the item that is stored, [`ConditionFailed`](ErrorKind::ConditionFailed) where a condition does not hold, as
    /// [`refusal`](Error::refusal) and [`current_item`](Error::current_item) of the first such action tell,
    /// [`Conflict`](ErrorKind::Conflict) and [`Throttled`](ErrorKind::Throttled) where that has not ended with the client's
    /// [`Retries`](crate::op::Retries), [`NotFound`](ErrorKind::NotFound) where a table is missing, and what the service or the
    /// connection report. [`may_have_been_written`](Error::may_have_been_written) is true only where no answer tells.
    pub async fn send(self) -> Result<(), Error> {
        self.attempt().await.map_err(|(error, _)| error)
    }

    /// Sends the transaction, and returns the reasons for which it is rejected, not an error: where the condition of an action does
    /// not hold, or an action cannot be carried out on the item that is stored.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send) gives them, but for [`ConditionFailed`](ErrorKind::ConditionFailed) and for
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) that the service gives as a reason.
    pub async fn outcome(self) -> Result<TransactOutcome<W::Reasons>, Error> {
        let Err((error, reasons)) = self.attempt().await else { return Ok(TransactOutcome::Done) };
        let rejects =
            matches!(error.kind(), ErrorKind::ConditionFailed | ErrorKind::InvalidRequest);
        match reasons {
            Some(reasons) if rejects => Ok(TransactOutcome::Rejected(reasons)),
            _ => Err(error),
        }
    }

    async fn attempt(&self) -> Result<(), (Error, Option<W::Reasons>)> {
        let token = self.token.clone().unwrap_or_else(token::random);
        let made = self.make(Some(token)).map_err(|error| (error, None))?;
        let watch = made.at.watch_tables("TransactWriteItems", None, || made.tables());
        let made = &made;
        let Failed { error, reasons } = match watched!(watch, carry_out(made).await) {
            Ok(()) => return Ok(()),
            Err(failed) => failed,
        };
        let Some(all) = reasons else { return Err((error, None)) };
        let mut refused = Refused::new(all.clone());
        let reasons = self.writes.reasons(&mut refused);
        Err((tell(error, made, &all, &refused), Some(reasons)))
    }
}

fn make(
    dynamo: &Dynamo,
    parts: Vec<Part>,
    token: Option<String>,
    custom: &Custom<TransactWriteItemsFluentBuilder>,
) -> Result<Made, Error> {
    let at = limits::tables(dynamo, parts.iter().map(|part| &part.target.table));
    limits::check_count(&at, "action", parts.len())?;
    let items = parts.iter().filter_map(|part| {
        Some((&*part.target.table, part.target.schema, attributes(&part.item)?))
    });
    limits::check_once("action", items)?;
    limits::check_size(&at, &parts)?;
    token.as_deref().map_or(Ok(()), token::check)?;
    let (targets, items) = parts.into_iter().map(|part| (part.target, part.item)).unzip();
    let request = at
        .client()
        .transact_write_items()
        .set_transact_items(Some(items))
        .set_client_request_token(token)
        .set_return_consumed_capacity(at.wanted_capacity());
    let request = custom.apply(request);
    Ok(Made { at, request, targets })
}

/// Sends the transaction until it is carried out, rejected, or given up: always the same request, so that its token names one thing.
async fn carry_out(made: &Made) -> Result<(), Failed> {
    if let Some(reasons) = impossible(&made.targets) {
        let problem = format!("{}: no item can meet a condition of the transaction", made.at.name);
        let error = Error::new(ErrorKind::ConditionFailed, problem);
        return Err(Failed { error, reasons: Some(reasons) });
    }
    let (attempts, retries) = (Attempts::default(), made.at.dynamo.retries());
    let send = |at: TableAt| {
        let (request, attempts) = (made.request.clone(), attempts.clone());
        async move {
            let sent = send!(
                &at,
                transact_write_items::TransactWriteItems(request) -> TransactWriteItemsOutput,
                |output| limits::consumed(output.consumed_capacity.as_deref()),
                watched by attempts
            );
            // One whose success cannot be read may be sent again: its token tells that it is the same.
            let consumed = sent?.read(|body| wire::nothing(body).map(|()| 0.0), Ok);
            let consumed = consumed.inspect_err(|_| attempts.lose())?;
            at.note(|call| call.consumed(consumed));
            Ok(())
        }
    };
    // A token that is forgotten would not keep the transaction from being carried out again.
    let retries = retries.clone().within(token::HOLDS);
    let sent = resend::resend(made.at.clone(), "TransactWriteItems", &retries, send).await;
    if sent.is_ok() {
        made.at.note(|call| call.has_written(made.written()));
    }
    sent.map_err(|error| {
        let reasons = error.cancellation_reasons().map(<[_]>::to_vec);
        let unknown = reasons.is_none() && (attempts.lost_one() || error.is_under_way());
        let error = if unknown { error.transaction_lost() } else { error };
        Failed { error, reasons }
    })
}

/// The reasons of a transaction that has a condition that no item can meet: there is nothing to ask the service.
fn impossible(targets: &[Target]) -> Option<Vec<CancellationReason>> {
    let reason = |target: &Target| {
        let code = if target.impossible { "ConditionalCheckFailed" } else { "None" };
        CancellationReason::builder().code(code).build()
    };
    targets.iter().any(|target| target.impossible).then(|| targets.iter().map(reason).collect())
}

/// Has the error of a rejected transaction tell which action it is for, and of a condition what stood in its way.
fn tell(error: Error, made: &Made, reasons: &[CancellationReason], refused: &Refused) -> Error {
    let decisive = decisive(reasons, error.kind());
    let Some((at, target)) = decisive.and_then(|at| Some((at, made.targets.get(at)?))) else {
        return error;
    };
    let error = error.of_part(&format!("action {} on `{}`", at + 1, target.table));
    let sent = made.request.get_transact_items().as_ref().and_then(|items| items.get(at));
    let error = error.of_key(sent.map(|sent| target.key(sent)));
    match refused.refusal(at) {
        Some(refusal) => error.refused(refusal).of_item(reasons[at].item.clone()),
        None => error,
    }
}

awaitable!(['a, W: Writes + 'a] TransactWrite<'a, W> => 'a ());

cloned!([W: Clone] TransactWrite<'_, W> { dynamo writes token custom life });

impl<W> fmt::Debug for TransactWrite<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactWrite").finish_non_exhaustive()
    }
}
