//! Puts and deletes in any tables, without conditions, in as few requests as it takes.

use std::collections::HashMap;
use std::fmt;

use super::entry::{Entry, To, What};
use super::put_all::{Settings, with_settings};
use super::requests::names;
use super::settle::{Batch, Of, of_all};
use super::source::Source;
use super::unfinished::Unfinished;
use super::writes::{Wrote, twice, write_all};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::batch::Asked;
use crate::error::{Error, Mistake, Written};
use crate::op::one::delete::Delete;
use crate::op::one::put::Put;
use crate::op::one::returning::Returning;
use crate::op::shared::{awaitable, each_tuple};
use crate::schema::TableSchema;
use crate::table::{DynamoTable, Unconditional};

/// Puts and deletes items of several tables: 25 in a request (BatchWriteItem), several requests at a time.
///
/// A batch is not atomic, and checks nothing. A write with a condition, an `insert`, and one that returns the old item or is
/// customized are refused before anything is sent; put them in a `TransactWrite`.
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
/// use dynamo_runtime::op::BatchWrite;
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
/// # async fn example(client: aws_sdk_dynamodb::Client, ann: Customer) -> Result<(), dynamo_runtime::Error> {
/// let (customers, orders) = (Customer::table(&client), Order::table(&client));
/// let writes = (customers.put(&ann), vec![orders.delete("ann", 1), orders.delete("ann", 2)]);
/// let written = BatchWrite::new(&client, writes).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct BatchWrite<'s> {
    dynamo: Dynamo,
    writes: Vec<Write<'s>>,
    settings: Settings<'s>,
}

/// A write of a batch. Public only because a hidden method of a public trait takes it.
pub struct Write<'s> {
    at: TableAt,
    schema: &'static TableSchema,
    encode: Encoding<'s>,
}

/// What encodes a write, or why a batch cannot make it.
type Encoding<'s> =
    Result<Box<dyn FnOnce(To, &Dynamo) -> Result<Entry, Mistake> + Send + 's>, &'static str>;

/// What a [`BatchWrite`] takes: a [`Put`] or [`Delete`] without a condition, a `Vec`, an array or an `Option` of them, or a tuple
/// of one to twelve of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written by a batch",
    label = "expected puts and deletes: `orders.put(..)`, a list of them, or a tuple of up to 12",
    note = "a batch checks and changes nothing: updates and conditions go in a `TransactWrite`"
)]
pub trait PutsAndDeletes<'s>: sealed::Sealed {
    #[doc(hidden)]
    fn add_to(self, writes: &mut Vec<Write<'s>>);
}

impl<'s, T: DynamoTable + Unconditional, R: Returning<T>> PutsAndDeletes<'s> for Put<'s, T, R> {
    fn add_to(self, writes: &mut Vec<Write<'s>>) {
        let (at, plain) = self.plain();
        let encode = plain.map(|item| {
            Box::new(move |to: To, dynamo: &Dynamo| {
                to.put(item, T::BEHAVIOURS, || dynamo.now(), LENGTH)
            }) as _
        });
        writes.push(Write { at, schema: T::SCHEMA, encode });
    }
}

impl<'s, T: DynamoTable, R: Returning<T>> PutsAndDeletes<'s> for Delete<T, R> {
    fn add_to(self, writes: &mut Vec<Write<'s>>) {
        let (at, plain) = self.plain();
        let encode = plain
            .map(|key| Box::new(move |to: To, _: &Dynamo| to.key(&key.values, What::Delete)) as _);
        writes.push(Write { at, schema: T::SCHEMA, encode });
    }
}

/// A length that many items have.
const LENGTH: usize = 256;

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<'s, W: PutsAndDeletes<'s>, $($generics)*> PutsAndDeletes<'s> for $list {
            fn add_to(self, writes: &mut Vec<Write<'s>>) {
                for write in self {
                    write.add_to(writes);
                }
            }
        }

        impl<W: sealed::Sealed, $($generics)*> sealed::Sealed for $list {}
    )*};
}

lists! {
    [] Vec<W>;
    [const N: usize] [W; N];
}

impl<'s, W: PutsAndDeletes<'s>> PutsAndDeletes<'s> for Option<W> {
    fn add_to(self, writes: &mut Vec<Write<'s>>) {
        if let Some(write) = self {
            write.add_to(writes);
        }
    }
}

impl<W: sealed::Sealed> sealed::Sealed for Option<W> {}

macro_rules! tuples {
    ($($write:ident $at:tt,)*) => {
        impl<'s, $($write: PutsAndDeletes<'s>),*> PutsAndDeletes<'s> for ($($write,)*) {
            fn add_to(self, writes: &mut Vec<Write<'s>>) {
                $(self.$at.add_to(writes);)*
            }
        }

        impl<$($write: sealed::Sealed),*> sealed::Sealed for ($($write,)*) {}
    };
}

