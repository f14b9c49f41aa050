//! Scan: every item of a table out.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::scan::builders::{ScanFluentBuilder, ScanInputBuilder};
use futures_util::Stream;

use super::reads::{reads, reads_in_order};
use super::segments::Segments;
use crate::client::TableAt;
use crate::error::{Error, Mistake};
use crate::expr::entity::Own;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::Predicate;
use crate::expr::projection::{Projects, Viewed, Whole};
use crate::expr::results::Results;
use crate::op::shared::cloned;
use crate::op::shared::custom::{Custom, check_own, open_request};
use crate::op::shared::keys::Keys;
use crate::op::written::delete_all::DeleteAll;
use crate::op::written::update_all::UpdateAll;
use crate::op::written::write_all::WriteAll;
use crate::page::{Ahead, Origin, Pages, Reading, Request, Way, page_keys};
use crate::schema::CLAIM_OWNER;
use crate::table::DynamoTable;
use crate::table::view::View;

/// Reads every item of a table, in no order. Made by [`Table::scan`](crate::Table::scan).
///
/// It costs the capacity of the whole table, filter or not: a query reads only what it asks for.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Scan<T, P = Whole<T>> {
    pub(super) at: TableAt,
    pub(super) reading: Reading<P>,
    custom: Custom<ScanFluentBuilder>,
    marker: PhantomData<fn() -> T>,
}

impl<T: DynamoTable> Scan<T> {
    pub(crate) fn new(at: TableAt) -> Self {
        let (mut reading, custom) = (Reading::new(Whole::new()), Custom::default());
        reading.own = Own::of(T::SCHEMA, None).by_keys(&[]);
        // What claims unique values is none of the table's items.
        if !T::SCHEMA.unique.is_empty() {
            reading.filter = Some(Predicate::exists(CLAIM_OWNER).negated());
        }
        Self { at, reading, custom, marker: PhantomData }
    }

    /// Reads only the attributes at these paths, as a tuple. It costs the capacity of reading whole items.
    pub fn project<P: Projects<T>>(self, paths: P) -> Scan<T, P> {
        self.projecting(paths)
    }

    /// Reads only the attributes of the view's fields, as a `V`. It costs the capacity of reading whole items.
    pub fn view<V: View<T>>(self) -> Scan<T, Viewed<V>> {
        self.project(Viewed::new())
    }
}

impl<T: DynamoTable, P: Projects<T>> Scan<T, P> {
    /// Reads the latest state, for twice the capacity; else the read is eventually consistent.
    pub fn consistent(mut self) -> Self {
        self.reading.consistent = true;
        self
    }

    /// Reads in this many segments, several at a time: 1 to 1,000,000.
    pub fn segments(self, segments: u32) -> Segments<T, P> {
        Segments::new(self, segments)
    }

    /// Reads each item as a `Result`: one that does not fit is an error in its place, with its [`key`](Error::key) and its
    /// attributes ([`item`](Error::item)), and the read goes on. Counts and cursors take it for an item as any other. Other errors
    /// end the read, as ever.
    ///
    /// It stands behind `project` or `view`; with them, the key is read too.
    pub fn results(self) -> Scan<T, Results<P>> {
        let (projection, table) = (self.reading.projection.clone(), self.at.name.clone());
        self.projecting(Results::new(projection, table))
    }

    /// Returns the SDK's request for the first page; `page` and `pages` also ask for the capacity consumed and, where a limit
    /// with a filter may end within a page of the service, for the keys.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold a value of the filter, the filter
    /// breaks a limit, or a limit or page size is 0. [`InvalidCursor`](crate::ErrorKind::InvalidCursor): the cursor is of another read.
    pub fn input(&self) -> Result<ScanInputBuilder, Error> {
        self.first_request(1).map(|(_, input)| input)
    }

    /// The segment that is read first, and the request for its first page.
    pub(super) fn first_request(
        &self,
        segments: usize,
    ) -> Result<(usize, ScanInputBuilder), Error> {
        let input = self.request()?.as_input().clone();
        let origin = self.origin()?;
        let (segment, start) = self.reading.start(&self.at, T::SCHEMA, None, origin, segments)?;
        let start = start.or_else(|| input.get_exclusive_start_key().clone());
        Ok((segment, input.set_exclusive_start_key(start)))
    }

