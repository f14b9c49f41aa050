//! ExecuteStatement: a PartiQL statement and its parameters in, items out.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::execute_statement::builders::{
    ExecuteStatementFluentBuilder, ExecuteStatementInputBuilder,
};
use futures_util::{Stream, TryStreamExt, stream};

use crate::client::TableAt;
use crate::client::watch::Watching;
use crate::client::wire::{self, Attempts, Statement, send};
use crate::codec::decoder::Decoder;
use crate::codec::value::Value;
use crate::codec::{Decode, Encode, Item};
use crate::error::{Error, Mistake};
use crate::op::shared::custom::{Custom, open_request};
use crate::op::shared::{awaitable, cloned};
use crate::page::not_zero;

/// Executes a statement of PartiQL. Made by [`Table::partiql`](crate::Table::partiql); awaiting it returns all items.
///
/// A statement names its table itself, in double quotes where the name is no plain word. One that is not a SELECT returns no
/// items, unless it says `RETURNING`. The statement is not checked before it is sent ("PartiQL - a SQL-compatible query
/// language for Amazon DynamoDB").
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Log { #[hash_key] updated_at: String, status: String }
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let logs = Log::table(&client);
/// let select = format!("SELECT * FROM \"{}\" WHERE status = ? AND updated_at > ?", logs.name());
/// let done: Vec<Log> = logs.partiql(select, ("done", "2026-11-22")).await?;
/// # Ok(())
/// # }
/// ```
///
/// Its `Debug` shows neither the statement nor the parameters.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Partiql<I> {
    at: TableAt,
    statement: String,
    parameters: Vec<Value>,
    consistent: bool,
    page_size: Option<u32>,
    custom: Custom<ExecuteStatementFluentBuilder>,
    item: PhantomData<fn() -> I>,
}

/// What stands for the `?` of a statement, in order: a tuple of none to eight values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parameters of a statement",
    label = "expected a tuple of values",
    note = "write `(\"done\", 5)`, or `(\"done\",)` for a single value; a tuple has up to 8 values"
)]
pub trait Parameters {
    /// Encodes the values.
    fn into_values(self) -> Vec<Value>;
}

macro_rules! tuples {
    ($(($($value:ident)*))*) => {$(
        #[allow(non_snake_case, reason = "the type parameters name the tuple's elements")]
        impl<$($value: Encode),*> Parameters for ($($value,)*) {
            fn into_values(self) -> Vec<Value> {
                let ($($value,)*) = self;
                vec![$(Value::of(&$value)),*]
            }
        }
    )*};
}

tuples! { () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }

impl<I> Partiql<I> {
    pub(crate) fn new(at: TableAt, statement: String, parameters: Vec<Value>) -> Self {
        let (consistent, page_size, custom) = (false, None, Custom::default());
        Self { at, statement, parameters, consistent, page_size, custom, item: PhantomData }
    }

    /// Reads the items into structs of another type, for a SELECT of some attributes: what derives `DynamoValue` or
    /// `DynamoView`.
    pub fn decode<J>(self) -> Partiql<J> {
        let Self { at, statement, parameters, consistent, page_size, custom, .. } = self;
        Partiql { at, statement, parameters, consistent, page_size, custom, item: PhantomData }
    }

    /// Reads the latest state, for twice the capacity; else the read is eventually consistent.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Makes a page of at most this many items, counted before what the WHERE refuses: 1 at least. A page also ends at 1 MB.
    pub fn page_size(mut self, items: u32) -> Self {
        self.page_size = Some(items);
        self
    }

    /// Returns the SDK's request for the first page.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold a parameter, or the page size is 0.
    pub fn input(&self) -> Result<ExecuteStatementInputBuilder, Error> {
        self.request().map(|request| request.as_input().clone())
    }

    fn writes(&self) -> bool {
        let first = self.statement.split_whitespace().next();
        !first.is_some_and(|word| word.eq_ignore_ascii_case("SELECT"))
    }

