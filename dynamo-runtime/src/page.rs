//! Pages of a query or scan: the one place that follows `LastEvaluatedKey` and knows how many items are still wanted.

pub(crate) mod raw;

use std::collections::VecDeque;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use aws_smithy_types::body::SdkBody;
use futures_util::Stream;
use futures_util::stream;

use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::error::{Error, Mistake};
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::Predicate;
use crate::expr::projection::{self, Projects};
use crate::page::raw::RawPage;
use crate::table::{DynamoTable, TableAt};
use crate::wire::{self, Page, Unread, send};

/// What queries and scans have in common; `P` is what is read of each item.
#[derive(Debug, Clone)]
pub(crate) struct Reading<P> {
    pub(crate) filter: Option<Predicate>,
    pub(crate) limit: Option<usize>,
    pub(crate) page_size: Option<u32>,
    pub(crate) consistent: bool,
    /// Only the number of items is wanted.
    pub(crate) counting: bool,
    pub(crate) projection: P,
}

impl<P> Reading<P> {
    pub(crate) fn new(projection: P) -> Self {
        let (filter, limit, page_size) = (None, None, None);
        Self { filter, limit, page_size, consistent: false, counting: false, projection }
    }

    /// The same, with something else read of each item.
    pub(crate) fn projecting<Q>(self, projection: Q) -> Reading<Q> {
        let Self { filter, limit, page_size, consistent, counting, .. } = self;
        Reading { filter, limit, page_size, consistent, counting, projection }
    }

    /// Writes the projection; what is only counted has none.
    pub(crate) fn projection<T>(
        &self,
        placeholders: &mut Placeholders,
    ) -> Result<Option<String>, Mistake>
    where
        P: Projects<T>,
    {
        let paths = if self.counting { Vec::new() } else { self.projection.paths() };
        projection::expression(&paths, placeholders)
    }

    /// Returns the request's `Select`.
    pub(crate) fn select(&self) -> Option<Select> {
        self.counting.then_some(Select::Count)
    }

    /// Returns the request's `Limit`: how many items the service evaluates before it answers.
    ///
    /// Without a filter, no more than are wanted; with one, that number says nothing of how many must be evaluated.
    pub(crate) fn page_limit(&self) -> Option<i32> {
        let wanted =
            self.limit.filter(|_| self.filter.is_none()).and_then(|limit| limit.try_into().ok());
        let page: Option<u32> = wanted.into_iter().chain(self.page_size).min();
        page.map(|page| i32::try_from(page).unwrap_or(i32::MAX))
    }
}

/// The SDK's request for a page.
#[derive(Clone)]
pub(crate) enum Request {
    Query(QueryFluentBuilder),
    Scan(ScanFluentBuilder),
}

/// What the SDK has parsed of a page.
#[derive(Default)]
struct Parsed {
    items: Vec<Attributes>,
    count: i32,
    last_key: Option<Attributes>,
}

impl Request {
    /// Returns the body of the response on the direct wire, and what the SDK has parsed.
    async fn send(
        &self,
        at: &TableAt,
        start: Option<Attributes>,
    ) -> Result<(Option<SdkBody>, Parsed), Error> {
        Ok(match self.clone() {
            Self::Query(request) => {
                let request = request.set_exclusive_start_key(start);
                let (body, output) = send!(at, query::Query(request) -> QueryOutput)?;
                let (count, last_key) = (output.count, output.last_evaluated_key);
                (body, Parsed { items: output.items.unwrap_or_default(), count, last_key })
            }
            Self::Scan(request) => {
                let request = request.set_exclusive_start_key(start);
                let (body, output) = send!(at, scan::Scan(request) -> ScanOutput)?;
                let (count, last_key) = (output.count, output.last_evaluated_key);
                (body, Parsed { items: output.items.unwrap_or_default(), count, last_key })
            }
        })
    }

    async fn page<T, P: Projects<T>>(
        &self,
        at: &TableAt,
        start: Option<Attributes>,
        projection: &P,
    ) -> Result<Page<P::Output>, Error> {
        let (body, parsed) = self.send(at, start).await?;
        match body {
            Some(body) => wire::page(&body, |from| projection.decode(from))
                .map_err(|mistake| Error::decode(&at.name, &mistake)),
            None => Ok(parsed.page(projection)),
        }
    }
}

