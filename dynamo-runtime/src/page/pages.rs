//! Pages one after the other: the one place that follows `LastEvaluatedKey` and knows how many items are still wanted.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::Page;
use super::cursor::{Cursor, Position};
use super::rate::Rate;
use super::raw::RawPage;
use super::reading::{Reading, page_keys};
use super::request::{PageAnswer, Part, Request};
use crate::client::TableAt;
use crate::client::wire;
use crate::error::{Error, Mistake};
use crate::expr::predicate::Predicate;
use crate::expr::projection::Projects;
use crate::schema::{AttributeDefinition, IndexSchema};
use crate::table::DynamoTable;

/// "Scan" of the DynamoDB API reference.
const MAX_SEGMENTS: u32 = 1_000_000;

/// A read, whatever of it has been read.
pub(super) struct Read<P> {
    pub(super) at: TableAt,
    request: Request,
    pub(super) reading: Reading<P>,
    index: Option<&'static str>,
    keys: Vec<AttributeDefinition>,
    /// How many there are, of a scan in segments.
    pub(super) segments: Option<i32>,
    requests_left: AtomicUsize,
    pub(super) rate: Option<Arc<Rate>>,
}

/// The pages of a read, or of one segment, that are still to come.
pub(crate) struct Pages<T, P> {
    read: Arc<Read<P>>,
    pub(super) segment: i32,
    pub(super) position: Position,
    wanted: usize,
    marker: PhantomData<fn() -> T>,
}

impl<P> Read<P> {
    /// A read of the table or index, in so many segments, and where each stands.
    pub(super) fn new<T: DynamoTable>(
        at: TableAt,
        request: Request,
        mut reading: Reading<P>,
        index: Option<&'static IndexSchema>,
        segments: Option<u32>,
    ) -> Result<(Arc<Self>, Vec<Position>), Error> {
        let segments = segments.map(|segments| checked_segments(&at, segments)).transpose()?;
        let rate = reading.max_capacity.map(|units| checked_rate(&at, units)).transpose()?;
        let keys = page_keys(T::SCHEMA, index);
        let index = index.map(|index| index.name);
        let count = segments.map_or(1, |segments| usize::try_from(segments).unwrap_or_default());
        let mut positions = match reading.resume.take() {
            Some(cursor) => {
                cursor.positions(&at, T::SCHEMA, index, reading.origin, &keys, count)?
            }
            None => vec![Position::Beginning; count],
        };
        if reading.filter.as_ref().is_some_and(Predicate::holds_for_nothing) {
            positions.fill(Position::End);
        }
        let requests_left = reading.max_pages.unwrap_or(usize::MAX).into();
        let read = Self { at, request, reading, index, keys, segments, requests_left, rate };
        Ok((Arc::new(read), positions))
    }

    /// Returns where a read stands whose segments stand so; `None` at the end.
    pub(super) fn cursor(&self, positions: Vec<Position>) -> Option<Cursor> {
        Cursor::new(&self.at, self.index, self.reading.origin?, positions)
    }

    /// Sends the next request, unless `max_pages` have been sent.
    async fn send(&self, part: Part) -> Result<Option<(PageAnswer, f64)>, Error> {
        let take = |left: usize| left.checked_sub(1);
        if self.requests_left.fetch_update(Relaxed, Relaxed, take).is_err() {
            return Ok(None);
        }
        let guess = match &self.rate {
            Some(rate) => rate.admit_page().await,
            None => 0.0,
        };
        let answer = self.request.send(&self.at, part).await?;
        Ok(Some((answer, guess)))
    }

    fn consumed<I>(&self, page: &wire::Page<I>, guess: f64) {
        self.at.note(|call| call.page(page.count, page.scanned_count, page.consumed));
        if let Some(rate) = &self.rate {
            rate.correct_page(guess, page.consumed);
        }
    }

    pub(super) fn decode_error(&self, mistake: &Mistake) -> Error {
        Error::decode(&self.at.name, mistake)
    }
}

