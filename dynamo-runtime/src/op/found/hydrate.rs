//! Hydrate: a query that reads keys in, the table's whole items out, in the order of the query.

use std::fmt;

use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
use futures_util::stream::{self, TryChunksError};
use futures_util::{Stream, TryStreamExt};

use super::query::Query;
use super::reads::awaited;
use crate::client::TableAt;
use crate::client::watch::Watching;
use crate::error::Error;
use crate::expr::projection::{Projects, Whole};
use crate::expr::results::Results;
use crate::op::batch::of_keys::{self, MAX_KEYS, least_units};
use crate::op::shared::cloned;
use crate::op::shared::keys::Keys;
use crate::page::{self, Ahead};
use crate::table::Source;

/// Reads whole items of the table in the order of an index that does not hold all of them: the keys from the index, and the
/// items by BatchGetItem, 100 in a request. Made by [`Query::hydrate`].
///
/// Items that are deleted between the two reads are left out, and one that is changed may no longer fit the query; one that
/// moves within the index while it is read may come twice. Keys that the service leaves unprocessed are asked for again,
/// after pauses that grow.
///
/// What is said of the query holds for both reads, `max_capacity` for their sum; `limit`, `page_size` and `max_pages` count what
/// is read of the index.
///
/// ```
/// use dynamo_runtime::DynamoTable;
///
/// #[derive(DynamoTable)]
/// struct Order {
///     #[hash_key]
///     number: u64,
///     #[gsi(name = "Courier", projection = "KEYS_ONLY")]
///     courier: Option<String>,
///     total: u64,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let orders = Order::table(&client);
/// let held: Vec<OrderCourierItem> = orders.query_courier("carl").all().await?;
/// let whole: Vec<Order> = orders.query_courier("carl").hydrate().all().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Hydrate<S: Source, P = Whole<<S as Source>::Table>> {
    at: TableAt,
    query: Query<S, Keys<S::Table>>,
    consistent: bool,
    projection: P,
}

impl<S: Source> Hydrate<S> {
    pub(super) fn new(at: TableAt, query: Query<S, Keys<S::Table>>) -> Self {
        // Items of before the keys that were read could be missing, or not be what was asked for.
        let consistent = query.is_consistent();
        Self { at, query, consistent, projection: Whole::new() }
    }

    /// Reads each item as a `Result`: one that does not fit is an error in its place, with its [`key`](Error::key) and its
    /// attributes ([`item`](Error::item)), and the read goes on. Other errors end it, as ever.
    pub fn results(self) -> Hydrate<S, Results<Whole<S::Table>>> {
        let Self { at, query, consistent, projection } = self;
        let projection = Results::new(projection, at.name.clone());
        Hydrate { at, query, consistent, projection }
    }
}

impl<S: Source, P: Projects<S::Table>> Hydrate<S, P> {
    /// Reads the latest version of each item, for twice the capacity of the items, whatever the index has noticed of it.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Returns the SDK's request for the first page of keys.
    ///
    /// # Errors
    ///
    /// As those of [`Query::input`].
    pub fn input(&self) -> Result<QueryInputBuilder, Error> {
        self.query.input()
    }

    /// Returns all items. Awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// As those of [`Query::all`], [`Throttled`](crate::ErrorKind::Throttled) where the service has processed no key in ten
    /// requests, and [`Decode`](crate::ErrorKind::Decode) where it answers with an item that was not asked for.
    pub async fn all(self) -> Result<Vec<P::Output>, Error> {
        self.stream().try_collect().await
    }

    /// Returns the item of the query's first key, if there is one, and it is not deleted meanwhile.
    ///
    /// # Errors
    ///
    /// As those of [`all`](Self::all).
    pub async fn first(mut self) -> Result<Option<P::Output>, Error> {
        self.query = self.query.limit(1);
        self.stream().try_next().await
    }

    /// Returns the items one by one, reading the next 100 when those before are used up. Dropping the stream ends the read, and
    /// so does the first error, which is one of those of [`all`](Self::all).
    pub fn stream(self) -> impl Stream<Item = Result<P::Output, Error>> + Send + Unpin {
        let Self { at, query, consistent, projection } = self;
        let watch = at.watch("hydrate", S::INDEX.map(|index| index.name));
        let keys = query.ahead();
        if let Ok(keys) = &keys {
            keys.join(&at);
        }
        let rate = keys.as_ref().ok().and_then(Ahead::rate);
        let at_once =
            rate.as_ref().map_or(MAX_KEYS, |rate| rate.at_once(MAX_KEYS, least_units(consistent)));
        let keys = page::stream(keys).try_chunks(at_once);
        let state = (keys, at, consistent, rate, projection);
        let batches = stream::try_unfold(state, async |state| {
            let (mut keys, at, consistent, rate, projection) = state;
            let next = keys.try_next().await.map_err(|TryChunksError(_, error)| error)?;
            let Some(next) = next else { return Ok::<_, Error>(None) };
            let items = of_keys::get(&at, &next, consistent, rate.clone(), &projection).await?;
            let items = stream::iter(items.into_iter().map(Ok));
            Ok(Some((items, (keys, at, consistent, rate, projection))))
        });
        Watching::new(watch, Box::pin(batches.try_flatten()))
    }
}

awaited!([S: Source, P: Projects<S::Table>] Hydrate<S, P> => P::Output);

cloned!([S: Source, P: Clone] Hydrate<S, P> { at query consistent projection });

impl<S: Source, P> fmt::Debug for Hydrate<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Hydrate").field(&self.query).finish()
    }
}
