//! Pages read ahead of what is handed out: one of each segment, of so many segments at a time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use futures_util::stream::{self, FuturesUnordered, StreamExt};
use futures_util::{Stream, future::BoxFuture};

use super::Page;
use super::cursor::Position;
use super::pages::{Pages, Read};
use super::rate::Rate;
use super::reading::Reading;
use super::request::Request;
use crate::client::TableAt;
use crate::client::wire;
use crate::error::Error;
use crate::expr::projection::Projects;
use crate::table::DynamoTable;

/// The pages of a read, of which one (of each segment that is being read) is under way while another is used.
///
/// Nothing runs beside it: requests go on while it is polled, and end when it is dropped.
pub(crate) struct Ahead<T, P: Projects<T>> {
    read: Arc<Read<P>>,
    /// Where each segment stands, by what has been handed out.
    positions: Vec<Position>,
    not_begun: Range<usize>,
    /// Segments whose last page has been handed out.
    waiting: Vec<Pages<T, P>>,
    under_way: FuturesUnordered<BoxFuture<'static, Arrival<T, P>>>,
    arrived: VecDeque<Arrival<T, P>>,
    concurrency: usize,
    /// Over all segments.
    wanted: usize,
}

/// The next page of a segment; `None` after the last.
type Arrival<T, P> = (Pages<T, P>, Result<Option<PageOf<T, P>>, Error>);
type PageOf<T, P> = wire::Page<<P as Projects<T>>::Output>;

impl<T: DynamoTable, P: Projects<T>> Ahead<T, P> {
    pub(crate) fn new(pages: Pages<T, P>) -> Self {
        let (read, positions) = (pages.read().clone(), vec![pages.position.clone()]);
        let mut ahead = Self::of(read, positions, 1);
        (ahead.not_begun, ahead.waiting) = (0..0, vec![pages]);
        ahead
    }

    /// The pages of a scan in `segments`, at most `concurrency` of which are read at a time.
    pub(crate) fn of_segments(
        at: TableAt,
        request: ScanFluentBuilder,
        reading: Reading<P>,
        (segments, concurrency): (u32, usize),
    ) -> Result<Self, Error> {
        if reading.paging && reading.limit.is_some() {
            // A cursor stands behind whole pages of all segments but one.
            let problem = "a scan in segments cannot read pages with a `limit`; use `page_size`, or leave `limit` out";
            return Err(Error::invalid(&at.name, problem));
        }
        let request = Request::Scan(request);
        let (read, positions) = Read::new::<T>(at, request, reading, None, Some(segments))?;
        Ok(Self::of(read, positions, concurrency.max(1)))
    }

    fn of(read: Arc<Read<P>>, positions: Vec<Position>, concurrency: usize) -> Self {
        let wanted = read.reading.limit.unwrap_or(usize::MAX);
        let not_begun = 0..positions.len();
        let (waiting, under_way, arrived) = (Vec::new(), FuturesUnordered::new(), VecDeque::new());
        Self { read, positions, not_begun, waiting, under_way, arrived, concurrency, wanted }
    }

    /// Returns the limit on the capacity that the read consumes, to be shared with what else an operation sends.
    pub(crate) fn rate(&self) -> Option<Arc<Rate>> {
        self.read.rate.clone()
    }

    /// Has what is sent be a part of the operation that goes on at `at`.
    pub(crate) fn join(&self, at: &TableAt) {
        self.read.at.join(at);
    }

