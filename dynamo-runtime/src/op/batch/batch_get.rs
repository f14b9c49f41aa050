//! Gets of any tables, in as few requests as it takes.

use std::fmt;
use std::sync::Arc;

use super::entry::{Entry, To, What};
use super::get_all::asked_of;
use super::reads::{Read, Reads};
use super::requests::names;
use super::settle::{Batch, Of, of_all};
use super::source::Source;
use super::unfinished::Unfinished;
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::{Watch, watched};
use crate::client::wire::RawItems;
use crate::error::{Error, Mistake};
use crate::expr::path::DocumentPath;
use crate::op::one::gets::{Asked, Gets};
use crate::op::shared::awaitable;

/// Gets items of several tables: 100 in a request (BatchGetItem), several requests at a time.
///
/// The result has the shape of the gets. Each get may be consistent, project, view or hide what has expired; those of one table
/// that ask for different things go in different requests. A batch is not atomic: see `TransactGet` for that.
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
/// use dynamo_runtime::op::BatchGet;
///
/// #[derive(DynamoTable)]
/// struct Customer {
///     #[hash_key]
///     name: String,
/// }
///
/// #[derive(DynamoTable)]
/// struct Order {
///     #[hash_key]
///     customer: String,
///     #[range_key]
///     number: u64,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let (customers, orders) = (Customer::table(&client), Order::table(&client));
/// let wanted = (customers.get("ann"), vec![orders.get("ann", 1), orders.get("ann", 2).consistent()]);
/// let (ann, orders): (Option<Customer>, Vec<Option<Order>>) = BatchGet::new(&client, wanted).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct BatchGet<G> {
    dynamo: Dynamo,
    gets: G,
    concurrency: usize,
}

/// The default number of requests that are under way at a time.
const CONCURRENCY: usize = 16;

impl<G: Gets> BatchGet<G> {
    /// Gets what `gets` name: a get, a `Vec` or an array of gets, or a tuple of up to 12 of these. The tables are those of the
    /// gets; the client is this one.
    pub fn new(client: impl Into<Dynamo>, gets: G) -> Self {
        Self { dynamo: client.into(), gets, concurrency: CONCURRENCY }
    }

    /// Keeps so many requests under way at a time. The default is 16, the least is 1. While the service throttles, or leaves keys
    /// unprocessed, there are fewer.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// Reads the items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with the indexes of the gets that
    /// are left, counted through all of them. What was done is there unless an item does not fit its type, and those that are
    /// left are `None` in it. Its kinds are those of [`GetAll::send`](crate::op::GetAll::send); and
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest), before anything is sent, where a get is customized.
    pub async fn send(self) -> Result<G::Output, Unfinished<Option<G::Output>, usize>> {
        let mut asked = Vec::new();
        let begun =
            self.gets.ask(&mut asked).and_then(|()| begin(self.dynamo, asked, self.concurrency));
        let (reads, watch) = begun.map_err(unbegun)?;
        let gets = self.gets;
        watched!(watch, read(&gets, reads).await)
    }
}

async fn read<G: Gets>(
    gets: &G,
    mut reads: Reads<'_>,
) -> Result<G::Output, Unfinished<Option<G::Output>, usize>> {
    let (mut all, mut error) = (Vec::new(), None);
    while let Some(mut read) = reads.next().await {
        error = error.or(read.settled.error.take());
        all.push(read);
    }
    let error = error.or_else(|| reads.batch.failure());
    let (positions, refused) = left(&all);
    let read = items(&all).map_err(|mistake| Error::decode(&reads.batch.at.name, &mistake));
    let read = read.and_then(|mut items| gets.read(&mut items));
    let (done, error) = match (read, error) {
        (Ok(done), None) => return Ok(done),
        (Ok(done), Some(error)) => (Some(done), error),
        (Err(unread), error) => (None, error.unwrap_or(unread)),
    };
    let (left, taken) = (positions.clone(), reads.feed.taken);
    Err(Unfinished { done, left, positions, refused, taken, error })
}

fn begin(
    dynamo: Dynamo,
    asked: Vec<Asked>,
    concurrency: usize,
) -> Result<(Reads<'static>, Option<Watch>), Error> {
    let wire = dynamo.wire();
    let mut parts: Vec<(Arc<str>, bool, Vec<DocumentPath>, Of)> = Vec::new();
    let mut entries = Vec::with_capacity(asked.len());
    for Asked { at, schema, key, consistent, paths } in asked {
        let found = parts.iter().position(|(name, same, read, _)| {
            *name == at.name && *same == consistent && *read == paths
        });
        let table = if let Some(table) = found {
            table
        } else {
            let asked = asked_of(schema, paths.clone(), consistent);
            let asked = asked.map_err(|mistake| Error::encode(&at.name, &mistake))?;
            let of = Of { name: at.name.clone(), schema, asked };
            parts.push((at.name, consistent, paths, of));
            parts.len() - 1
        };
        let key: Vec<_> =
            schema.key_names().filter_map(|name| Some((name, key.get(name)?))).collect();
        entries.push(To { table, schema, wire }.stored_key(&key, What::Get));
    }
    let tables: Vec<Of> = parts.into_iter().map(|(.., of)| of).collect();
    let at = TableAt::new(dynamo, names(tables.iter().map(|of| &*of.name)).into());
    let feed = Source::Memory(entries).feed(|entry: Result<Entry, Mistake>| entry);
    let watch = at.watch_tables("BatchGetItem", None, || of_all(&tables));
    Ok((Reads::new(Batch::new(at, tables, concurrency), feed, concurrency), watch))
}

/// The indexes of the gets that are left, and of those that could not be sent.
fn left(all: &[Read]) -> (Vec<usize>, Vec<usize>) {
    let (mut left, mut refused) = (Vec::new(), Vec::new());
    let places = all.iter().flat_map(|read| read.places.iter().map(move |place| (read, place)));
    for (index, (read, place)) in places.enumerate() {
        match place {
            Ok(at) if read.settled.is_left(*at) => left.push(index),
            Ok(_) => {}
            Err(_) => refused.push(index),
        }
    }
    (left, refused)
}

/// The items in the order of the gets.
fn items(all: &[Read]) -> Result<RawItems<'_>, Mistake> {
    let mut items = Vec::new();
    for read in all {
        for place in &read.places {
            let at = place.as_ref().ok();
            items.push(at.map_or(Ok(None), |at| read.settled.item(*at))?);
        }
    }
    Ok(RawItems::new(items))
}

/// Nothing was sent.
fn unbegun<D>(error: Error) -> Unfinished<Option<D>, usize> {
    let (left, positions, refused) = (Vec::new(), Vec::new(), Vec::new());
    Unfinished { done: None, left, positions, refused, taken: 0, error }
}

awaitable!([G: Gets] BatchGet<G> => 'static G::Output, Unfinished<Option<G::Output>, usize>);

impl<G: Clone> Clone for BatchGet<G> {
    fn clone(&self) -> Self {
        let Self { dynamo, gets, concurrency } = self;
        Self { dynamo: dynamo.clone(), gets: gets.clone(), concurrency: *concurrency }
    }
}

impl<G> fmt::Debug for BatchGet<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchGet").field("concurrency", &self.concurrency).finish_non_exhaustive()
    }
}
