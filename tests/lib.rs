//! The tables that the tests share, and the clients they are reached with.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use dynamo_runtime::{DynamoTable, DynamoValue};
use serde::{Deserialize, Serialize};

/// A table with a string hash key, a number range key, and every kind of index.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Orders", rename_all = "camelCase")]
pub struct Order {
    /// Who ordered.
    #[hash_key]
    #[gsi(name = "ByCustomerAndStatus")]
    pub customer: String,
    /// The order's number.
    #[range_key]
    pub number: u64,
    /// Where the order stands.
    #[gsi(name = "ByCustomerAndStatus", range)]
    pub status: Status,
    /// When it was placed.
    #[gsi(name = "ByCustomerAndStatus", range)]
    #[lsi(name = "by-date")]
    pub placed_at: String,
    /// Who delivers it, once that is known: the index is sparse.
    #[gsi(name = "Courier", projection = "KEYS_ONLY")]
    pub courier: Option<String>,
    /// What it costs, in cents.
    pub total: i64,
    /// A remark.
    pub note: Option<String>,
    /// Labels.
    pub labels: BTreeSet<String>,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// Where it goes.
    pub address: Address,
}

/// A value stored by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DynamoValue)]
#[dynamo(rename_all = "snake_case")]
pub enum Status {
    /// Not yet sent.
    Open,
    /// On its way.
    OnTheWay,
    /// Arrived.
    #[dynamo(rename = "arrived")]
    Done,
}

/// A nested document.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct Line {
    /// The article.
    pub article: Article,
    /// How many.
    pub count: u32,
}

/// A newtype, stored as what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, DynamoValue)]
pub struct Article(pub String);

/// A nested document with an optional part.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct Address {
    /// The town.
    pub city: String,
    /// The street, if there is one.
    pub street: Option<String>,
}

impl Order {
    /// An order with everything that is optional left out.
    #[must_use]
    pub fn new(customer: &str, number: u64) -> Self {
        Self {
            customer: customer.to_owned(),
            number,
            status: Status::Open,
            placed_at: format!("2026-11-{number:02}"),
            courier: None,
            total: i64::try_from(number).unwrap_or_default() * 100,
            note: None,
            labels: BTreeSet::new(),
            lines: Vec::new(),
            address: Address { city: "Ulm".to_owned(), street: None },
        }
    }
}

/// A table with a bytes hash key, and a field of every type.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Everything")]
pub struct Everything {
    /// The key.
    #[hash_key]
    pub id: Vec<u8>,
    /// S.
    pub text: String,
    /// BOOL.
    pub flag: bool,
    /// BOOL or absent.
    pub maybe_flag: Option<bool>,
    /// N.
    pub tiny: i8,
    /// N.
    pub long: u64,
    /// N of up to 38 digits.
    pub huge: i128,
    /// N of up to 38 digits.
    pub unsigned: u128,
    /// N.
    pub single: f32,
    /// N.
    pub double: f64,
    /// B.
    pub bytes: Vec<u8>,
    /// L.
    pub list: Vec<String>,
    /// L with holes.
    pub holes: Vec<Option<u16>>,
    /// M.
    pub map: HashMap<String, i32>,
    /// M with NULLs.
    pub optional_map: BTreeMap<String, Option<String>>,
    /// SS.
    pub strings: HashSet<String>,
    /// SS of names.
    pub statuses: BTreeSet<Status>,
    /// NS.
    pub numbers: BTreeSet<i64>,
    /// BS.
    pub blobs: BTreeSet<Vec<u8>>,
    /// M in a box.
    pub boxed: Box<Address>,
    /// L of M.
    pub documents: Vec<Address>,
    /// What serde makes of it.
    #[dynamo(serde)]
    pub foreign: Foreign,
    /// Absent where serde writes nothing.
    #[dynamo(serde)]
    pub maybe_foreign: Option<Foreign>,
    /// Read as its default where it is absent.
    #[dynamo(default)]
    pub defaulted: u32,
    /// Under another name.
    #[dynamo(rename = "re-named.attribute")]
    pub renamed: String,
    /// Not stored.
    #[dynamo(skip)]
    pub skipped: u8,
}

/// A type that only knows serde.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Foreign {
    /// Without data.
    Unit,
    /// With data.
    Data {
        /// A number.
        number: i32,
        /// Texts.
        texts: Vec<String>,
    },
}

/// A client that reaches nothing, for requests that are only made.
#[must_use]
pub fn offline() -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("dummykey", "dummysecret", None, None, "tests"))
        .build();
    Client::from_conf(config)
}
