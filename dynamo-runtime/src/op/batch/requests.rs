//! BatchGetItem and BatchWriteItem: entries of one request in, what the response says of them out.

use std::ops::Range;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use aws_sdk_dynamodb::types::{
    ConsumedCapacity, DeleteRequest, KeysAndAttributes, PutRequest, ReturnConsumedCapacity,
    WriteRequest,
};
use aws_smithy_types::body::SdkBody;

use super::entry::{Entry, What};
use super::settle::{Answered, Batch, Place};
use crate::client::TableAt;
use crate::client::wire::batch::{self as wire, Batch as Answer, Table};
use crate::client::wire::{Attempts, send};
use crate::codec::Attributes;
use crate::codec::identity::{Identity, NO_KEY};
use crate::codec::json::Json;
use crate::error::{Error, Mistake, Wrote};

/// "BatchGetItem" of the DynamoDB API reference.
pub(crate) const MAX_KEYS: usize = 100;

/// "BatchWriteItem" of the DynamoDB API reference.
pub(crate) const MAX_WRITES: usize = 25;

/// What the entries of a request may have together, in either: 16 MB, less what stands around them.
pub(super) const MAX_BYTES: usize = 16 * 1024 * 1024 - 64 * 1024;

/// The operation that sends the entries.
pub(super) fn name(entries: &[Entry]) -> &'static str {
    let gets = entries.first().is_some_and(|entry| entry.what == What::Get);
    if gets { "BatchGetItem" } else { "BatchWriteItem" }
}

/// The entries of one table.
struct Group<'e> {
    table: usize,
    entries: Vec<&'e Entry>,
}

impl<'e> Group<'e> {
    /// The entries by their tables, in their order.
    fn all(entries: &[&'e Entry]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for entry in entries {
            match groups.iter_mut().find(|group| group.table == entry.table) {
                Some(group) => group.entries.push(entry),
                None => groups.push(Self { table: entry.table, entries: vec![entry] }),
            }
        }
        groups
    }

    fn json(&self) -> Vec<&'e Json> {
        self.entries.iter().filter_map(|entry| entry.json()).collect()
    }
}

/// Sends one request.
pub(super) async fn send(
    batch: &Batch,
    at: &TableAt,
    entries: &[&Entry],
    attempts: &Attempts,
) -> Result<Answered, Error> {
    let (groups, length) = (Group::all(entries), entries.iter().map(|entry| entry.length).sum());
    if entries.first().is_some_and(|entry| entry.what == What::Get) {
        get(batch, at, &groups, length).await
    } else {
        write(batch, at, &groups, length, attempts).await
    }
}

