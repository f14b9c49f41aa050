//! The items of many keys of one table, read in as few requests as it takes, in the order of the keys.

use std::collections::VecDeque;
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::{Stream, stream};

use super::entry::{Entry, To, What};
use super::reads::{Read, Reads};
use super::settle::Batch;
use super::settle::Of;
use super::source::{Entries, Source};
use super::unfinished::Unfinished;
use crate::client::TableAt;
use crate::client::watch::{Watching, watched};
use crate::client::wire::RawItem;
use crate::client::wire::batch::Asked;
use crate::error::{Error, Mistake};
use crate::expr::entity::tell_entity;
use crate::expr::path::{DocumentPath, Path};
use crate::expr::placeholders::Placeholders;
use crate::expr::projection::{self, Projects, Viewed, Whole};
use crate::op::one::is_own;
use crate::op::shared::keys::stored;
use crate::table::key::{IntoKeyOf, Key};
use crate::table::view::View;
use crate::table::{DynamoTable, Expiring};
use crate::ttl::Expiry;

/// Gets the items of many keys: [`None`] for those there are not. Made by [`Table::get_all`](crate::Table::get_all).
///
/// 100 keys are asked for in a request (BatchGetItem), and several requests are under way at a time. Keys that the service
/// leaves unprocessed, and requests that fail for a time, are sent again by the client's policy of
/// [`Retries`](crate::op::Retries). A key that comes twice within 100 is asked for once, and answered twice.
///
/// # Batches
///
#[doc = include_str!("../../../docs/batches.md")]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct GetAll<'s, T, P = Whole<T>> {
    at: TableAt,
    keys: Source<'s, Key<T>>,
    consistent: bool,
    expiry: Option<Expiry>,
    concurrency: usize,
    projection: P,
}

/// The default number of requests that are under way at a time.
const CONCURRENCY: usize = 16;

/// The results that were read of each key, and, of those that failed, the keys and why.
type Failed<T, O> = Unfinished<Vec<Option<O>>, Key<T>>;

/// What became of one key.
enum Answer<O> {
    Read(Option<O>),
    /// It was read, but what was read is not of the type.
    Unread(Error),
    Left,
    Refused(Error),
}

impl<'s, T: DynamoTable> GetAll<'s, T> {
    pub(crate) fn new<M, K, S>(at: TableAt, keys: S) -> Self
    where
        S: Entries<'s, M, Entry: IntoKeyOf<T, K> + Send + 's>,
        K: 's,
    {
        let keys = keys.into_source().map(IntoKeyOf::into_key_of);
        let (concurrency, projection) = (CONCURRENCY, Whole::new());
        Self { at, keys, consistent: false, expiry: None, concurrency, projection }
    }

    /// Reads only the attributes at these paths of each item, as a tuple. It costs the capacity of reading the whole items.
    pub fn project<P: Projects<T>>(self, paths: P) -> GetAll<'s, T, P> {
        let Self { at, keys, consistent, expiry, concurrency, .. } = self;
        GetAll { at, keys, consistent, expiry, concurrency, projection: paths }
    }

    /// Reads only the attributes of the view's fields of each item, as a `V`. It costs the capacity of reading the whole items.
    pub fn view<V: View<T>>(self) -> GetAll<'s, T, Viewed<V>> {
        self.project(Viewed::new())
    }
}

impl<'s, T: DynamoTable, P: Projects<T>> GetAll<'s, T, P> {
    /// Reads the latest version of each item, for twice the capacity; else the reads are eventually consistent.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Reads no item that has expired, but `None`: the service deletes those only within days.
    pub fn hide_expired(mut self) -> Self
    where
        T: Expiring,
    {
        self.expiry = Some(Expiry::new::<T>(self.at.dynamo.now()));
        self
    }

    /// Keeps so many requests under way at a time. The default is 16, the least is 1. While the service throttles, or leaves keys
    /// unprocessed, there are fewer.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// Reads all keys, and returns the items in their order; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with what was read and the keys
    /// that were not. Its kinds: [`InvalidRequest`](crate::ErrorKind::InvalidRequest) where DynamoDB cannot hold a key, which the
    /// message names by its index, or the projection names an attribute twice;
    /// [`Throttled`](crate::ErrorKind::Throttled) where keys are unprocessed until the retries are used up;
    /// [`Decode`](crate::ErrorKind::Decode) where an item does not fit, and [`Error::key`] tells which; and what the service or
    /// the connection report.
    pub async fn send(
        self,
    ) -> Result<Vec<Option<P::Output>>, Unfinished<Vec<Option<P::Output>>, Key<T>>> {
        watched!(self.at.watch("BatchGetItem", None), self.read().await)
    }

