//! A step from the live table to the schema, as data and as a line for a person.

use std::fmt::{self, Display, Formatter};

use aws_sdk_dynamodb::types::TableStatus;

use super::remedy;
use crate::schema::{Capacity, Encryption, StreamView, TableClass, Units};

/// A difference between the live table and the struct, and so a step from the one to the other. Its `Display` is one line: `+`
/// is made, `~` changed, `-` taken away, `.` waited for, and `!` cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// What no request changes: applying is refused.
    CannotChange(Unchangeable),
    /// There is no table.
    CreateTable {
        /// The table's name.
        table: String,
    },
    /// An earlier change is not finished.
    Await {
        /// The index; `None` is the table.
        index: Option<String>,
        /// What it is at.
        state: String,
    },
    /// An index that is not declared is deleted. Only if asked for.
    DeleteIndex {
        /// The index.
        index: String,
    },
    /// The provisioned capacity changes; `None` is on demand, which a table becomes only if that is allowed.
    Capacity {
        /// The index; `None` is the table.
        index: Option<String>,
        /// What it is.
        from: Option<Capacity>,
        /// What it is to be.
        to: Option<Capacity>,
    },
    /// The most that the table or an index takes on demand changes.
    Maximum {
        /// The index; `None` is the table.
        index: Option<&'static str>,
        /// What it is.
        from: Units,
        /// What it is to be.
        to: Units,
    },
    /// What the table or an index is prepared to take at once grows. It never shrinks.
    Warm {
        /// The index; `None` is the table.
        index: Option<&'static str>,
        /// What it is.
        from: Units,
        /// What it is to be.
        to: Units,
    },
    /// A declared index is missing.
    CreateIndex {
        /// The index.
        index: &'static str,
        /// The capacity that it is made with: its own, the struct's or the table's; `None` is on demand.
        capacity: Option<Capacity>,
    },
    /// The table's class changes.
    Class {
        /// What it is.
        from: TableClass,
        /// What it is to be.
        to: TableClass,
    },
    /// The stream goes on or off, or tells something else: it is then another stream, with another ARN. Only if that is allowed.
    Stream {
        /// What it tells; `None` is no stream.
        from: Option<StreamView>,
        /// What it is to tell.
        to: Option<StreamView>,
    },
    /// The key of the encryption at rest changes.
    Encryption {
        /// The ARN of the key; `None` is one of DynamoDB's.
        from: Option<String>,
        /// The key that it is to be.
        to: Encryption,
    },
    /// The protection from DeleteTable goes on or off.
    DeletionProtection {
        /// Whether it goes on.
        on: bool,
    },
    /// The time to live goes on or off, or to another attribute.
    Ttl {
        /// The attribute that it is read from; `None` is off.
        from: Option<String>,
        /// The attribute that it is to be read from.
        to: Option<&'static str>,
    },
    /// The point-in-time recovery goes on or off, or to another number of days.
    Recovery {
        /// How many days are kept; `None` is off.
        from: Option<u32>,
        /// How many are to be.
        to: Option<u32>,
    },
    /// A tag is set or, only if asked for, removed.
    Tag {
        /// The tag's key.
        key: String,
        /// Its value, where there is such a tag.
        from: Option<String>,
        /// The value that it is to have; `None` removes the tag.
        to: Option<String>,
    },
    /// The resource policy becomes the declared one.
    ResourcePolicy {
        /// The policy, as JSON.
        policy: &'static str,
    },
}

/// A difference that no request changes: it takes another table, another name for the index, or help from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unchangeable {
    /// The table has another primary key.
    KeySchema {
        /// The key attributes of the table.
        live: String,
        /// Those of the struct.
        declared: String,
    },
    /// A key attribute has another type.
    AttributeType {
        /// The attribute.
        attribute: &'static str,
        /// Its type in the table.
        live: String,
        /// Its type in the struct.
        declared: &'static str,
        /// The undeclared indexes that it has this type for, where it is a key of nothing else: it loses the type with them.
        only_in: Vec<String>,
    },
    /// The table is without a local index, which only CreateTable makes.
    MissingLocalIndex {
        /// The index.
        index: &'static str,
    },
    /// The index is a local one in the table and a global one in the struct, or the other way round.
    IndexScope {
        /// The index.
        index: &'static str,
    },
    /// An index has other keys.
    IndexKeySchema {
        /// The index.
        index: &'static str,
        /// The key attributes of the index.
        live: String,
        /// Those in the struct.
        declared: String,
    },
    /// An index lacks attributes that it is declared to hold.
    Projection {
        /// The index.
        index: &'static str,
        /// What it holds.
        live: String,
        /// What it is declared to hold.
        declared: String,
    },
    /// The table is in a state that it does not leave by itself, and in which the service changes nothing: ARCHIVED, or without
    /// access to the key of its encryption.
    Status {
        /// The state.
        status: String,
    },
}

