//! What queries and scans can be told of the pages they read.

use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, Select};

use super::cursor::{Cursor, Origin, Position, Way};
use crate::client::TableAt;
use crate::codec::Attributes;
use crate::error::{Error, Mistake};
use crate::expr::entity::Own;
use crate::expr::path::DocumentPath;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::{self, Predicate};
use crate::expr::projection::{self, Projects};
use crate::schema::{AttributeDefinition, IndexSchema, TableSchema};

/// What queries and scans have in common; `P` is what is read of each item.
#[derive(Debug, Clone)]
pub(crate) struct Reading<P> {
    pub(crate) filter: Option<Predicate>,
    /// Apart from the filter, which is the same on every page: what has expired is not.
    pub(crate) unexpired: Option<Predicate>,
    /// Apart from the filter, since it is of the table's struct.
    pub(crate) own: Own,
    pub(crate) limit: Option<usize>,
    pub(crate) page_size: Option<u32>,
    pub(crate) max_pages: Option<usize>,
    /// In capacity units a second.
    pub(crate) max_capacity: Option<u32>,
    pub(crate) resume: Option<Cursor>,
    /// What the cursors of the read are of; none where no cursor is wanted or given.
    pub(crate) origin: Option<Origin>,
    pub(crate) consistent: bool,
    /// Only the number of items is wanted.
    pub(crate) counting: bool,
    /// Cursors and the capacity consumed are wanted with the items.
    pub(crate) paging: bool,
    pub(crate) projection: P,
}

impl<P> Reading<P> {
    pub(crate) fn new(projection: P) -> Self {
        Self {
            filter: None,
            unexpired: None,
            own: Own::default(),
            limit: None,
            page_size: None,
            max_pages: None,
            max_capacity: None,
            resume: None,
            origin: None,
            consistent: false,
            counting: false,
            paging: false,
            projection,
        }
    }

    /// The same, with something else read of each item.
    pub(crate) fn projecting<Q>(self, projection: Q) -> Reading<Q> {
        Reading {
            filter: self.filter,
            unexpired: self.unexpired,
            own: self.own,
            limit: self.limit,
            page_size: self.page_size,
            max_pages: self.max_pages,
            max_capacity: self.max_capacity,
            resume: self.resume,
            origin: self.origin,
            consistent: self.consistent,
            counting: self.counting,
            paging: self.paging,
            projection,
        }
    }

    /// Refuses what reads nothing: a number that was calculated wrongly would look like a read that found nothing.
    pub(crate) fn check(&self) -> Result<(), Mistake> {
        not_zero("limit", self.limit)?;
        not_zero("page_size", self.page_size)?;
        not_zero("max_pages", self.max_pages)
    }

    /// Returns what the items must meet.
    pub(crate) fn filter(&self) -> Option<Predicate> {
        let mut filter = self.own.filter.clone();
        for also in self.filter.iter().chain(&self.unexpired) {
            predicate::require(&mut filter, also.clone());
        }
        filter
    }

    /// Returns what the cursors are of, if there are any, of a read of these hash keys.
    pub(crate) fn origin(
        &self,
        at: &TableAt,
        way: Way,
        hash: impl Iterator<Item = Predicate>,
    ) -> Result<Option<Origin>, Error> {
        let wanted = self.paging || self.resume.is_some();
        let origin = wanted.then(|| Origin::new(way, hash, self.filter.as_ref())).transpose();
        origin.map_err(|mistake| Error::encode(&at.name, &mistake))
    }

    fn is_filtered(&self) -> bool {
        let own = self.own.filter.is_some() || self.own.checks.is_some();
        own || self.filter.is_some() || self.unexpired.is_some()
    }

    /// Writes the projection; what is only counted has none.
    pub(crate) fn projection<T>(
        &self,
        keys: &[AttributeDefinition],
        placeholders: &mut Placeholders,
    ) -> Result<Option<String>, Mistake>
    where
        P: Projects<T>,
    {
        let mut paths = if self.counting { Vec::new() } else { self.projection.paths() };
        let tells = self.own.checks.is_some() && (self.counting || !self.projection.tells_entity());
        if (!paths.is_empty() && self.cuts()) || tells {
            for key in keys.iter().map(|key| DocumentPath::attribute(key.name.into())) {
                if !paths.contains(&key) {
                    paths.push(key);
                }
            }
        }
        projection::expression(&paths, placeholders)
    }

    /// Whether the cursor may have to stand behind an item within a page of the service.
    pub(super) fn cuts(&self) -> bool {
        self.paging && self.limit.is_some() && self.is_filtered()
    }

    /// Returns the request's `Select`.
    pub(crate) fn select(&self) -> Option<Select> {
        (self.counting && self.own.checks.is_none()).then_some(Select::Count)
    }

    /// Returns the request's `ReturnConsumedCapacity`.
    pub(crate) fn consumed_capacity(&self, at: &TableAt) -> Option<ReturnConsumedCapacity> {
        let wanted = self.paging || self.max_capacity.is_some();
        wanted.then_some(ReturnConsumedCapacity::Total).or_else(|| at.wanted_capacity())
    }

    /// Returns the `Limit` of the first request.
    pub(crate) fn first_page_limit(&self) -> Option<i32> {
        self.page_limit(self.limit.unwrap_or(usize::MAX))
    }

    /// Returns the segment that the first request reads, and its `ExclusiveStartKey` if the read goes on where a cursor stands.
    pub(crate) fn start(
        &self,
        at: &TableAt,
        table: &TableSchema,
        index: Option<&IndexSchema>,
        origin: Option<Origin>,
        segments: usize,
    ) -> Result<(usize, Option<Attributes>), Error> {
        let Some(cursor) = self.resume.clone() else { return Ok((0, None)) };
        let keys = page_keys(table, index);
        let index = index.map(|index| index.name);
        let positions = cursor.positions(at, table, index, origin, &keys, segments)?;
        let mut positions = positions.into_iter().enumerate();
        let first = positions.find(|(_, position)| *position != Position::End);
        Ok(first.map_or((0, None), |(segment, position)| (segment, position.into_key())))
    }

    /// Returns a request's `Limit`: how many items the service evaluates before it answers.
    ///
    /// Without a filter, no more than are still wanted; with one, that number says nothing of how many must be evaluated.
    pub(super) fn page_limit(&self, wanted: usize) -> Option<i32> {
        let wanted = Some(wanted).filter(|_| self.limit.is_some() && !self.is_filtered());
        let wanted = wanted.and_then(|wanted| u32::try_from(wanted).ok());
        let page = wanted.into_iter().chain(self.page_size).min();
        page.map(|page| i32::try_from(page).unwrap_or(i32::MAX))
    }
}

/// Refuses the number given to a method, if it is 0.
pub(crate) fn not_zero<N: Copy + Default + PartialEq>(
    method: &str,
    number: Option<N>,
) -> Result<(), Mistake> {
    if number == Some(N::default()) {
        let remedy = "give 1 or more, or leave it out";
        return Err(Mistake::new(format!("`{method}(0)` reads nothing; {remedy}")));
    }
    Ok(())
}

/// Returns the attributes of the keys that a page of the table or index ends with, each once.
pub(crate) fn page_keys(
    table: &TableSchema,
    index: Option<&IndexSchema>,
) -> Vec<AttributeDefinition> {
    let index = index.into_iter().flat_map(|index| index.hash.iter().chain(index.range));
    let mut keys: Vec<AttributeDefinition> = Vec::new();
    for key in index.chain([&table.hash_key]).chain(&table.range_key) {
        if !keys.iter().any(|known| known.name == key.name) {
            keys.push(*key);
        }
    }
    keys
}