each_tuple!(tuples);

mod sealed {
    use super::{Delete, Put};

    pub trait Sealed {}
    impl<T, R> Sealed for Put<'_, T, R> {}
    impl<T, R> Sealed for Delete<T, R> {}
}

impl<'s> BatchWrite<'s> {
    /// Writes what `writes` name: a put or delete, a `Vec`, an array or an `Option` of them, or a tuple of up to 12 of these.
    /// The tables are those of the writes; the client is this one.
    pub fn new(client: impl Into<Dynamo>, writes: impl PutsAndDeletes<'s>) -> Self {
        let (dynamo, mut all) = (client.into(), Vec::new());
        writes.add_to(&mut all);
        Self { dynamo, writes: all, settings: Settings::default() }
    }

    /// Makes the writes, and returns how many; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with how many were made and the
    /// indexes of those that were not, counted through all of them. Its kinds:
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest), before anything is sent, as those of a put and a delete, where a
    /// batch cannot make a write, and where two writes are of one item (see [`keep_order`](Self::keep_order)), each named by its
    /// index; [`Throttled`](crate::ErrorKind::Throttled) where writes are unprocessed until the retries are used up; and what
    /// the service or the connection report.
    pub async fn send(self) -> Result<Written, Unfinished<Written, usize>> {
        let Self { dynamo, writes, settings } = self;
        let (mut tables, mut entries): (Vec<Of>, _) =
            (Vec::new(), Vec::with_capacity(writes.len()));
        for (index, write) in writes.into_iter().enumerate() {
            match encoded(write, &mut tables, &dynamo) {
                Ok(entry) => entries.push(entry),
                Err(error) => return Err(unbegun(error.at_index(index), index)),
            }
        }
        let at = TableAt::new(dynamo, names(tables.iter().map(|of| &*of.name)).into());
        if !settings.in_order
            && let Some(error) = two_of_one(&at, &entries)
        {
            let left: Vec<usize> = (0..entries.len()).collect();
            let (done, refused, taken) = (Written::default(), Vec::new(), left.len());
            return Err(Unfinished { done, positions: left.clone(), left, refused, taken, error });
        }
        let watch = at.watch_tables("BatchWriteItem", None, || of_all(&tables));
        let feed = Source::Memory(entries).feed(Ok);
        let batch = Batch::new(at, tables, settings.concurrency);
        watched!(watch, finished(write_all(batch, feed, settings.way(None)).await))
    }
}

fn encoded(write: Write<'_>, tables: &mut Vec<Of>, dynamo: &Dynamo) -> Result<Entry, Error> {
    let Write { at, schema, encode } = write;
    let name = at.checked_name()?;
    let encode = encode.map_err(|what| {
        let problem = format!("a batch cannot make a write {what}; use `TransactWrite`");
        Error::invalid(name, problem)
    })?;
    let table = tables.iter().position(|of| *of.name == *at.name).unwrap_or_else(|| {
        tables.push(Of { name: at.name.clone(), schema, asked: Asked::default() });
        tables.len() - 1
    });
    encode(To { table, schema, wire: dynamo.wire() }, dynamo)
        .map_err(|mistake| Error::encode(name, &mistake))
}

fn two_of_one(at: &TableAt, entries: &[Entry]) -> Option<Error> {
    let mut known = HashMap::with_capacity(entries.len());
    entries.iter().enumerate().find_map(|(index, entry)| {
        let earlier = known.insert(&entry.item, index)?;
        Some(twice(&at.name, earlier, index))
    })
}

fn finished(wrote: Wrote) -> Result<Written, Unfinished<Written, usize>> {
    let Wrote { written, taken, left, refused, error, .. } = wrote;
    let Some(error) = error else { return Ok(written) };
    let left: Vec<usize> = left.into_iter().map(|(index, _)| index).collect();
    Err(Unfinished { done: written, positions: left.clone(), left, refused, taken, error })
}

/// Nothing was sent, because of one of the writes.
fn unbegun(error: Error, index: usize) -> Unfinished<Written, usize> {
    let left: Vec<usize> = (0..index).collect();
    let (done, refused, taken) = (Written::default(), vec![index], index + 1);
    Unfinished { done, positions: left.clone(), left, refused, taken, error }
}

with_settings!(['s] BatchWrite<'s>);
awaitable!(['s] BatchWrite<'s> => 's Written, Unfinished<Written, usize>);

impl fmt::Debug for BatchWrite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchWrite")
            .field("tables", &names(self.writes.iter().map(|write| &*write.at.name)))
            .field("writes", &self.writes.len())
            .field("concurrency", &self.settings.concurrency)
            .finish_non_exhaustive()
    }
}
