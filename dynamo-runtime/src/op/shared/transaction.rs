//! Actions in, one `TransactWriteItems` out, which is carried out, or cancelled for a cause of each action.

mod cause;
pub(crate) mod limits;
pub(crate) mod part;
pub(crate) mod resend;
pub(crate) mod token;

use std::borrow::Borrow;
use std::sync::Arc;

use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsFluentBuilder;
use aws_sdk_dynamodb::types::CancellationReason;

pub(crate) use self::cause::{Cause, decisive};
use self::part::{Part, Target, attributes};
use super::custom::Custom;
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::wire::{self, Attempts, send};
use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Refusal};

/// A transaction that can be sent.
pub(crate) struct Transaction {
    pub(crate) at: TableAt,
    pub(crate) request: TransactWriteItemsFluentBuilder,
    targets: Vec<Target>,
}

/// Why a transaction was not carried out, with a reason for each part if it is one that the service would cancel.
pub(crate) struct Failed {
    pub(crate) error: Error,
    pub(crate) reasons: Option<Vec<CancellationReason>>,
}

impl Borrow<Error> for Failed {
    fn borrow(&self) -> &Error {
        &self.error
    }
}

impl Transaction {
    pub(crate) fn new(
        dynamo: &Dynamo,
        parts: Vec<Part>,
        token: Option<String>,
        custom: &Custom<TransactWriteItemsFluentBuilder>,
    ) -> Result<Self, Error> {
        let mut at = limits::tables(dynamo, parts.iter().map(|part| &part.target.table));
        at.custom = custom.is_some();
        limits::check_count(&at, "action", parts.len())?;
        let items = parts.iter().filter_map(|Part { target, item }| {
            Some((target.number, &*target.table, target.schema, attributes(item)?))
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
        Ok(Self { at, request, targets })
    }

    /// Sends the transaction until it is carried out, rejected, or given up: always the same request, so that its token names one
    /// thing.
    pub(crate) async fn carry_out(&self) -> Result<(), Failed> {
        if let Some(reasons) = self.impossible() {
            let name = &self.at.name;
            let problem = format!("{name}: no item can meet a condition of the transaction");
            let error = Error::new(ErrorKind::ConditionFailed, problem);
            return Err(Failed { error, reasons: Some(reasons) });
        }
        let attempts = Attempts::default();
        let call = |at: TableAt| {
            let (request, attempts) = (self.request.clone(), attempts.clone());
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
        let retries = self.at.dynamo.retries().clone().within(token::HOLDS);
        let done = resend::resend(self.at.clone(), "TransactWriteItems", &retries, call).await;
        if done.is_ok() {
            self.at.note(|call| call.has_written(self.written()));
        }
        done.map_err(|error| {
            let reasons = error.cancellation_reasons().map(<[_]>::to_vec);
            // A conflict is what the last attempt has met; only a condition tells of those before it, too.
            let told = reasons.is_some() && !error.is_retryable();
            let unknown = !told && (attempts.lost_one() || error.is_under_way());
            let error = if unknown { error.transaction_lost() } else { error };
            Failed { error, reasons }
        })
    }

    /// The tables' names, each once.
    pub(crate) fn tables(&self) -> Vec<Arc<str>> {
        limits::each_once(self.targets.iter().map(|target| &target.table))
    }

    /// The number of actions that write.
    fn written(&self) -> usize {
        let actions = self.request.get_transact_items().iter().flatten();
        actions.filter(|action| action.condition_check().is_none()).count()
    }

    /// The reasons of a transaction that has a condition that no item can meet: there is nothing to ask the service.
    fn impossible(&self) -> Option<Vec<CancellationReason>> {
        let reason = |target: &Target| {
            let code = if target.impossible { "ConditionalCheckFailed" } else { "None" };
            CancellationReason::builder().code(code).build()
        };
        let impossible = self.targets.iter().any(|target| target.impossible);
        impossible.then(|| self.targets.iter().map(reason).collect())
    }

    /// What each action was cancelled for, in their order.
    pub(crate) fn causes(&self, reasons: &[CancellationReason]) -> Vec<Cause> {
        Cause::of_each(&self.targets, reasons)
    }

    /// Has the error of a rejected transaction tell which action it is for, and of a condition what stood in its way.
    pub(crate) fn tell(
        &self,
        error: Error,
        reasons: &[CancellationReason],
        refusals: &[Option<Refusal>],
    ) -> Error {
        let decisive = decisive(reasons, error.kind());
        let Some(target) = decisive.and_then(|at| self.targets.get(at)) else { return error };
        let (number, several) = (target.number, self.targets.iter().any(|one| one.number > 1));
        let part = format!("action {number} on `{}`", target.table);
        let error = if several { error.of_part(&part) } else { error };
        let own = self.targets.iter().position(|own| own.number == number).unwrap_or_default();
        let error = error.of_key(self.key(own));
        match refusals.get(number - 1).copied().flatten() {
            Some(refusal @ Refusal::NotUnique { .. }) => error.refused(refusal),
            Some(refusal) => {
                error.refused(refusal).of_item(reasons.get(own).and_then(|own| own.item.clone()))
            }
            None => error,
        }
    }

    /// The key of the item that the part at this place is about.
    fn key(&self, at: usize) -> Option<Attributes> {
        let sent = self.request.get_transact_items().as_ref()?.get(at)?;
        Some(self.targets.get(at)?.key(sent))
    }
}

/// Carries out one action by a transaction, for what is written beside its item. A claim that it would give up, but another item
/// has, is left to that one: they had the same value before values were claimed.
pub(crate) async fn carry_out_alone(
    at: &TableAt,
    mut parts: Vec<Part>,
    refusal: impl FnOnce(Option<&Attributes>) -> Refusal,
) -> Result<(), Error> {
    loop {
        let token = Some(token::random());
        let transaction = Transaction::new(&at.dynamo, parts.clone(), token, &Custom::default())?;
        transaction.at.join(at);
        let Err(Failed { error, reasons }) = transaction.carry_out().await else { return Ok(()) };
        let Some(reasons) = reasons else { return Err(error) };
        let refused: Vec<bool> = reasons.iter().map(is_refused).collect();
        let others = |(part, refused): (&Part, &bool)| *refused && !part.target.gives_up;
        let stay = |(part, refused): (&Part, &bool)| (!refused).then(|| part.clone());
        let is_refused_by_others = parts.iter().zip(&refused).any(others);
        if error.kind() != ErrorKind::ConditionFailed || is_refused_by_others {
            let cause = transaction.causes(&reasons).into_iter().next();
            let refusal = cause.and_then(|cause| cause.refusal(refusal));
            return Err(transaction.tell(error, &reasons, &[refusal]));
        }
        let left: Vec<Part> = parts.iter().zip(&refused).filter_map(stay).collect();
        if left.len() == parts.len() {
            return Err(error);
        }
        parts = left;
    }
}

fn is_refused(reason: &CancellationReason) -> bool {
    reason.code().is_some_and(|code| code != "None")
}
