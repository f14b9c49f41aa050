//! Batches of reads and writes: the bodies of their requests out, and what is read of the bodies of their responses.

use std::collections::HashMap;
use std::ops::Range;

use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::body::SdkBody;

use super::read::{array, members, text, units};
use super::write::{member, texts};
use crate::codec::Encode;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::identity::Identity;
use crate::codec::json::Json;
use crate::codec::size::{self, MAX_ITEM_BYTES};
use crate::error::Mistake;
use crate::schema::TableSchema;

/// A table that a batch is about, under the number by which its items are known.
#[derive(Clone, Copy)]
pub(crate) struct Table<'b> {
    pub(crate) number: usize,
    pub(crate) name: &'b str,
    pub(crate) schema: &'static TableSchema,
}

/// What a request asks for of each item of a table.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) consistent: bool,
    pub(crate) projection: Option<String>,
    pub(crate) names: Option<HashMap<String, String>>,
}

/// What a response has of the items that were asked for, or written.
#[derive(Debug)]
pub(crate) struct Batch<I> {
    pub(crate) items: Vec<(Identity, I)>,
    /// What is left unprocessed, and whether it is a put.
    pub(crate) left: Vec<(Identity, bool)>,
    /// In capacity units; 0 where the request does not ask for it.
    pub(crate) consumed: f64,
}

impl<I> Batch<I> {
    pub(crate) const fn empty() -> Self {
        Self { items: Vec::new(), left: Vec::new(), consumed: 0.0 }
    }
}

/// The values of a key under their names.
struct Key<'k>(&'k [(&'static str, &'k AttributeValue)]);

impl Encode for Key<'_> {
    fn encode(&self, to: &mut Encoder) {
        to.map_of_distinct(&mut self.0.iter().map(|(name, value)| (*name, *value as &dyn Encode)));
    }
}

