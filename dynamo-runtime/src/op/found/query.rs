//! Query: the key attributes of a table or index in, items out.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::query::builders::{QueryFluentBuilder, QueryInputBuilder};
use futures_util::Stream;

use super::hydrate::Hydrate;
use super::reads::{reads, reads_in_order};
use crate::client::TableAt;
use crate::codec::value::Value;
use crate::error::{Error, Mistake};
use crate::expr::entity::Own;
use crate::expr::placeholders::{Placeholders, Writer};
use crate::expr::predicate::{self, Predicate};
use crate::expr::projection::{Projects, Viewed, Whole, check_held};
use crate::expr::range::{IntoRange, KeyCondition};
use crate::expr::results::Results;
use crate::expr::template::fold;
use crate::op::shared::cloned;
use crate::op::shared::custom::{Custom, check_own, open_request};
use crate::op::shared::keys::Keys;
use crate::op::written::delete_all::DeleteAll;
use crate::op::written::update_all::UpdateAll;
use crate::op::written::write_all::WriteAll;
use crate::page::{Ahead, Origin, Pages, Reading, Request, Way, page_keys};
use crate::schema::{IndexSchema, TableSchema};
use crate::table::entity::{DynamoItems, is_one_table};
use crate::table::key::{Known, made};
use crate::table::view::View;
use crate::table::{ConsistentIndex, DynamoTable, Ranged, Source};

/// Reads the items of one hash key, in the order of their range key, from a table or index. Made by the `query` methods
/// of the derived handle.
///
/// An index that does not hold every attribute gives what it holds: `OrderByRegionItem`; [`hydrate`](Self::hydrate) reads whole
/// items.
///
/// It is taken by [`all`](Self::all), which awaiting it does too, or by [`first`](Self::first), [`count`](Self::count),
/// [`stream`](Self::stream), [`page`](Self::page) or [`pages`](Self::pages). It can be cloned to be taken again:
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Order {
/// #     #[hash_key]
/// #     customer: String,
/// #     #[range_key]
/// #     number: u64,
/// #     total: i64,
/// # }
/// # async fn example(orders: OrderTable) -> Result<(), dynamo_runtime::Error> {
/// let large = orders.query("ann").range(10..=20).descending().filter(Order::TOTAL.gt(100));
/// let number = large.clone().count().await?;
/// let totals: Vec<(u64, i64)> = large.limit(5).project((Order::NUMBER, Order::TOTAL)).all().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Query<S: Source, P = Whole<<S as Source>::Item>> {
    at: TableAt,
    hash: Vec<Value>,
    /// The values of the fields that the hash attributes are, or are made of.
    known: Known,
    range: Vec<KeyCondition>,
    descending: bool,
    reading: Reading<P>,
    custom: Custom<QueryFluentBuilder>,
    marker: PhantomData<fn() -> S>,
}

impl<S: Source> Query<S> {
    /// `given` are the values of the fields that the hash attributes are, or are made of.
    pub(crate) fn new(at: TableAt, given: &mut dyn Iterator<Item = Value>) -> Self {
        let schema = S::Table::SCHEMA;
        let keys = key_names(schema, S::INDEX);
        let hashes = S::INDEX.map_or(1, |index| index.hash.len());
        let (hash, known) = made(schema, keys.iter().copied().take(hashes), given);
        let (range, mut reading, custom) =
            (Vec::new(), Reading::new(Whole::new()), Custom::default());
        reading.own = Own::of(schema, S::INDEX).by_keys(&keys);
        Self { at, hash, known, range, descending: false, reading, custom, marker: PhantomData }
    }

    /// Reads the items of all entities of this hash key, each as the one that it is: `C` derives
    /// [`DynamoItems`](crate::DynamoItems). Conditions are those of this query; of other entities' items too, where they are on attributes that these have.
    ///
    /// # Panics
    ///
    /// `C` is of another table: it does not compile.
    pub fn collection<C: DynamoItems>(self) -> Query<S, Whole<C>> {
        const { is_one_table(S::Table::SCHEMA, C::Table::SCHEMA) };
        self.every().projecting(Whole::new())
    }

