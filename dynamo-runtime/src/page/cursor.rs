//! Where a read stands, kept for later: positions in, a text out, and back.

#[cfg(feature = "test-util")]
mod fake;
mod origin;
mod signed;
mod text;

use std::fmt;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;

pub(crate) use self::origin::{Origin, Way};
use crate::client::TableAt;
use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Mistake};
use crate::schema::{AttributeDefinition, ScalarType, TableSchema};

/// Where a query or scan stands: behind the last item of a [`Page`](crate::Page), of one table and index.
///
/// Its text is safe in URLs, and reading goes on where it was made:
///
/// ```no_run
/// use dynamo_runtime::{Cursor, DynamoTable};
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     #[gsi(name = "Status")]
///     status: String,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client, kept: Option<&str>) -> Result<(), dynamo_runtime::Error> {
/// let logs = Log::table(&client);
/// // The text that the last request was answered with, if this is not the first.
/// let cursor: Option<Cursor> = kept.map(str::parse).transpose()?;
/// let page = logs.query_status("done").limit(20).resume(cursor).page().await?;
/// let next: Option<String> = page.cursor.map(|cursor| cursor.to_string());
/// # Ok(())
/// # }
/// ```
///
/// The text holds the keys that the next page starts behind; it is neither encrypted nor signed. Whoever is given one can read
/// them, and can make one that starts elsewhere in what the query reads. [`sign`](Self::sign) keeps others from making one.
///
/// A cursor is one of the read that it was made by: of the same table and index, hash key, direction, filter and number of segments.
/// Another read refuses it with [`InvalidCursor`](ErrorKind::InvalidCursor) before anything is sent; so is a text that is not
/// that of a cursor, when it is parsed. Limits, page sizes, the range, `hide_expired` and what is read of each item may change from
/// page to page.
/// Behind the feature `serde` (on by default), a cursor is serialized as its text. Its `Debug` does not show the keys.
#[derive(Clone, PartialEq)]
pub struct Cursor {
    table: String,
    index: Option<String>,
    origin: Origin,
    /// One for each segment.
    positions: Vec<Position>,
}

/// Where the read of a table, an index or a segment stands.
#[derive(Clone, PartialEq)]
pub(crate) enum Position {
    Beginning,
    /// Behind the item of this key, whose values are S, N or B.
    Behind(Attributes),
    End,
}

impl Position {
    /// Behind the last key that the service has read; at the end where there is none.
    pub(super) fn behind(key: Option<Attributes>) -> Result<Self, Mistake> {
        // An empty key is no key to start from.
        let Some(key) = key.filter(|key| !key.is_empty()) else { return Ok(Self::End) };
        if key.values().any(|value| scalar_type(value).is_none()) {
            return Err(Mistake::new(
                "the last evaluated key has an attribute that is not S, N or B",
            ));
        }
        Ok(Self::Behind(key))
    }

    /// Returns the key that it is behind.
    pub(super) fn into_key(self) -> Option<Attributes> {
        match self {
            Self::Behind(key) => Some(key),
            Self::Beginning | Self::End => None,
        }
    }

    fn fits(&self, schema: &TableSchema, keys: &[AttributeDefinition]) -> bool {
        let Self::Behind(found) = self else { return true };
        let fits = |key: &AttributeDefinition| {
            let value = found.get(key.name).filter(|value| scalar_type(value) == Some(key.ty));
            value.is_some_and(|value| schema.check_key(key.name, value).is_ok())
        };
        found.len() == keys.len() && keys.iter().all(fits)
    }
}

fn scalar_type(value: &AttributeValue) -> Option<ScalarType> {
    match value {
        AttributeValue::S(_) => Some(ScalarType::S),
        AttributeValue::N(_) => Some(ScalarType::N),
        AttributeValue::B(_) => Some(ScalarType::B),
        _ => None,
    }
}

impl Cursor {
    /// `None` where there is nothing more to read.
    pub(super) fn new(
        at: &TableAt,
        index: Option<&str>,
        origin: Origin,
        positions: Vec<Position>,
    ) -> Option<Self> {
        if positions.iter().all(|position| *position == Position::End) {
            return None;
        }
        let (table, index) = (at.name.to_string(), index.map(str::to_owned));
        Some(Self { table, index, origin, positions })
    }

    /// Returns the positions, if they are of what is read.
    pub(super) fn positions(
        self,
        at: &TableAt,
        schema: &TableSchema,
        index: Option<&str>,
        origin: Option<Origin>,
        keys: &[AttributeDefinition],
        segments: usize,
    ) -> Result<Vec<Position>, Error> {
        let Self { table, index: found, origin: made_by, positions } = self;
        let problem = if *table != *at.name {
            format!("the cursor comes from the table {table:?}")
        } else if found.as_deref() != index {
            found
                .map_or("the cursor comes from the table, not from the index".to_owned(), |found| {
                    format!("the cursor comes from the index {found:?}")
                })
        } else if positions.len() != segments {
            let found = positions.len();
            format!("the cursor comes from a read in {found} segment(s), not in {segments}")
        } else if let Err(problem) = Origin::check(origin, made_by) {
            problem.to_owned()
        } else if !positions.iter().all(|position| position.fits(schema, keys)) {
            "the keys in the cursor are not those of the table or index".to_owned()
        } else {
            return Ok(positions);
        };
        let remedy = "start again from the first page";
        Err(Error::new(ErrorKind::InvalidCursor, format!("{}: {problem}; {remedy}", at.name)))
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Beginning => "Beginning",
            Self::Behind(_) => "Behind(..)",
            Self::End => "End",
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(text::write(self)))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text.as_bytes()).ok();
        bytes.and_then(|bytes| text::read(&bytes)).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidCursor,
                "the text is not a cursor, or comes from another version; start again from the first page",
            )
        })
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cursor = f.debug_struct("Cursor");
        cursor.field("table", &self.table).field("index", &self.index);
        cursor.field("segments", &self.positions.len()).finish_non_exhaustive()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Cursor {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;

        impl serde::de::Visitor<'_> for Text {
            type Value = Cursor;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the text of a cursor")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Cursor, E> {
                text.parse().map_err(E::custom)
            }
        }

        from.deserialize_str(Text)
    }
}