fn tables<'b>(batch: &'b Batch, groups: &[Group<'_>]) -> Vec<Table<'b>> {
    groups.iter().map(|group| batch.tables[group.table].table(group.table)).collect()
}

async fn get(
    batch: &Batch,
    at: &TableAt,
    groups: &[Group<'_>],
    length: usize,
) -> Result<Answered, Error> {
    let (direct, counted) = (at.dynamo.wire().is_direct(), batch.is_counted());
    let mut request = at.client().batch_get_item();
    for group in groups {
        let of = &batch.tables[group.table];
        let keys = group.entries.iter().filter(|_| !direct).map(|entry| entry.attributes());
        let keys = KeysAndAttributes::builder().set_keys(Some(keys.collect()));
        let keys = keys
            .set_consistent_read(of.asked.consistent.then_some(true))
            .set_projection_expression(of.asked.projection.clone())
            .set_expression_attribute_names(of.asked.names.clone())
            .build();
        request = request
            .request_items(&*of.name, keys.map_err(|error| Error::invalid(&at.name, error))?);
    }
    let request =
        request.set_return_consumed_capacity(counted.then_some(ReturnConsumedCapacity::Total));
    let body = direct.then(|| {
        let keys = groups.iter().map(|group| {
            let of = &batch.tables[group.table];
            (&*of.name, &of.asked, group.json())
        });
        ("DynamoDB_20120810.BatchGetItem", SdkBody::from(wire::batch_get(keys, length, counted)))
    });
    let sent = send!(@ at, batch_get_item::BatchGetItem(request) -> BatchGetItemOutput, |output| output, body, None);
    let (answer, tables) = (sent?, tables(batch, groups));
    let body = answer.body.as_ref().and_then(SdkBody::try_clone);
    let answer = answer
        .read(|body| wire::batch_got(body, &tables).map(in_body), |output| got(output, &tables))?;
    Ok(Answered { answer, body })
}

fn in_body(answer: Answer<Range<usize>>) -> Answer<Place> {
    let Answer { items, left, consumed } = answer;
    let items = items.into_iter().map(|(key, range)| (key, Place::Body(range))).collect();
    Answer { items, left, consumed }
}

/// Reads what the SDK has parsed.
fn got(output: BatchGetItemOutput, tables: &[Table<'_>]) -> Result<Answer<Place>, Mistake> {
    let mut answer = Answer::empty();
    for (name, items) in output.responses.into_iter().flatten() {
        let table = wire::table(tables, &name)?;
        for item in items {
            answer.items.push((identity(table, &item)?, Place::Sdk(item)));
        }
    }
    for (name, keys) in output.unprocessed_keys.iter().flatten() {
        let table = wire::table(tables, name)?;
        for key in keys.keys() {
            answer.left.push((identity(table, key)?, false));
        }
    }
    answer.consumed = consumed(output.consumed_capacity.as_deref());
    Ok(answer)
}

fn identity(table: &Table<'_>, item: &Attributes) -> Result<Identity, Mistake> {
    let key: Option<Vec<_>> = table.schema.key_names().map(|name| item.get(name)).collect();
    let key = key.ok_or_else(|| Mistake::new(NO_KEY))?;
    Identity::of(table.number, key).ok_or_else(|| Mistake::new("a key attribute is not S, N or B"))
}

fn consumed(consumed: Option<&[ConsumedCapacity]>) -> f64 {
    consumed.iter().copied().flatten().filter_map(ConsumedCapacity::capacity_units).sum()
}

async fn write(
    batch: &Batch,
    at: &TableAt,
    groups: &[Group<'_>],
    length: usize,
    attempts: &Attempts,
) -> Result<Answered, Error> {
    let (direct, counted) = (at.dynamo.wire().is_direct(), at.wanted_capacity());
    let mut request = at.client().batch_write_item();
    for group in groups {
        let writes = group.entries.iter().filter(|_| !direct).map(|entry| write_request(entry));
        let writes = writes.collect::<Result<Vec<_>, _>>();
        let writes = writes.map_err(|error| Error::invalid(&at.name, error))?;
        request = request.request_items(&*batch.tables[group.table].name, writes);
    }
    let body = direct.then(|| {
        let writes = groups.iter().map(|group| (&*batch.tables[group.table].name, group.json()));
        let body = wire::batch_write(writes, length, counted.is_some());
        ("DynamoDB_20120810.BatchWriteItem", SdkBody::from(body))
    });
    let request = request.set_return_consumed_capacity(counted);
    let attempts = Some(attempts.clone());
    let sent = send!(@ at, batch_write_item::BatchWriteItem(request) -> BatchWriteItemOutput, |output| output, body, attempts);
    let tables = tables(batch, groups);
    let answer = sent?.read(
        |body| wire::batch_written(body, &tables).map(in_body),
        |output| written(&output, &tables),
    );
    // Some of it has taken place, or it is something else that has answered.
    Ok(Answered { answer: answer.map_err(|error| error.wrote(Wrote::Perhaps))?, body: None })
}

fn write_request(entry: &Entry) -> Result<WriteRequest, aws_sdk_dynamodb::error::BuildError> {
    let (request, attributes) = (WriteRequest::builder(), Some(entry.attributes()));
    Ok(if entry.what == What::Put {
        request.put_request(PutRequest::builder().set_item(attributes).build()?).build()
    } else {
        request.delete_request(DeleteRequest::builder().set_key(attributes).build()?).build()
    })
}

/// Reads what the SDK has parsed.
fn written(output: &BatchWriteItemOutput, tables: &[Table<'_>]) -> Result<Answer<Place>, Mistake> {
    let mut answer = Answer::empty();
    for (name, writes) in output.unprocessed_items.iter().flatten() {
        let table = wire::table(tables, name)?;
        for write in writes {
            let (item, is_put) = match (write.put_request(), write.delete_request()) {
                (Some(put), None) => (put.item(), true),
                (None, Some(delete)) => (delete.key(), false),
                _ => {
                    return Err(Mistake::new(
                        "the response has a write that is neither a put nor a delete",
                    ));
                }
            };
            answer.left.push((identity(table, item)?, is_put));
        }
    }
    answer.consumed = consumed(output.consumed_capacity.as_deref());
    Ok(answer)
}

/// Names of tables, each once, as an error has them.
pub(super) fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    names.for_each(|name| {
        if !all.contains(&name) {
            all.push(name);
        }
    });
    all.join(", ")
}