    /// Reads the items of other entities too.
    pub(super) fn every(mut self) -> Self {
        self.reading.own = Own::default();
        self
    }

    /// Reads only the attributes at these paths, as a tuple. It costs the capacity of reading whole items; a local index fetches
    /// from the table what it does not hold, for more.
    pub fn project<P: Projects<S::Table>>(self, paths: P) -> Query<S, P> {
        self.projecting(paths)
    }

    /// Reads only the attributes of the view's fields, as a `V`. It costs what [`project`](Self::project) costs.
    pub fn view<V: View<S::Table>>(self) -> Query<S, Viewed<V>> {
        self.project(Viewed::new())
    }

    /// Reads the whole items of the table that the index names: its keys first, then the items. It costs the capacity of both.
    /// Of a consistent query, the items are read consistently too.
    pub fn hydrate(self) -> Hydrate<S> {
        Hydrate::new(self.at.clone(), self.project(Keys::new()))
    }
}

impl<S: Source, P: Projects<S::Table>> Query<S, P> {
    /// Reads only items whose range key is as said: a value, one of Rust's ranges, [`prefix`](crate::expr::prefix) or
    /// [`after`](crate::expr::after). Called again, the last counts.
    pub fn range<R, M>(mut self, range: impl IntoRange<R, M>) -> Self
    where
        S: Ranged<R>,
    {
        self.range = range.into_range();
        self
    }

    /// Reads from the greatest range key down.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Reads the latest state, for twice the capacity; else the read is eventually consistent.
    pub fn consistent(mut self) -> Self
    where
        S: ConsistentIndex,
    {
        self.reading.consistent = true;
        self
    }

    /// Reads each item as a `Result`: one that does not fit is an error in its place, with its [`key`](Error::key) and its
    /// attributes ([`item`](Error::item)), and the read goes on. Counts and cursors take it for an item as any other. Other errors
    /// end the read, as ever.
    ///
    /// It stands behind `project` or `view`; with them, the key is read too.
    pub fn results(self) -> Query<S, Results<P>> {
        let (projection, table) = (self.reading.projection.clone(), self.at.name.clone());
        self.projecting(Results::new(projection, table))
    }

    /// Returns the SDK's request for the first page; `page` and `pages` also ask for the capacity consumed and, where a limit
    /// with a filter may end within a page of the service, for the keys.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold a value, a value or bound of the key is empty or
    /// too long, a range begins behind its end, the filter names a key attribute of the table or index that is queried, the index
    /// does not hold an attribute that is filtered by or, where it is global, read, an expression breaks a limit, a limit or page
    /// size is 0. [`InvalidCursor`](crate::ErrorKind::InvalidCursor): the cursor is of another read.
    pub fn input(&self) -> Result<QueryInputBuilder, Error> {
        let input = self.request()?.as_input().clone();
        let origin = self.origin()?;
        let (_, start) = self.reading.start(&self.at, S::Table::SCHEMA, S::INDEX, origin, 1)?;
        let start = start.or_else(|| input.get_exclusive_start_key().clone());
        Ok(input.set_exclusive_start_key(start))
    }

    fn request(&self) -> Result<QueryFluentBuilder, Error> {
        Ok(self.custom.apply(self.own_request()?))
    }

    /// The request without what is customized.
    fn own_request(&self) -> Result<QueryFluentBuilder, Error> {
        let table = self.at.checked_name()?;
        self.build(table).map_err(|mistake| Error::encode(table, &mistake))
    }

