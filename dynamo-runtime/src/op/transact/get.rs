//! `TransactGetItems`: gets in, the items as they are at one time out.

use std::fmt;

use aws_sdk_dynamodb::operation::transact_get_items::builders::{
    TransactGetItemsFluentBuilder, TransactGetItemsInputBuilder,
};
use aws_sdk_dynamodb::types::{self, ItemResponse, TransactGetItem};

use super::explain;
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::{self, Answer, RawItem, RawItems, send};
use crate::error::{Error, Mistake};
use crate::expr::placeholders::Placeholders;
use crate::expr::projection;
use crate::op::one::gets::{Asked, Gets};
use crate::op::shared::custom::Custom;
use crate::op::shared::explain::Explanation;
use crate::op::shared::transaction::{decisive, limits, resend};
use crate::op::shared::{awaitable, cloned};

/// Gets items of one or several tables as they all are at one time: no write of another comes between them. It costs twice the capacity
/// of consistent gets.
///
/// The result has the shape of the gets: see [`Gets`]. `consistent()` of a get changes nothing: a transaction always reads the latest
/// state. Up to 100 items of 4 MB in all are read at once; it is not split, since the parts would not be of one time.
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Account {
/// #     #[hash_key]
/// #     owner: String,
/// #     cents: i64,
/// # }
/// use dynamo_runtime::op::TransactGet;
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let accounts = Account::table(&client);
/// let gets = (accounts.get("ann"), accounts.get("bob").project((Account::CENTS,)));
/// let (ann, bob) = TransactGet::new(&client, gets).await?;
/// let cents = ann.map_or(0, |ann| ann.cents) + bob.map_or(0, |(cents,)| cents);
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct TransactGet<G> {
    dynamo: Dynamo,
    gets: G,
    custom: Custom<TransactGetItemsFluentBuilder>,
}

/// A transaction that is sent.
struct Made {
    at: TableAt,
    request: TransactGetItemsFluentBuilder,
    asked: Vec<Asked>,
}

impl<G: Gets> TransactGet<G> {
    /// Gets all of these through `client`: an SDK client, or a [`Dynamo`] with settings. The tables are those that the gets were
    /// made by.
    pub fn new(client: impl Into<Dynamo>, gets: G) -> Self {
        Self { dynamo: client.into(), gets, custom: Custom::default() }
    }

    /// Changes the SDK's request, for what has no method here; called again, the changes are made one after the other. The gets
    /// and their order should stay.
    pub fn customize(
        mut self,
        change: impl Fn(TransactGetItemsFluentBuilder) -> TransactGetItemsFluentBuilder
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.custom = self.custom.then(change);
        self
    }

    /// Returns the SDK's request.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): there is no get or there are more than 100, two are of one item, or one
    /// of them is not valid; the message names it by its number, from 1.
    pub fn input(&self) -> Result<TransactGetItemsInputBuilder, Error> {
        self.make().map(|made| made.request.as_input().clone())
    }

    /// Returns the request as a person reads it, with each get under its number, from 1. It shows keys, unlike `Debug`.
    ///
    /// # Errors
    ///
    /// Those of [`input`](Self::input).
    pub fn explain(&self) -> Result<String, Error> {
        let input = self.input()?;
        let head = Explanation::of("TransactGetItems", None, None);
        let gets = input.get_transact_items().iter().flatten().filter_map(TransactGetItem::get);
        Ok(explain::explain(head, gets.map(explain::of_get)))
    }

    fn make(&self) -> Result<Made, Error> {
        let mut asked = Vec::new();
        self.gets.ask(&mut asked)?;
        make(&self.dynamo, asked, &self.custom)
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it,
    /// [`Decode`](crate::ErrorKind::Decode) where a stored item does not fit its type,
    /// [`Conflict`](crate::ErrorKind::Conflict) and [`Throttled`](crate::ErrorKind::Throttled) where that has not ended with the
    /// client's [`Retries`](crate::op::Retries), [`NotFound`](crate::ErrorKind::NotFound) where a table is missing, and what the
    /// service or the connection report.
    pub async fn send(self) -> Result<G::Output, Error> {
        let made = self.make()?;
        let names = made.asked.iter().map(|asked| &asked.at.name);
        let watch = made.at.watch_tables("TransactGetItems", None, || limits::each_once(names));
        watched!(watch, self.read(made).await)
    }

    async fn read(self, made: Made) -> Result<G::Output, Error> {
        let count = made.asked.len();
        let read = |items: Vec<Option<RawItem<'_>>>, consumed: f64| {
            made.at.note(|call| {
                call.has_read(items.iter().flatten().count());
                call.consumed(consumed);
            });
            if items.len() != count {
                let found = items.len();
                let problem = format!("the response has {found} items for {count} gets");
                return Err(Mistake::new(problem));
            }
            Ok(self.gets.read(&mut RawItems::new(items)))
        };
        carry_out(&made).await?.read(
            |body| {
                let (items, consumed) = wire::responses(body)?;
                read(items, consumed)
            },
            |(items, consumed)| {
                let parsed = |response: ItemResponse| response.item.map(RawItem::Parsed);
                read(items.into_iter().map(parsed).collect(), consumed)
            },
        )?
    }
}

fn make(
    dynamo: &Dynamo,
    asked: Vec<Asked>,
    custom: &Custom<TransactGetItemsFluentBuilder>,
) -> Result<Made, Error> {
    let mut at = limits::tables(dynamo, asked.iter().map(|asked| &asked.at.name));
    at.custom = custom.is_some();
    limits::check_count(&at, "get", asked.len())?;
    let keys = asked.iter().zip(1..);
    let keys = keys.map(|(asked, number)| (number, &*asked.at.name, asked.schema, &asked.key));
    limits::check_once("get", keys)?;
    let gets = asked.iter().zip(1..).map(|(asked, number)| {
        let get = get(asked).map_err(|mistake| Error::encode(&asked.at.name, &mistake));
        get.map_err(|error| error.of_part(&format!("it is get {number} of the request")))
    });
    let gets = gets.collect::<Result<_, _>>()?;
    let request = at.client().transact_get_items().set_transact_items(Some(gets));
    let request = request.set_return_consumed_capacity(at.wanted_capacity());
    let request = custom.apply(request);
    Ok(Made { at, request, asked })
}

fn get(asked: &Asked) -> Result<TransactGetItem, Mistake> {
    let mut placeholders = Placeholders::default();
    let projection = projection::expression(&asked.paths, &mut placeholders)?;
    let get = types::Get::builder()
        .table_name(&*asked.at.name)
        .set_key(Some(asked.key.clone()))
        .set_projection_expression(projection)
        .set_expression_attribute_names(placeholders.names());
    let get = get.build().map_err(|error| Mistake::new(error.to_string()))?;
    Ok(TransactGetItem::builder().get(get).build())
}

async fn carry_out(made: &Made) -> Result<Answer<(Vec<ItemResponse>, f64)>, Error> {
    let call = |at: TableAt| {
        let request = made.request.clone();
        async move {
            send!(&at, transact_get_items::TransactGetItems(request) -> TransactGetItemsOutput, |output| {
                let consumed = limits::consumed(output.consumed_capacity.as_deref());
                (output.responses.unwrap_or_default(), consumed)
            })
        }
    };
    let retries = made.at.dynamo.retries();
    let answer = resend::resend(made.at.clone(), "TransactGetItems", retries, call).await;
    answer.map_err(|error| tell(error, &made.asked))
}

/// Has the error of a transaction that was cancelled tell for which get.
fn tell(error: Error, asked: &[Asked]) -> Error {
    let reasons = error.cancellation_reasons().unwrap_or_default();
    let at = decisive(reasons, error.kind());
    match at.and_then(|at| Some((at, asked.get(at)?))) {
        Some((at, asked)) => {
            let part = format!("get {} of `{}`", at + 1, asked.at.name);
            error.of_part(&part).of_key(Some(asked.key.clone()))
        }
        None => error,
    }
}

awaitable!([G: Gets] TransactGet<G> => 'static G::Output);

cloned!([G: Clone] TransactGet<G> { dynamo gets custom });

impl<G> fmt::Debug for TransactGet<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactGet").finish_non_exhaustive()
    }
}
