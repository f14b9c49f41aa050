//! What a batch does with one item: a key to get or delete, or an item to put, encoded once.

use std::time::SystemTime;

use crate::behaviour;
use crate::client::dynamo::Dynamo;
use crate::client::wire::{RawItem, Wire, batch};
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::identity::Identity;
use crate::codec::json::Json;
use crate::codec::{Attributes, Encode, size};
use crate::error::Mistake;
use crate::schema::TableSchema;
use crate::table::behaviour::Behaviour;
use crate::table::key::KeyValues;

/// What is done with one item.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The item, in the table of the number below.
    pub(super) item: Identity,
    pub(super) table: usize,
    pub(super) what: What,
    body: Body,
    /// The length of its JSON.
    pub(super) length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Get,
    Put,
    Delete,
}

/// As the client's wire sends it.
enum Body {
    Json(Json),
    Sdk(Attributes),
}

/// A table to which entries are added.
#[derive(Clone, Copy)]
pub(super) struct To {
    /// The table's number in the batch.
    pub(super) table: usize,
    pub(super) schema: &'static TableSchema,
    pub(super) wire: Wire,
}

impl To {
    /// The only table of a batch.
    pub(super) fn only(schema: &'static TableSchema, dynamo: &Dynamo) -> Self {
        Self { table: 0, schema, wire: dynamo.wire() }
    }

    /// Encodes a key that is got or deleted.
    pub(super) fn key(self, key: &KeyValues, what: What) -> Result<Entry, Mistake> {
        self.stored_key(&key.stored(self.schema)?, what)
    }

    /// Encodes a key whose attributes are stored so.
    pub(super) fn stored_key(
        self,
        key: &[(&'static str, &aws_sdk_dynamodb::types::AttributeValue)],
        what: What,
    ) -> Result<Entry, Mistake> {
        let item = Identity::of(self.table, key.iter().map(|(_, value)| *value));
        let item = item.ok_or_else(|| Mistake::new("a key attribute is not S, N or B"))?;
        let json = if what == What::Get { batch::key(key)? } else { batch::delete(key)? };
        let attributes = || key.iter().map(|(name, value)| ((*name).to_owned(), (*value).clone()));
        Ok(self.entry(item, what, json, || attributes().collect()))
    }

    /// Encodes an item that is put, with what its behaviours write at the time `now`; about `length` bytes.
    pub(super) fn put(
        self,
        item: &dyn Encode,
        behaviours: &[Behaviour],
        now: impl FnOnce() -> SystemTime,
        length: usize,
    ) -> Result<Entry, Mistake> {
        let Self { table, schema, wire } = self;
        if behaviours.is_empty() && wire.is_direct() {
            let json = batch::put(item, schema, length)?;
            let mut decoder = Decoder::of_response(batch::within(&json, true));
            let read = decoder.json_item(|from| Identity::read(table, schema, from));
            let identity = read.ok_or_else(|| decoder.into_mistake())?;
            return Ok(self.entry(identity, What::Put, json, Attributes::new));
        }
        let mut attributes = Encoder::item(item)?;
        // The types ask that no behaviour requires anything.
        behaviour::put::put(behaviours, false, now(), &mut attributes)?;
        schema.check_item(&attributes)?;
        size::check(&attributes, schema)?;
        let json = batch::put(&attributes, schema, length)?;
        let identity =
            Identity::of(table, schema.key_names().filter_map(|name| attributes.get(name)));
        let identity = identity.ok_or_else(|| Mistake::new("a key attribute is not S, N or B"))?;
        Ok(self.entry(identity, What::Put, json, || attributes))
    }

    fn entry(
        self,
        item: Identity,
        what: What,
        json: Json,
        sdk: impl FnOnce() -> Attributes,
    ) -> Entry {
        let length = json.len() + 1;
        let body = match self.wire {
            Wire::Sdk => Body::Sdk(sdk()),
            _ => Body::Json(json),
        };
        Entry { item, table: self.table, what, body, length }
    }
}

impl Entry {
    /// The element of the request's body, where the SDK does not write that.
    pub(super) fn json(&self) -> Option<&Json> {
        match &self.body {
            Body::Json(json) => Some(json),
            Body::Sdk(_) => None,
        }
    }

    /// The item, or the key.
    pub(super) fn attributes(&self) -> Attributes {
        match &self.body {
            Body::Sdk(attributes) => attributes.clone(),
            Body::Json(_) => self.raw().attributes().unwrap_or_default(),
        }
    }

    /// The item, or the key, to be read.
    pub(super) fn raw(&self) -> RawItem<'_> {
        match (&self.body, self.what) {
            (Body::Sdk(attributes), _) => RawItem::Parsed(attributes.clone()),
            (Body::Json(json), What::Get) => RawItem::Json(json.as_str()),
            (Body::Json(json), what) => RawItem::Json(batch::within(json, what == What::Put)),
        }
    }
}

/// Does not show what it holds.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("..")
    }
}