    fn request(&self) -> Result<ExecuteStatementFluentBuilder, Error> {
        let parameters = self.parameters.iter().map(|value| value.required().cloned());
        let parameters: Result<Vec<_>, Mistake> = parameters.collect();
        let parameters = parameters.map_err(|mistake| Error::encode(&self.at.name, &mistake))?;
        let checked = not_zero("page_size", self.page_size);
        checked.map_err(|mistake| Error::encode(&self.at.name, &mistake))?;
        let page_size = self.page_size.map(|items| i32::try_from(items).unwrap_or(i32::MAX));
        let request = self
            .at
            .client()
            .execute_statement()
            .statement(&self.statement)
            // The service refuses an empty list.
            .set_parameters(Some(parameters).filter(|parameters| !parameters.is_empty()))
            .set_limit(page_size)
            .set_consistent_read(self.consistent.then_some(true))
            .set_return_consumed_capacity(self.at.wanted_capacity());
        Ok(self.custom.apply(request))
    }
}

impl<I: Item + for<'a> Decode<'a> + Send + 'static> Partiql<I> {
    /// Executes the statement and returns all items, page after page; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it, and where the service does not
    /// take the statement, [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where what an UPDATE or DELETE requires does
    /// not hold, or an INSERT finds its key taken, [`AnswerLost`](crate::ErrorKind::AnswerLost) where that is so when the SDK sends
    /// the statement again after a lost answer, [`Decode`](crate::ErrorKind::Decode) where an item does not fit the type,
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table or index, and what the service or the connection
    /// report.
    pub async fn send(self) -> Result<Vec<I>, Error> {
        self.stream().try_collect().await
    }

    /// Executes the statement and returns the items one by one, reading a page when the one before is used up. Dropping the
    /// stream ends the read, and so does the first error, which is one of those of [`send`](Self::send).
    pub fn stream(self) -> impl Stream<Item = Result<I, Error>> + Send + Unpin {
        let watch = self.at.watch("ExecuteStatement", None);
        Watching::new(
            watch,
            Box::pin(stream::try_unfold((self, VecDeque::new(), Some(None)), async |state| {
                let (statement, mut items, mut next) = state;
                while items.is_empty() {
                    let Some(token) = next else { return Ok(None) };
                    let page = statement.page(token).await?;
                    (items, next) = (page.items.into(), page.next_token.map(Some));
                }
                Ok(items.pop_front().map(|item| (item, (statement, items, next))))
            })),
        )
    }

    async fn page(&self, token: Option<String>) -> Result<Statement<I>, Error> {
        let request = self.request()?.set_next_token(token);
        let attempts = self.writes().then(Attempts::default);
        let sent = send!(
            &self.at,
            execute_statement::ExecuteStatement(request) -> ExecuteStatementOutput,
            |output| {
                let items = output.items.unwrap_or_default();
                let consumed = output.consumed_capacity.and_then(|it| it.capacity_units());
                (items, output.next_token, consumed.unwrap_or_default())
            },
            writes attempts.as_ref()
        );
        let page = sent?.read(
            |body| wire::statement(body, I::decode),
            |(items, next_token, consumed)| {
                let items = items.into_iter();
                let items = items.map(|item| Decoder::whole_item(item, |from| I::decode(from)));
                Ok(Statement { items: items.collect::<Result<_, _>>()?, next_token, consumed })
            },
        );
        if let Ok(page) = &page {
            self.at.note(|call| {
                call.page(page.items.len(), 0, page.consumed);
                call.has_written(usize::from(self.writes()));
            });
        }
        if self.writes() { page.map_err(Error::answered) } else { page }
    }
}

open_request! {
    [I] Partiql<I>, [], "ExecuteStatement", ExecuteStatementFluentBuilder;
    member "Statement" get_statement;
    list "Parameters" get_parameters;
    member "Limit" get_limit;
    member "ConsistentRead" get_consistent_read;
}

awaitable!([I: Item + for<'a> Decode<'a> + Send + 'static] Partiql<I> => 'static Vec<I>);

cloned!([I] Partiql<I> { at statement parameters consistent page_size custom item });

impl<I> fmt::Debug for Partiql<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partiql").field("table", &self.at).finish_non_exhaustive()
    }
}