    async fn read(
        self,
    ) -> Result<Vec<Option<P::Output>>, Unfinished<Vec<Option<P::Output>>, Key<T>>> {
        let known = self.keys.known();
        let (mut reads, reader) = match self.begin() {
            Ok(begun) => begun,
            Err((error, keys)) => return Err(unbegun(error, keys)),
        };
        let mut done = Vec::with_capacity(known.unwrap_or_default());
        let (mut left, mut positions, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let mut error = None;
        while let Some(mut read) = reads.next().await {
            let failed = read.settled.error.take();
            error = error.or(failed);
            for (answer, entry) in reader.answers(read) {
                let position = done.len();
                let (item, failed) = match answer {
                    Answer::Read(item) => (item, None),
                    Answer::Left => (None, reads.batch.failure()),
                    Answer::Unread(failed) | Answer::Refused(failed) => (None, Some(failed)),
                };
                done.push(item);
                let Some(failed) = failed else { continue };
                match entry {
                    Some(key) => {
                        left.push(key);
                        positions.push(position);
                    }
                    None => refused.push(position),
                }
                if error.is_none() {
                    reads.fail(&failed);
                    error = Some(failed);
                }
            }
        }
        match error {
            None => Ok(done),
            Some(error) => {
                let taken = reads.feed.taken;
                Err(Unfinished { done, left, positions, refused, taken, error })
            }
        }
    }

    /// Returns the items one by one, in the order of the keys, with requests under way ahead of them; no more keys are taken
    /// than that. Dropping the stream ends the read.
    ///
    /// There is one answer for each key. An item that does not fit is an error in its place, and the read goes on. After any
    /// other error, each key that was taken and is left is an error, of which [`Error::key`] returns it, and the stream ends; of
    /// a collection, all keys were taken.
    pub fn stream(
        self,
    ) -> impl Stream<Item = Result<Option<P::Output>, Error>> + Send + Unpin + 's {
        let watch = self.at.watch("BatchGetItem", None);
        let begun = self.begin();
        let waiting: VecDeque<Result<Option<P::Output>, Error>> = VecDeque::new();
        let answers = stream::unfold((begun, waiting), |(mut begun, mut waiting)| async move {
            loop {
                if let Some(answer) = waiting.pop_front() {
                    return Some((answer, (begun, waiting)));
                }
                match &mut begun {
                    Ok((reads, reader)) => {
                        let mut read = reads.next().await?;
                        let mut error = read.settled.error.take();
                        let mut failed = || error.take().or_else(|| reads.batch.failure());
                        waiting.extend(reader.answers(read).map(|(answer, key)| match answer {
                            Answer::Read(item) => Ok(item),
                            Answer::Unread(error) | Answer::Refused(error) => Err(error),
                            Answer::Left => Err(left(failed(), key.as_ref())),
                        }));
                    }
                    Err((error, Source::Memory(keys))) if !keys.is_empty() => {
                        waiting.extend(
                            keys.drain(..).map(|key| Err(left(Some(error.alike()), Some(&key)))),
                        );
                    }
                    Err((error, source @ Source::Lazy(_))) => {
                        waiting.push_back(Err(error.alike()));
                        *source = Source::Memory(Vec::new());
                    }
                    Err(_) => return None,
                }
            }
        });
        Watching::new(watch, Box::pin(answers))
    }

    #[expect(clippy::type_complexity, reason = "what it began with, where it cannot begin")]
    fn begin(self) -> Result<(Reads<'s>, Reader<T, P>), (Error, Source<'s, Key<T>>)> {
        let Self { at, keys, consistent, expiry, concurrency, projection } = self;
        let asked = match asked::<T, P>(&at, &projection, consistent, expiry) {
            Ok(asked) => asked,
            Err(error) => return Err((error, keys)),
        };
        let to = To::only(T::SCHEMA, &at.dynamo);
        let feed = keys.feed(move |key| to.key(&key.values, What::Get));
        let tables = vec![Of { name: at.name.clone(), schema: T::SCHEMA, asked }];
        let reader =
            Reader { at: at.clone(), expiry, projection, marker: std::marker::PhantomData };
        Ok((Reads::new(Batch::new(at, tables, concurrency), feed, concurrency), reader))
    }
}