/// Returns a key as an element of a BatchGetItem.
pub(crate) fn key(values: &[(&'static str, &AttributeValue)]) -> Result<Json, Mistake> {
    let mut json = Json::with_capacity(KEY_BYTES);
    Encoder::append_item(&mut json, &Key(values), None)?;
    Ok(json)
}

/// Returns a delete as an element of a BatchWriteItem.
pub(crate) fn delete(key: &[(&'static str, &AttributeValue)]) -> Result<Json, Mistake> {
    let mut json = Json::with_capacity(KEY_BYTES);
    json.literal(DELETE);
    Encoder::append_item(&mut json, &Key(key), None)?;
    json.literal("}}");
    Ok(json)
}

/// Returns a put as an element of a BatchWriteItem, about `length` bytes of it.
pub(crate) fn put(
    item: &dyn Encode,
    schema: &'static TableSchema,
    length: usize,
) -> Result<Json, Mistake> {
    let mut json = Json::with_capacity(length);
    json.literal(PUT);
    Encoder::append_item(&mut json, item, Some(schema))?;
    // Its JSON is never shorter than an item.
    if json.len() > MAX_ITEM_BYTES {
        size::check(&Encoder::item(item)?, schema)?;
    }
    json.literal("}}");
    Ok(json)
}

/// Returns the item or key in an element, of a put if it `is_put`, and else of a delete.
pub(crate) fn within(element: &Json, is_put: bool) -> &str {
    let text = element.as_str().strip_prefix(if is_put { PUT } else { DELETE });
    text.and_then(|text| text.strip_suffix("}}")).unwrap_or_default()
}

const PUT: &str = "{\"PutRequest\":{\"Item\":";
const DELETE: &str = "{\"DeleteRequest\":{\"Key\":";

/// More than most keys take.
const KEY_BYTES: usize = 96;

/// Returns the table that the response names so.
pub(crate) fn table<'t, 'b>(tables: &'t [Table<'b>], name: &str) -> Result<&'t Table<'b>, Mistake> {
    // It may spell a table's ARN as its name.
    let is = |asked: &str, answered: &str| {
        asked == answered
            || asked
                .strip_suffix(answered)
                .is_some_and(|arn| arn.starts_with("arn:") && arn.ends_with('/'))
    };
    let found = tables.iter().find(|table| is(table.name, name));
    found.ok_or_else(|| Mistake::new("the response has tables that were not requested"))
}

/// Returns the body of a BatchGetItem of the keys of each table, about `length` bytes of them.
pub(crate) fn batch_get<'b>(
    tables: impl IntoIterator<Item = (&'b str, &'b Asked, Vec<&'b Json>)>,
    length: usize,
    counted: bool,
) -> Vec<u8> {
    let mut body = Json::with_capacity(length + RESERVED);
    body.literal("{\"RequestItems\":{");
    for (name, asked, keys) in tables {
        body.separate();
        body.string(name);
        body.literal(":{\"Keys\":[");
        all(&mut body, &keys);
        if asked.consistent {
            body.literal(",\"ConsistentRead\":true");
        }
        member(&mut body, "ProjectionExpression", asked.projection.as_deref());
        if let Some(names) = &asked.names {
            body.literal(",\"ExpressionAttributeNames\":");
            texts(&mut body, names);
        }
        body.literal("}");
    }
    end(body, counted)
}

/// Returns the body of a BatchWriteItem of the writes of each table, about `length` bytes of them.
pub(crate) fn batch_write<'b>(
    tables: impl IntoIterator<Item = (&'b str, Vec<&'b Json>)>,
    length: usize,
    counted: bool,
) -> Vec<u8> {
    let mut body = Json::with_capacity(length + RESERVED);
    body.literal("{\"RequestItems\":{");
    for (name, writes) in tables {
        body.separate();
        body.string(name);
        body.literal(":[");
        all(&mut body, &writes);
    }
    end(body, counted)
}

/// What stands around the keys or writes, in most requests.
const RESERVED: usize = 512;

/// Writes the elements of an array, and its end.
fn all(body: &mut Json, elements: &[&Json]) {
    for element in elements {
        body.separate();
        body.append(element);
    }
    body.literal("]");
}

fn end(mut body: Json, counted: bool) -> Vec<u8> {
    body.literal("}");
    if counted {
        body.literal(",\"ReturnConsumedCapacity\":\"TOTAL\"");
    }
    body.literal("}");
    body.into_bytes()
}

/// Reads the body of a BatchGetItem's response: where in it each item stands, and which keys are left.
pub(crate) fn batch_got(
    body: &SdkBody,
    tables: &[Table<'_>],
) -> Result<Batch<Range<usize>>, Mistake> {
    let text = text(body)?;
    let mut batch = Batch::empty();
    let Batch { items, left, consumed } = &mut batch;
    members(text, &mut |name, from| match name {
        "Responses" => {
            items.clear();
            by_table(tables, from, &mut |table, from| {
                from.json_array(&mut |from| {
                    let identity =
                        |from: &mut Decoder<'_>| Identity::read(table.number, table.schema, from);
                    let (key, [start, end]) = from.json_item_at(identity)?;
                    items.push((key, text.len() - start..text.len() - end));
                    Some(())
                })
            })
        }
        "UnprocessedKeys" => {
            left.clear();
            by_table(tables, from, &mut |table, from| keys(table, from, left))
        }
        "ConsumedCapacity" => {
            *consumed = 0.0;
            from.json_array(&mut |from| units(from).map(|units| *consumed += units))
        }
        _ => Some(()),
    })?;
    Ok(batch)
}

/// Reads the body of a BatchWriteItem's response.
pub(crate) fn batch_written(
    body: &SdkBody,
    tables: &[Table<'_>],
) -> Result<Batch<Range<usize>>, Mistake> {
    let mut batch = Batch::empty();
    let Batch { left, consumed, .. } = &mut batch;
    members(text(body)?, &mut |name, from| match name {
        "UnprocessedItems" => {
            left.clear();
            by_table(tables, from, &mut |table, from| {
                from.json_array(&mut |from| write(table, from).map(|write| left.push(write)))
            })
        }
        "ConsumedCapacity" => {
            *consumed = 0.0;
            from.json_array(&mut |from| units(from).map(|units| *consumed += units))
        }
        "ItemCollectionMetrics" => from.json_refuse(),
        _ => Some(()),
    })?;
    Ok(batch)
}

/// Reads the keys of a table that are still to be asked for.
fn keys(table: &Table<'_>, from: &mut Decoder<'_>, to: &mut Vec<(Identity, bool)>) -> Option<()> {
    let mut read = Vec::new();
    from.json_object(&mut |name, from| match name {
        "Keys" => array(from, |from| Identity::read(table.number, table.schema, from), &mut read),
        "ConsistentRead" => from.json_flag(),
        "ProjectionExpression" => from.json_string().map(drop),
        "ExpressionAttributeNames" => from.json_object(&mut |_, from| from.json_string().map(drop)),
        _ => from.json_refuse(),
    })?;
    to.extend(read.into_iter().map(|key| (key, false)));
    Some(())
}

/// Reads a write that is still to be sent: of which item, and whether it is a put.
fn write(table: &Table<'_>, from: &mut Decoder<'_>) -> Option<(Identity, bool)> {
    let mut write = None;
    from.json_object(&mut |name, from| {
        let (held, is_put) = match name {
            "PutRequest" => ("Item", true),
            "DeleteRequest" => ("Key", false),
            _ => return from.json_refuse(),
        };
        from.json_object(&mut |name, from| {
            if name != held || write.is_some() {
                return from.json_refuse();
            }
            let key = from.json_item(|from| Identity::read(table.number, table.schema, from))?;
            write = Some((key, is_put));
            Some(())
        })
    })?;
    write.or_else(|| {
        from.json_refuse();
        None
    })
}

/// Reads what an object holds of each table.
fn by_table<'a>(
    tables: &[Table<'_>],
    from: &mut Decoder<'a>,
    read: &mut dyn FnMut(&Table<'_>, &mut Decoder<'a>) -> Option<()>,
) -> Option<()> {
    let mut seen = Vec::new();
    from.json_object(&mut |name, from| match table(tables, name) {
        Ok(table) if !seen.contains(&table.number) => {
            seen.push(table.number);
            read(table, from)
        }
        // Of a table that comes twice, the SDK knows which counts.
        _ => from.json_refuse(),
    })
}