    pub(crate) async fn all(mut self) -> Result<Vec<P::Output>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await {
            let page = page?;
            if let Some(mistake) = page.mistake {
                return Err(self.read.decode_error(&mistake));
            }
            if items.is_empty() { items = page.items } else { items.extend(page.items) }
        }
        Ok(items)
    }

    pub(crate) async fn count(mut self) -> Result<usize, Error> {
        let mut count = 0;
        while let Some(page) = self.next().await {
            count += page?.count;
        }
        Ok(count)
    }

    async fn next(&mut self) -> Option<Result<PageOf<T, P>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Gives the next page, and sends the request for the one behind it.
    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<PageOf<T, P>, Error>>> {
        loop {
            self.drive(context);
            let Some((pages, page)) = self.arrived.pop_front() else {
                return if self.under_way.is_empty() { Poll::Ready(None) } else { Poll::Pending };
            };
            let Some(mut page) = page.transpose() else { continue };
            match &mut page {
                Ok(page) => self.take(pages, page),
                Err(_) => self.end(),
            }
            self.drive(context);
            return Poll::Ready(Some(page));
        }
    }

    fn take(&mut self, pages: Pages<T, P>, page: &mut PageOf<T, P>) {
        let segment = usize::try_from(pages.segment).unwrap_or_default();
        self.positions[segment].clone_from(&pages.position);
        self.waiting.push(pages);
        page.cut(self.wanted);
        self.wanted -= page.count;
        if self.wanted == 0 {
            self.end();
        }
    }

    /// Drops all that is under way.
    fn end(&mut self) {
        self.not_begun = 0..0;
        self.waiting.clear();
        self.under_way.clear();
        self.arrived.clear();
    }

    /// Sends what requests there are to send, and takes what has arrived. Costs next to nothing where nothing has.
    fn drive(&mut self, context: &mut Context<'_>) {
        loop {
            while self.under_way.len() + self.arrived.len() < self.concurrency {
                let Some(mut pages) = self.waiting.pop().or_else(|| self.begin()) else { break };
                self.under_way.push(Box::pin(async move {
                    let page = pages.next().await;
                    (pages, page)
                }));
            }
            match self.under_way.poll_next_unpin(context) {
                // The last page of its segment makes room for the next segment.
                Poll::Ready(Some((_, Ok(None)))) => {}
                Poll::Ready(Some(arrival)) => self.arrived.push_back(arrival),
                Poll::Ready(None) | Poll::Pending => return,
            }
        }
    }

    fn begin(&mut self) -> Option<Pages<T, P>> {
        let positions = &self.positions;
        let segment = self.not_begun.find(|segment| positions[*segment] != Position::End)?;
        let position = positions[segment].clone();
        Some(Pages::of(self.read.clone(), i32::try_from(segment).ok()?, position))
    }
}

/// The items of all pages, one by one; a read that could not be made gives its error as the only item.
pub(crate) fn stream<T: DynamoTable, P: Projects<T>>(
    ahead: Result<Ahead<T, P>, Error>,
) -> impl Stream<Item = Result<P::Output, Error>> + Send + Unpin {
    let (ahead, error) =
        ahead.map_or_else(|error| (None, Some(error)), |ahead| (Some(ahead), None));
    Items { ahead, page: Vec::new().into_iter(), error }
}

struct Items<T, P: Projects<T>> {
    /// `None` after the last page and after an error.
    ahead: Option<Ahead<T, P>>,
    page: vec::IntoIter<P::Output>,
    /// What comes behind the items of the page.
    error: Option<Error>,
}

// Nothing is pinned in place: the futures under way are boxed.
impl<T, P: Projects<T>> Unpin for Items<T, P> {}

impl<T: DynamoTable, P: Projects<T>> Stream for Items<T, P> {
    type Item = Result<P::Output, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.get_mut();
        if let Some(ahead) = &mut items.ahead {
            ahead.drive(context);
        }
        loop {
            if let Some(item) = items.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(error) = items.error.take() {
                items.ahead = None;
                return Poll::Ready(Some(Err(error)));
            }
            let Some(ahead) = &mut items.ahead else { return Poll::Ready(None) };
            match ready!(ahead.poll_page(context)) {
                Some(Ok(page)) => {
                    items.page = page.items.into_iter();
                    items.error = page.mistake.map(|mistake| ahead.read.decode_error(&mistake));
                }
                Some(Err(error)) => items.error = Some(error),
                None => items.ahead = None,
            }
        }
    }
}

/// The pages one by one, each with where the read stands behind it; a read that could not be made gives its error as the
/// only page.
pub(crate) fn pages<T: DynamoTable, P: Projects<T>>(
    ahead: Result<Ahead<T, P>, Error>,
) -> impl Stream<Item = Result<Page<P::Output>, Error>> + Send + Unpin {
    Box::pin(stream::try_unfold(ahead, async |ahead| {
        let mut ahead = ahead?;
        let Some(page) = ahead.next().await.transpose()? else { return Ok(None) };
        if let Some(mistake) = page.mistake {
            return Err(ahead.read.decode_error(&mistake));
        }
        let mut handed_out = Page::empty();
        handed_out.add(page);
        handed_out.cursor = ahead.read.cursor(ahead.positions.clone());
        Ok(Some((handed_out, Ok(ahead))))
    }))
}