    fn build(&self, table: &str) -> Result<QueryFluentBuilder, Mistake> {
        let names = key_names(S::Table::SCHEMA, S::INDEX);
        let filter = self.reading.filter();
        let filter = filter.as_ref();
        check_filter(filter, &names)?;
        if let Some(index) = S::INDEX {
            check_held(S::Table::SCHEMA, index, &self.reading.projection.paths(), filter)?;
        }
        self.reading.check()?;
        let conditions = self.key_conditions();
        for (name, condition) in names.iter().zip(&conditions) {
            condition.check(S::Table::SCHEMA, name)?;
        }
        let mut placeholders = Placeholders::default();
        let key_condition = placeholders.expression(|to| write_key(&names, &conditions, to))?;
        let filter = placeholders.condition(filter)?;
        let keys = page_keys(S::Table::SCHEMA, S::INDEX);
        let projection = self.reading.projection(&keys, &mut placeholders)?;
        Ok(self
            .at
            .client()
            .query()
            .table_name(table)
            .set_index_name(S::INDEX.map(|index| index.name.to_owned()))
            .key_condition_expression(key_condition)
            .set_filter_expression(filter)
            .set_projection_expression(projection)
            .set_select(self.reading.select())
            .set_limit(self.reading.first_page_limit())
            .set_return_consumed_capacity(self.reading.consumed_capacity(&self.at))
            .set_consistent_read(self.reading.consistent.then_some(true))
            .set_scan_index_forward(self.descending.then_some(false))
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values()))
    }

    pub(super) fn is_consistent(&self) -> bool {
        self.reading.consistent
    }

    pub(super) fn table(&self) -> &str {
        &self.at.name
    }

    /// Reads only items for which this holds too.
    pub(super) fn also(mut self, condition: Predicate) -> Self {
        predicate::require(&mut self.reading.filter, condition);
        self
    }

    pub(super) fn projecting<Q>(self, projection: Q) -> Query<S, Q> {
        let Self { at, hash, known, range, descending, reading, custom, marker } = self;
        let reading = reading.projecting(projection);
        Query { at, hash, known, range, descending, reading, custom, marker }
    }

    fn keys(self) -> Query<S, Keys<S::Table>> {
        self.projecting(Keys::new())
    }

    /// Returns what an item that was read must still be to be written; its primary key is what it is.
    fn guard(&self) -> Option<Predicate> {
        let keys = key_names(S::Table::SCHEMA, S::INDEX);
        let changeable = |name: &str| S::Table::SCHEMA.key_names().all(|key| key != name);
        let mut guard = self.reading.filter();
        let mut conditions = self.key_conditions().into_iter();
        for name in keys {
            let condition = conditions.next();
            // An item without one of its keys is not in an index.
            let exists = || S::Table::SCHEMA.is_optional(name).then(|| Predicate::exists(name));
            let holds = condition.map(|condition| condition.predicate(name)).or_else(exists);
            if let Some(holds) = holds.filter(|_| changeable(name)) {
                predicate::require(&mut guard, holds);
            }
        }
        guard
    }

    /// What the key attributes must be, from the left.
    fn key_conditions(&self) -> Vec<KeyCondition> {
        let schema = S::Table::SCHEMA;
        let mut all: Vec<_> = self.hash.iter().cloned().map(KeyCondition::Equal).collect();
        let mut given = self.range.iter().cloned();
        // A table of one entity has no others to keep to.
        let wanted = self.reading.own.is_kept() || !self.range.is_empty();
        for name in key_names(schema, S::INDEX).into_iter().skip(all.len()).filter(|_| wanted) {
            let condition = match schema.template(name) {
                Some(template) => fold(template, &self.known, &mut given),
                None => given.next(),
            };
            let Some(condition) = condition else { break };
            let goes_on = matches!(condition, KeyCondition::Equal(_));
            all.push(condition);
            if !goes_on {
                break;
            }
        }
        all
    }

    fn origin(&self) -> Result<Option<Origin>, Error> {
        let way = if self.descending { Way::Descending } else { Way::Ascending };
        let hash = key_names(S::Table::SCHEMA, S::INDEX).into_iter().zip(&self.hash);
        let hash = hash.map(|(name, value)| KeyCondition::Equal(value.clone()).predicate(name));
        self.reading.origin(&self.at, way, hash)
    }

    fn in_order(self) -> Result<Pages<S::Table, P>, Error> {
        let request = self.request()?;
        self.pages_of(request)
    }

    fn pages_of(mut self, request: QueryFluentBuilder) -> Result<Pages<S::Table, P>, Error> {
        self.reading.origin = self.origin()?;
        Pages::new(self.at, Request::Query(request), self.reading, S::INDEX)
    }

    pub(super) fn ahead(self) -> Result<Ahead<S::Table, P>, Error> {
        self.in_order().map(Ahead::new)
    }

    /// The read whose items are to be written, under the guard of what this type says of them.
    fn guarded(self) -> Result<Ahead<S::Table, P>, Error> {
        let own = self.own_request()?;
        let sent = self.custom.apply(own.clone());
        let (own, input) = (own.as_input().clone(), sent.as_input());
        let own = own
            .set_limit(*input.get_limit())
            .set_consistent_read(*input.get_consistent_read())
            .set_scan_index_forward(*input.get_scan_index_forward())
            .set_exclusive_start_key(input.get_exclusive_start_key().clone())
            .set_return_consumed_capacity(input.get_return_consumed_capacity().clone());
        check_own(&self.at, own == *input)?;
        self.pages_of(sent).map(Ahead::new)
    }
}

