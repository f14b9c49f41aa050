//! The SDK's request for a page in, the page out.

use std::cell::Cell;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::ConsumedCapacity;
use aws_smithy_types::body::SdkBody;

use super::spelt;
use crate::client::TableAt;
use crate::client::wire::{self, Answer, Owned, Page, Unread, send};
use crate::codec::{Attributes, Decode};
use crate::error::{Error, Mistake};
use crate::expr::entity::Check;
use crate::expr::projection::Projects;
use crate::schema::AttributeDefinition;

/// The SDK's request for a page.
pub(crate) enum Request {
    Query(QueryFluentBuilder),
    Scan(ScanFluentBuilder),
}

/// What differs between the requests of one read.
pub(super) struct Part {
    pub(super) start: Option<Attributes>,
    pub(super) limit: Option<i32>,
    /// The segment, and how many there are.
    pub(super) segment: Option<(i32, i32)>,
}

/// A page as it came.
pub(super) struct PageAnswer(Answer<Parsed>);

/// What the SDK has parsed of a page.
pub(super) struct Parsed {
    items: Vec<Attributes>,
    count: i32,
    scanned_count: i32,
    consumed: Option<ConsumedCapacity>,
    last_key: Option<Attributes>,
}

macro_rules! parsed {
    () => {
        |output| Parsed {
            items: output.items.unwrap_or_default(),
            count: output.count,
            scanned_count: output.scanned_count,
            consumed: output.consumed_capacity,
            last_key: output.last_evaluated_key,
        }
    };
}

impl Request {
    pub(super) async fn send(&self, at: &TableAt, part: Part) -> Result<PageAnswer, Error> {
        let Part { start, limit, segment } = part;
        // What a read says nothing of may have been set by hand.
        let sent = match self {
            Self::Query(request) => {
                let start = start.or_else(|| request.get_exclusive_start_key().clone());
                let limit = limit.or(*request.get_limit());
                let request = request.clone().set_exclusive_start_key(start).set_limit(limit);
                send!(at, query::Query(request) -> QueryOutput, parsed!())
            }
            Self::Scan(request) => {
                let start = start.or_else(|| request.get_exclusive_start_key().clone());
                let limit = limit.or(*request.get_limit());
                let mut request = request.clone().set_exclusive_start_key(start).set_limit(limit);
                if let Some((segment, segments)) = segment {
                    request = request.segment(segment).total_segments(segments);
                }
                send!(at, scan::Scan(request) -> ScanOutput, parsed!())
            }
        };
        sent.map(PageAnswer)
    }
}

impl PageAnswer {
    /// Reads the page and cuts it to the items still wanted. With `keys`, the last key of a page that is cut is that of its last
    /// item, not of the last that was evaluated.
    pub(super) fn page<T, P: Projects<T>>(
        self,
        projection: &P,
        owner: Option<Check>,
        wanted: usize,
        keys: Option<&[AttributeDefinition]>,
    ) -> Result<Page<P::Output>, Error> {
        let owns = |item: &Attributes| owner.is_none_or(|owner| owner.owns(item));
        let only: Option<Owned<'_>> = owner.map(|_| (&owns as _, projection.tells_entity()));
        self.0.read(
            |body| {
                let mut page = wire::page(body, only, |from| projection.decode(from))?;
                if let Some(keys) = keys.filter(|_| page.items.len() > wanted) {
                    let last = wanted.checked_sub(1);
                    let last = last.map(|last| item(body, page.place(last))).transpose()?;
                    page.last_key = last.flatten().map(|item| key_of(item, keys)).transpose()?;
                }
                page.cut(wanted);
                Ok(page)
            },
            |mut parsed| {
                if owner.is_some() {
                    parsed.items.retain(owns);
                    parsed.count = i32::try_from(parsed.items.len()).unwrap_or(i32::MAX);
                }
                parsed.page(projection, wanted, keys)
            },
        )
    }

    /// Returns the page as it was sent; its items are to be passed over.
    pub(super) fn raw(self) -> Result<(SdkBody, Page<Unread>), Error> {
        let (body, mut page, count) = self.0.read(
            |body| {
                let page = wire::page(body, None, Unread::decode)?;
                let count = page.items.len();
                let body = body.try_clone().ok_or_else(|| {
                    Mistake::new("the response body is a stream and cannot be read twice")
                })?;
                Ok((body, page, count))
            },
            |parsed| Ok((spelt::page(&parsed.items)?, parsed.counts(), parsed.items.len())),
        )?;
        page.count = count;
        Ok((body, page))
    }
}

/// Reads the item of this number in a page.
fn item(body: &SdkBody, nth: usize) -> Result<Option<Attributes>, Mistake> {
    let at = Cell::new(0);
    let page = wire::page(body, None, |from| {
        if at.replace(at.get() + 1) == nth {
            Attributes::decode(from).map(Some)
        } else {
            from.json_pass_item().map(|()| None)
        }
    })?;
    Ok(page.items.into_iter().flatten().next())
}

fn key_of(mut item: Attributes, keys: &[AttributeDefinition]) -> Result<Attributes, Mistake> {
    item.retain(|name, _| keys.iter().any(|key| key.name == name));
    if item.len() == keys.len() {
        Ok(item)
    } else {
        Err(Mistake::new("an item has no key attribute of the table or index"))
    }
}

impl Parsed {
    fn counts<T>(&self) -> Page<T> {
        let count = |count: i32| usize::try_from(count).unwrap_or_default();
        let consumed = self.consumed.as_ref().and_then(ConsumedCapacity::capacity_units);
        Page {
            count: count(self.count),
            scanned_count: count(self.scanned_count),
            consumed: consumed.unwrap_or_default(),
            last_key: self.last_key.clone(),
            ..Page::empty()
        }
    }

    fn page<T, P: Projects<T>>(
        self,
        projection: &P,
        wanted: usize,
        keys: Option<&[AttributeDefinition]>,
    ) -> Result<Page<P::Output>, Mistake> {
        let mut page = self.counts();
        if let Some(keys) = keys.filter(|_| self.items.len() > wanted) {
            let last = wanted.checked_sub(1).and_then(|last| self.items.get(last));
            page.last_key = last.map(|item| key_of(item.clone(), keys)).transpose()?;
        }
        page.items.reserve(self.items.len());
        for item in self.items {
            match projection.decode_map(item) {
                Ok(item) => page.items.push(item),
                Err(mistake) => {
                    page.mistake = Some(mistake);
                    break;
                }
            }
        }
        page.cut(wanted);
        Ok(page)
    }
}