fn checked_segments(at: &TableAt, segments: u32) -> Result<i32, Error> {
    let checked = i32::try_from(segments).ok().filter(|_| (1..=MAX_SEGMENTS).contains(&segments));
    checked.ok_or_else(|| {
        Error::invalid(&at.name, "the number of segments must be between 1 and 1,000,000")
    })
}

fn checked_rate(at: &TableAt, units: u32) -> Result<Arc<Rate>, Error> {
    if units == 0 {
        return Err(Error::invalid(
            &at.name,
            "the limit on a read must be at least 1 capacity unit per second",
        ));
    }
    Ok(Arc::new(Rate::new(units)))
}

impl<T: DynamoTable, P: Projects<T>> Pages<T, P> {
    /// The pages of the whole read.
    pub(crate) fn new(
        at: TableAt,
        request: Request,
        reading: Reading<P>,
        index: Option<&'static IndexSchema>,
    ) -> Result<Self, Error> {
        let (read, mut positions) = Read::new::<T>(at, request, reading, index, None)?;
        Ok(Self::of(read, 0, positions.pop().unwrap_or(Position::End)))
    }

    /// The pages of one segment.
    pub(super) fn of(read: Arc<Read<P>>, segment: i32, position: Position) -> Self {
        let wanted = read.reading.limit.unwrap_or(usize::MAX);
        Self { read, segment, position, wanted, marker: PhantomData }
    }

    pub(super) fn read(&self) -> &Arc<Read<P>> {
        &self.read
    }

    /// Returns the items that are wanted, or without a `limit` those of the next page, and what they have cost.
    pub(crate) async fn page(mut self) -> Result<Page<P::Output>, Error> {
        let mut all = Page::empty();
        while let Some(page) = self.next().await? {
            if let Some(mistake) = page.mistake {
                return Err(self.read.decode_error(&mistake));
            }
            all.add(page);
            if self.read.reading.limit.is_none() {
                break;
            }
        }
        all.cursor = self.read.cursor(vec![self.position]);
        Ok(all)
    }

    /// Returns the next page, cut to the items still wanted; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<wire::Page<P::Output>>, Error> {
        let Some((answer, guess)) = self.send().await? else { return Ok(None) };
        let reading = &self.read.reading;
        let keys = reading.cuts().then_some(&*self.read.keys);
        let mistake = |mistake| self.read.decode_error(&mistake);
        let owner = reading.own.checks;
        let mut page = answer.page(&reading.projection, owner, self.wanted, keys)?;
        self.read.consumed(&page, guess);
        self.position = Position::behind(page.last_key.take()).map_err(mistake)?;
        self.wanted -= page.count;
        Ok(Some(page))
    }

    /// Returns the next page as it was sent; `None` after the last.
    pub(super) async fn next_raw(&mut self) -> Result<Option<RawPage>, Error> {
        let Some((answer, guess)) = self.send().await? else { return Ok(None) };
        let mistake = |mistake| self.read.decode_error(&mistake);
        let (body, page) = answer.raw()?;
        self.read.consumed(&page, guess);
        self.position = Position::behind(page.last_key).map_err(mistake)?;
        let page = RawPage::new(&self.read.at, body, page.count.min(self.wanted));
        self.wanted -= page.len();
        Ok(Some(page))
    }

    /// Sends the next request; `None` where nothing more is to be read.
    async fn send(&mut self) -> Result<Option<(PageAnswer, f64)>, Error> {
        let start = match &self.position {
            _ if self.wanted == 0 => return Ok(None),
            Position::End => return Ok(None),
            Position::Beginning => None,
            Position::Behind(key) => Some(key.clone()),
        };
        let limit = self.read.reading.page_limit(self.wanted);
        let segment = self.read.segments.map(|segments| (self.segment, segments));
        self.read.send(Part { start, limit, segment }).await
    }
}