impl Parsed {
    fn page<T, P: Projects<T>>(self, projection: &P) -> Page<P::Output> {
        let (count, last_key) = (usize::try_from(self.count).unwrap_or_default(), self.last_key);
        let mut page = Page { items: Vec::new(), mistake: None, count, last_key };
        page.items.reserve(self.items.len());
        for mut item in self.items {
            match Decoder::item(&mut item, |from| projection.decode(from)) {
                Ok(item) => page.items.push(item),
                Err(mistake) => {
                    page.mistake = Some(mistake);
                    break;
                }
            }
        }
        page
    }
}

/// The pages of a read that are still to come.
pub(crate) struct Pages<T, P> {
    at: TableAt,
    request: Request,
    projection: P,
    wanted: usize,
    /// `None` after the last page.
    next: Option<Start>,
    marker: PhantomData<fn() -> T>,
}

/// Where a page starts: after a key, or at the beginning.
struct Start(Option<Attributes>);

impl<T: DynamoTable, P: Projects<T>> Pages<T, P> {
    pub(crate) fn new(at: TableAt, request: Request, reading: Reading<P>) -> Self {
        let nothing = reading.filter.as_ref().is_some_and(Predicate::holds_for_nothing);
        let wanted = if nothing { 0 } else { reading.limit.unwrap_or(usize::MAX) };
        let projection = reading.projection;
        Self { at, request, projection, wanted, next: Some(Start(None)), marker: PhantomData }
    }

    pub(crate) async fn all(mut self) -> Result<Vec<P::Output>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await? {
            if let Some(mistake) = page.mistake {
                return Err(Error::decode(&self.at.name, &mistake));
            }
            if items.is_empty() { items = page.items } else { items.extend(page.items) }
        }
        Ok(items)
    }

    pub(crate) async fn count(mut self) -> Result<usize, Error> {
        let mut count = 0;
        while let Some(page) = self.next().await? {
            count += page.count;
        }
        Ok(count)
    }

    /// Returns the next page, cut to the items still wanted; `None` after the last.
    async fn next(&mut self) -> Result<Option<Page<P::Output>>, Error> {
        let Some(Start(start)) = self.start() else { return Ok(None) };
        let mut page = self.request.page(&self.at, start, &self.projection).await?;
        page.cut(self.wanted);
        self.advance(page.count, page.last_key.take());
        Ok(Some(page))
    }

    /// Returns the next page as it was sent; `None` after the last.
    async fn next_raw(&mut self) -> Result<Option<RawPage>, Error> {
        let Some(Start(start)) = self.start() else { return Ok(None) };
        let (body, parsed) = self.request.send(&self.at, start).await?;
        let mistake = |mistake| Error::decode(&self.at.name, &mistake);
        let (body, count, last_key) = match body {
            Some(body) => {
                let page = wire::page(&body, Unread::decode).map_err(mistake)?;
                page.mistake.map_or(Ok(()), |found| Err(mistake(found)))?;
                (body, page.items.len(), page.last_key)
            }
            None => {
                (raw::spelt(&parsed.items).map_err(mistake)?, parsed.items.len(), parsed.last_key)
            }
        };
        let page = RawPage::new(&self.at, body, count.min(self.wanted));
        self.advance(page.len(), last_key);
        Ok(Some(page))
    }

    /// Returns where the next page starts; `None` where there is none to read.
    fn start(&mut self) -> Option<Start> {
        self.next.take().filter(|_| self.wanted > 0)
    }

    fn advance(&mut self, count: usize, last_key: Option<Attributes>) {
        self.wanted -= count;
        // An empty key is no key to start from.
        self.next = last_key.filter(|key| !key.is_empty()).map(|key| Start(Some(key)));
    }
}

