//! `TransactWriteItems`: writes in, all of them carried out or none.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::transact_write_items::builders::{
    TransactWriteItemsFluentBuilder, TransactWriteItemsInputBuilder,
};

use super::explain;
use super::reason::{Refused, TransactOutcome};
use super::writes::Writes;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::error::{Error, ErrorKind};
use crate::op::shared::custom::Custom;
use crate::op::shared::explain::Explanation;
use crate::op::shared::transaction::{Failed, Transaction, token};
use crate::op::shared::{awaitable, cloned};

#[doc = include_str!("../../../docs/transactions.md")]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct TransactWrite<'a, W> {
    dynamo: Dynamo,
    writes: W,
    token: Option<String>,
    custom: Custom<TransactWriteItemsFluentBuilder>,
    life: PhantomData<&'a ()>,
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

    fn make(&self, token: Option<String>) -> Result<Transaction, Error> {
        let mut parts = Vec::new();
        self.writes.parts(&mut parts)?;
        Transaction::new(&self.dynamo, parts, token, &self.custom)
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
        let done = watched!(watch, made.carry_out().await);
        let Err(Failed { error, reasons }) = done else { return Ok(()) };
        let Some(all) = reasons else { return Err((error, None)) };
        let mut refused = Refused::new(made.causes(&all));
        let reasons = self.writes.reasons(&mut refused);
        Err((made.tell(error, &all, refused.refusals()), Some(reasons)))
    }
}

awaitable!(['a, W: Writes + 'a] TransactWrite<'a, W> => 'a ());

cloned!([W: Clone] TransactWrite<'_, W> { dynamo writes token custom life });

impl<W> fmt::Debug for TransactWrite<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactWrite").finish_non_exhaustive()
    }
}