/// What is asked of each item.
pub(super) fn asked<T: DynamoTable, P: Projects<T>>(
    at: &TableAt,
    projection: &P,
    consistent: bool,
    expiry: Option<Expiry>,
) -> Result<Asked, Error> {
    at.checked_name()?;
    let mut paths = projection.paths();
    tell_entity(T::SCHEMA, &mut paths);
    if let Some(Expiry { ttl, .. }) = expiry
        && !paths.is_empty()
    {
        add(&mut paths, ttl);
    }
    asked_of(T::SCHEMA, paths, consistent).map_err(|mistake| Error::encode(&at.name, &mistake))
}

/// What is asked of each item of which these paths are read, all where there are none.
pub(super) fn asked_of(
    schema: &crate::schema::TableSchema,
    mut paths: Vec<DocumentPath>,
    consistent: bool,
) -> Result<Asked, Mistake> {
    // The answer has to tell of which key it is.
    if !paths.is_empty() {
        schema.key_names().for_each(|name| add(&mut paths, name));
    }
    let mut placeholders = Placeholders::default();
    let projection = projection::expression(&paths, &mut placeholders)?;
    Ok(Asked { consistent, projection, names: placeholders.names() })
}

fn add(paths: &mut Vec<DocumentPath>, attribute: &'static str) {
    if !paths.iter().any(|path| path.root == attribute) {
        paths.push(DocumentPath::attribute(attribute.into()));
    }
}

/// What reads the items.
struct Reader<T, P> {
    at: TableAt,
    expiry: Option<Expiry>,
    projection: P,
    marker: std::marker::PhantomData<fn() -> T>,
}

impl<T: DynamoTable, P: Projects<T>> Reader<T, P> {
    /// What became of each key, which is there where it is left.
    fn answers(
        &self,
        read: Read,
    ) -> impl Iterator<Item = (Answer<P::Output>, Option<Key<T>>)> + use<T, P> {
        let Read { entries, places, settled } = read;
        let answers = places.into_iter().map(|place| match place {
            Err(error) => (Answer::Refused(error), None),
            Ok(at) if settled.is_left(at) => (Answer::Left, key_of(&entries[at])),
            Ok(at) => match settled
                .item(at)
                .and_then(|item| item.map_or(Ok(None), |item| self.decode(&item)))
            {
                Ok(item) => (Answer::Read(item), None),
                Err(mistake) => {
                    let error = Error::decode(&self.at.name, &mistake);
                    let error = error.of_key(Some(entries[at].attributes()));
                    (Answer::Unread(error), key_of(&entries[at]))
                }
            },
        });
        answers.collect::<Vec<_>>().into_iter()
    }

    fn decode(&self, item: &RawItem<'_>) -> Result<Option<P::Output>, Mistake> {
        if let Some(expiry) = self.expiry {
            let ttl = (Path::<T, Option<AttributeValue>>::new(expiry.ttl),);
            let found = item.read(true, |from| ttl.decode(from))?;
            if found.is_some_and(|(ttl,)| expiry.hides(ttl.as_ref())) {
                return Ok(None);
            }
        }
        if !is_own::<T>(item)? {
            return Ok(None);
        }
        item.read(true, |from| self.projection.decode(from))
    }
}

/// The key of an entry that asks for it, or deletes it.
pub(super) fn key_of<T: DynamoTable>(entry: &Entry) -> Option<Key<T>> {
    Key::stored(&stored::<T>(&entry.attributes())?)
}

/// The error of a key that is left.
fn left<T: DynamoTable>(error: Option<Error>, key: Option<&Key<T>>) -> Error {
    let error = error.unwrap_or_else(|| Error::unprocessed(T::SCHEMA.name, "BatchGetItem"));
    error.of_key(key.and_then(|key| key.values.attributes(T::SCHEMA).ok()))
}

/// What is left where nothing could begin.
fn unbegun<T: DynamoTable, O>(error: Error, keys: Source<'_, Key<T>>) -> Failed<T, O> {
    let left = match keys {
        Source::Memory(keys) => keys,
        Source::Lazy(_) => Vec::new(),
    };
    let (taken, positions) = (left.len(), (0..left.len()).collect());
    let done = left.iter().map(|_| None).collect();
    Unfinished { done, left, positions, refused: Vec::new(), taken, error }
}

impl<'s, T: DynamoTable, P: Projects<T>> std::future::IntoFuture for GetAll<'s, T, P> {
    type Output = Result<Vec<Option<P::Output>>, Unfinished<Vec<Option<P::Output>>, Key<T>>>;
    type IntoFuture = crate::op::shared::Sending<
        's,
        Vec<Option<P::Output>>,
        Unfinished<Vec<Option<P::Output>>, Key<T>>,
    >;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T, P> fmt::Debug for GetAll<'_, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetAll")
            .field("table", &self.at)
            .field("keys", &self.keys)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