    pub(super) fn request(&self) -> Result<ScanFluentBuilder, Error> {
        Ok(self.custom.apply(self.own_request()?))
    }

    /// The request without what is customized.
    fn own_request(&self) -> Result<ScanFluentBuilder, Error> {
        let table = self.at.checked_name()?;
        self.build(table).map_err(|mistake| Error::encode(table, &mistake))
    }

    /// The request whose items are to be written, under the guard of what this type says of them.
    pub(super) fn guarded_request(&self) -> Result<ScanFluentBuilder, Error> {
        let own = self.own_request()?;
        let sent = self.custom.apply(own.clone());
        let (own, input) = (own.as_input().clone(), sent.as_input());
        let own = own
            .set_limit(*input.get_limit())
            .set_consistent_read(*input.get_consistent_read())
            .set_segment(*input.get_segment())
            .set_total_segments(*input.get_total_segments())
            .set_exclusive_start_key(input.get_exclusive_start_key().clone())
            .set_return_consumed_capacity(input.get_return_consumed_capacity().clone());
        check_own(&self.at, own == *input)?;
        Ok(sent)
    }

    fn build(&self, table: &str) -> Result<ScanFluentBuilder, Mistake> {
        self.reading.check()?;
        let mut placeholders = Placeholders::default();
        let filter = placeholders.condition(self.reading.filter().as_ref())?;
        let keys = page_keys(T::SCHEMA, None);
        let projection = self.reading.projection(&keys, &mut placeholders)?;
        Ok(self
            .at
            .client()
            .scan()
            .table_name(table)
            .set_filter_expression(filter)
            .set_projection_expression(projection)
            .set_select(self.reading.select())
            .set_limit(self.reading.first_page_limit())
            .set_return_consumed_capacity(self.reading.consumed_capacity(&self.at))
            .set_consistent_read(self.reading.consistent.then_some(true))
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values()))
    }

    fn projecting<Q>(self, projection: Q) -> Scan<T, Q> {
        let Self { at, reading, custom, marker } = self;
        Scan { at, reading: reading.projecting(projection), custom, marker }
    }

    pub(super) fn keys(self) -> Scan<T, Keys<T>> {
        self.projecting(Keys::new())
    }

    /// Returns what an item that was read must still be to be written.
    pub(super) fn guard(&self) -> Option<Predicate> {
        self.reading.filter()
    }

    pub(super) fn origin(&self) -> Result<Option<Origin>, Error> {
        self.reading.origin(&self.at, Way::Scan, std::iter::empty())
    }

    fn in_order(self) -> Result<Pages<T, P>, Error> {
        let request = self.request()?;
        self.pages_of(request)
    }

    fn pages_of(mut self, request: ScanFluentBuilder) -> Result<Pages<T, P>, Error> {
        self.reading.origin = self.origin()?;
        Pages::new(self.at, Request::Scan(request), self.reading, None)
    }

    fn ahead(self) -> Result<Ahead<T, P>, Error> {
        self.in_order().map(Ahead::new)
    }

    fn guarded(self) -> Result<Ahead<T, P>, Error> {
        let request = self.guarded_request()?;
        self.pages_of(request).map(Ahead::new)
    }
}

open_request! {
    [T: DynamoTable, P: Projects<T>] Scan<T, P>, [], "Scan", ScanFluentBuilder,
    names get_expression_attribute_names, values get_expression_attribute_values;
    member "TableName" get_table_name;
    expression "FilterExpression" get_filter_expression;
    expression "ProjectionExpression" get_projection_expression;
    item "ExclusiveStartKey" get_exclusive_start_key;
    member "Limit" get_limit;
    member "ConsistentRead" get_consistent_read;
}

reads!([T: DynamoTable, P: Projects<T>] Scan<T, P>, "Scan" of None, [] => T, P::Output);
reads_in_order!([T: DynamoTable, P: Projects<T>] Scan<T, P> => P::Output);

cloned!([T, P: Clone] Scan<T, P> { at reading custom marker });

impl<T, P> fmt::Debug for Scan<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scan = f.debug_struct("Scan");
        scan.field("table", &self.at).field("limit", &self.reading.limit).finish_non_exhaustive()
    }
}