/// The items of all pages, one by one; a read that could not be made gives its error as the only item.
pub(crate) fn stream<T: DynamoTable, P: Projects<T>>(
    pages: Result<Pages<T, P>, Error>,
) -> impl Stream<Item = Result<P::Output, Error>> + Send + Unpin {
    let state = pages.map(|pages| (pages, VecDeque::new(), None));
    Box::pin(stream::try_unfold(state, async |state| {
        let (mut pages, mut items, mut mistake) = state?;
        while items.is_empty() {
            if let Some(mistake) = mistake {
                return Err(Error::decode(&pages.at.name, &mistake));
            }
            match pages.next().await? {
                Some(page) => (items, mistake) = (page.items.into(), page.mistake),
                None => return Ok(None),
            }
        }
        Ok(items.pop_front().map(|item| (item, Ok((pages, items, mistake)))))
    }))
}

/// The pages, as they were sent; a read that could not be made gives its error as the only page.
pub(crate) fn raw_pages<T: DynamoTable, P: Projects<T>>(
    pages: Result<Pages<T, P>, Error>,
) -> impl Stream<Item = Result<RawPage, Error>> + Send + Unpin {
    Box::pin(stream::try_unfold(pages, async |pages| {
        let mut pages = pages?;
        Ok(pages.next_raw().await?.map(|page| (page, Ok(pages))))
    }))
}

/// The methods that queries and scans have in common.
macro_rules! reads {
    ([$($generics:tt)*] $operation:ty => $table:ty, $item:ty) => {
        impl<$($generics)*> $operation {
            /// Reads only items for which the condition holds; called again, both must hold. The others are read and
            /// paid for all the same.
            pub fn filter(mut self, condition: $crate::Condition<$table>) -> Self {
                $crate::expr::predicate::require(&mut self.reading.filter, condition.predicate);
                self
            }

            /// Reads only items that have not expired: the service deletes those only within days. The others are read and
            /// paid for all the same.
            pub fn hide_expired(mut self) -> Self
            where
                $table: $crate::Expiring,
            {
                let expiry = $crate::ttl::Expiry::new::<$table>(self.at.dynamo.now());
                $crate::expr::predicate::require(&mut self.reading.filter, expiry.filter());
                self
            }

            /// Reads at most this many items, over as many pages as it takes.
            pub fn limit(mut self, items: usize) -> Self {
                self.reading.limit = Some(items);
                self
            }

            /// Makes a page of at most this many items, counted before the filter. A page also ends at 1 MB.
            pub fn page_size(mut self, items: u32) -> Self {
                self.reading.page_size = Some(items);
                self
            }

            /// Returns all items, page after page.
            ///
            /// # Errors
            ///
            /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as `input` gives it,
            /// [`Decode`](crate::ErrorKind::Decode) where a stored item does not fit the type,
            /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table or index, and what the service or the
            /// connection report.
            pub async fn all(self) -> Result<Vec<$item>, $crate::Error> {
                self.pages()?.all().await
            }

            /// Returns the first item, if there is one.
            ///
            /// # Errors
            ///
            /// As those of `all`.
            pub async fn first(self) -> Result<Option<$item>, $crate::Error> {
                Ok(self.limit(1).all().await?.pop())
            }

            /// Returns the number of items, without transferring them. It costs what reading them costs.
            ///
            /// # Errors
            ///
            /// As those of `all`, without `Decode`.
            pub async fn count(mut self) -> Result<usize, $crate::Error> {
                self.reading.counting = true;
                self.pages()?.count().await
            }

            /// Returns the items one by one, reading a page when the one before is used up. Dropping the stream ends the
            /// read, and so does the first error, which is one of those of `all`.
            pub fn stream(self) -> impl Stream<Item = Result<$item, $crate::Error>> + Send + Unpin {
                $crate::page::stream(self.pages())
            }

            /// Returns the pages as they were sent, one by one, to be read into structs that borrow from them.
            ///
            /// Errors are those of `all`; [`Decode`](crate::ErrorKind::Decode) only where the response is none of the
            /// service's, as no item is read yet.
            pub fn raw_pages(self) -> impl Stream<Item = Result<$crate::RawPage, $crate::Error>> + Send + Unpin {
                $crate::page::raw_pages(self.pages())
            }
        }
    };
}
pub(crate) use reads;