/// The hash attributes, then the range attributes, of what is queried.
fn key_names(table: &TableSchema, index: Option<&IndexSchema>) -> Vec<&'static str> {
    match index {
        Some(index) => index.hash.iter().chain(index.range).map(|key| key.name).collect(),
        None => table.key_names().collect(),
    }
}

fn write_key(
    names: &[&'static str],
    conditions: &[KeyCondition],
    to: &mut Writer<'_>,
) -> Result<(), Mistake> {
    to.joined(" AND ", names.iter().zip(conditions), |to, (name, condition)| {
        condition.predicate(name).write(to)
    })
}

// The service refuses it with every page; the key condition is the place to say it.
fn check_filter(filter: Option<&Predicate>, keys: &[&str]) -> Result<(), Mistake> {
    match keys.iter().find(|key| filter.is_some_and(|filter| filter.names(key))) {
        Some(key) => {
            let problem = format!(
                "a filter cannot name `{key}`, a key of the queried table or index; use `range`"
            );
            Err(Mistake::new(problem))
        }
        None => Ok(()),
    }
}

open_request! {
    [S: Source, P: Projects<S::Table>] Query<S, P>, [], "Query", QueryFluentBuilder,
    names get_expression_attribute_names, values get_expression_attribute_values;
    member "TableName" get_table_name;
    member "IndexName" get_index_name;
    expression "KeyConditionExpression" get_key_condition_expression;
    expression "FilterExpression" get_filter_expression;
    expression "ProjectionExpression" get_projection_expression;
    item "ExclusiveStartKey" get_exclusive_start_key;
    member "Limit" get_limit;
    member "ScanIndexForward" get_scan_index_forward;
    member "ConsistentRead" get_consistent_read;
}

reads!([S: Source, P: Projects<S::Table>] Query<S, P>, "Query" of S::INDEX.map(|index| index.name), [] => S::Table, P::Output);
reads_in_order!([S: Source, P: Projects<S::Table>] Query<S, P> => P::Output);

cloned!([S: Source, P: Clone] Query<S, P> { at hash known range descending reading custom marker });

impl<S: Source, P> fmt::Debug for Query<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = S::INDEX.map(|index| index.name);
        let mut query = f.debug_struct("Query");
        query.field("table", &self.at).field("index", &index).field("limit", &self.reading.limit);
        query.finish_non_exhaustive()
    }
}