impl Step {
    /// Whether one request takes both steps.
    pub(crate) fn shares_a_request(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Capacity { .. }, Self::Capacity { .. })
            | (Self::Maximum { .. }, Self::Maximum { .. })
            | (Self::Warm { .. }, Self::Warm { .. }) => true,
            (Self::Tag { to: one, .. }, Self::Tag { to: two, .. }) => {
                one.is_some() == two.is_some()
            }
            _ => false,
        }
    }

    /// The same step as the service takes it: off before on.
    pub(crate) fn parts(&self) -> Vec<Self> {
        match self {
            Self::Stream { from: from @ Some(_), to: to @ Some(_) } => {
                vec![Self::Stream { from: *from, to: None }, Self::Stream { from: None, to: *to }]
            }
            Self::Ttl { from: from @ Some(_), to: to @ Some(_) } => {
                vec![Self::Ttl { from: from.clone(), to: None }, Self::Ttl { from: None, to: *to }]
            }
            step => vec![step.clone()],
        }
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotChange(what) if what.has_remedy() => write!(f, "! {what}"),
            Self::CannotChange(what) => write!(f, "! {what}: cannot be changed"),
            Self::CreateTable { table } => write!(f, "+ table {table}"),
            Self::Await { index, state } => write!(f, ". {} is {state}", place(index.as_deref())),
            Self::DeleteIndex { index } => write!(f, "- index {index}"),
            Self::Capacity { index, from, to } => {
                let text = |side: &Option<Capacity>| side.map_or("on demand".into(), capacity);
                write!(f, "~ capacity{} {} -> {}", of(index.as_deref()), text(from), text(to))?;
                f.write_str(if to.is_none() { ", which is billed per request" } else { "" })
            }
            Self::Maximum { index, from, to } => {
                write!(f, "~ maximum{} {} -> {}", of(*index), units(*from), units(*to))
            }
            Self::Warm { index, from, to } => {
                write!(f, "~ warm throughput{} {} -> {}", of(*index), units(*from), units(*to))
            }
            Self::CreateIndex { index, .. } => write!(f, "+ index {index}"),
            Self::Tag { key, from, to: None } => {
                write!(f, "- tag {key}={}", from.as_deref().unwrap_or_default())
            }
            Self::Tag { key, from: None, to: Some(to) } => write!(f, "+ tag {key}={to}"),
            Self::Tag { key, from: Some(from), to: Some(to) } => {
                write!(f, "~ tag {key}={from} -> {to}")
            }
            setting => setting.fmt_setting(f),
        }
    }
}

impl Step {
    fn fmt_setting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Class { from, to } => write!(f, "~ class {} -> {}", from.as_str(), to.as_str()),
            Self::Stream { from, to } => {
                let text = |view: Option<StreamView>| view.map(StreamView::as_str);
                change(f, "stream", text(*from), text(*to))?;
                let another = from.is_some() && to.is_some();
                f.write_str(if another {
                    ", with a new ARN that consumers must switch to"
                } else {
                    ""
                })
            }
            Self::Encryption { from, to } => {
                let owned = Encryption::Owned.to_string();
                write!(f, "~ encryption {} -> {to}", from.as_deref().unwrap_or(&owned))
            }
            Self::DeletionProtection { on: true } => f.write_str("~ deletion protection"),
            Self::DeletionProtection { on: false } => f.write_str("~ deletion protection -> off"),
            Self::Ttl { from, to } => change(f, "time to live", from.as_deref(), *to),
            Self::Recovery { from, to } => {
                let days = |days: Option<u32>| days.map(|days| format!("{days} days"));
                change(f, "point-in-time recovery", days(*from).as_deref(), days(*to).as_deref())
            }
            Self::ResourcePolicy { .. } => f.write_str("~ resource policy"),
            _ => unreachable!("the others are written by `fmt`"),
        }
    }
}

impl Unchangeable {
    /// Whether its `Display` tells what changes it.
    fn has_remedy(&self) -> bool {
        match self {
            Self::AttributeType { only_in, .. } => !only_in.is_empty(),
            Self::Status { .. } => true,
            _ => false,
        }
    }
}

impl Display for Unchangeable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeySchema { live, declared } => {
                write!(f, "key schema differs (table: {live}; struct: {declared})")
            }
            Self::AttributeType { attribute, live, declared, only_in } => {
                write!(f, "type of {attribute} differs (table: {live}; struct: {declared})")?;
                if only_in.is_empty() {
                    return Ok(());
                }
                let remedy = "`allow_deleting_indexes()` deletes them first";
                write!(f, "; only undeclared indexes use it ({}): {remedy}", only_in.join(", "))
            }
            Self::MissingLocalIndex { index } => write!(f, "local index {index} is missing"),
            Self::IndexScope { index } => {
                write!(f, "index {index} is local on one side and global on the other")
            }
            Self::IndexKeySchema { index, live, declared } => {
                write!(f, "key schema of index {index} differs (table: {live}; struct: {declared})")
            }
            Self::Projection { index, live, declared } => {
                write!(f, "projection of index {index} differs (table: {live}; struct: {declared})")
            }
            Self::Status { status } => {
                let remedy = remedy(&TableStatus::from(status.as_str()));
                write!(f, "table is {status}; {}", remedy.unwrap_or("check the table"))
            }
        }
    }
}

/// A setting that is off where it is `None`: what it becomes, after what it is.
fn change(f: &mut Formatter<'_>, what: &str, from: Option<&str>, to: Option<&str>) -> fmt::Result {
    write!(f, "~ {what} ")?;
    if let Some(from) = from {
        write!(f, "{from} -> ")?;
    }
    f.write_str(to.unwrap_or("off"))
}

fn place(index: Option<&str>) -> String {
    index.map_or_else(|| "table".to_owned(), |index| format!("index {index}"))
}

pub(super) fn of(index: Option<&str>) -> String {
    index.map(|index| format!(" of index {index}")).unwrap_or_default()
}

fn capacity(capacity: Capacity) -> String {
    format!("{}/{}", capacity.read, capacity.write)
}

fn units(units: Units) -> String {
    let text =
        |units: Option<u64>| units.map_or_else(|| "none".to_owned(), |units| units.to_string());
    format!("{}/{}", text(units.read), text(units.write))
}
