//! The tables that the tests share, and the clients they are reached with.

pub mod responses;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::{Decode, Decoder, Encode, Encoder, With, kind};
use dynamo_runtime::{DynamoTable, DynamoValue, Ttl};
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

/// A table whose attributes are not all fields of its struct.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
pub struct Parcel {
    /// Its number.
    #[hash_key]
    pub id: String,
    /// A key that is stored in another way than its type's own, which has none.
    #[range_key]
    #[dynamo(with = Seconds)]
    pub sent: Duration,
    /// The same way, where there is a value.
    #[gsi(name = "Took")]
    #[dynamo(with = Option<Seconds>)]
    pub took: Option<Duration>,
    /// The same way, in a list.
    #[dynamo(with = Vec<Seconds>)]
    pub pauses: Vec<Duration>,
    /// Its size.
    #[dynamo(flatten)]
    pub extent: Extent,
    /// Where it is.
    #[dynamo(flatten)]
    pub event: Event,
    /// Where it was.
    pub history: Vec<Event>,
    /// How fast it goes.
    #[dynamo(default = 3)]
    pub priority: u8,
    /// All that is not known here.
    #[dynamo(flatten)]
    pub rest: BTreeMap<String, AttributeValue>,
}

/// A struct in another, which has one in itself.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct Extent {
    /// In centimetres.
    pub width: u32,
    /// In centimetres, where it was measured.
    pub height: Option<u32>,
    /// Its weight.
    #[dynamo(flatten)]
    pub weight: Weight,
}

/// A struct in a struct in another.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct Weight {
    /// In grams.
    pub grams: u64,
}

/// An enum with data.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// No data.
    Registered,
    /// Named fields.
    #[dynamo(rename_all = "camelCase")]
    HandedOver {
        /// To whom.
        received_by: String,
        /// When.
        #[dynamo(with = Seconds)]
        after: Duration,
        /// Not stored.
        #[dynamo(skip)]
        note: String,
    },
    /// A struct's fields.
    #[dynamo(rename = "Lost!")]
    Lost(Loss),
}

/// The data of a variant.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct Loss {
    /// Why.
    pub reason: Option<String>,
    /// Where.
    #[dynamo(default = vec!["unknown".to_owned()])]
    pub places: Vec<String>,
}

/// Whole seconds, as N.
#[derive(Debug)]
pub enum Seconds {}

impl With<Duration> for Seconds {
    type Kind = kind::N;

    fn encode(value: &Duration, to: &mut Encoder) {
        value.as_secs().encode(to);
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Duration> {
        u64::decode(from).map(Duration::from_secs)
    }
}

/// What a page of orders is read into without copying.
#[derive(Debug, PartialEq, DynamoValue)]
#[dynamo(rename_all = "camelCase")]
pub struct OrderRef<'a> {
    /// Who ordered.
    pub customer: &'a str,
    /// When.
    pub placed_at: Cow<'a, str>,
    /// A remark.
    pub note: Option<Cow<'a, str>>,
    /// Labels.
    pub labels: BTreeSet<&'a str>,
    /// Where it goes.
    pub address: AddressRef<'a>,
}

/// A nested document that borrows.
#[derive(Debug, PartialEq, DynamoValue)]
pub struct AddressRef<'a> {
    /// The town.
    pub city: &'a str,
}

/// A table whose fields the mapper writes by itself.
#[derive(Debug, Clone, Default, PartialEq, DynamoTable)]
pub struct Document {
    /// Its title.
    #[hash_key]
    pub title: String,
    /// What it says.
    pub text: String,
    /// Which version it is; documents of before have none.
    #[version]
    #[dynamo(default)]
    pub version: u64,
    /// When it was made.
    #[created_at]
    pub created_at: Option<String>,
    /// When it was changed.
    #[updated_at]
    #[gsi(name = "ByTime")]
    pub updated_at: u64,
    /// How often it was changed, by tens.
    #[counter(start = 5, step = 10)]
    pub edits: Option<i64>,
}

/// A table whose items expire.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
pub struct Session {
    /// Whose it is.
    #[hash_key]
    #[gsi(name = "ByUser", projection = "KEYS_ONLY")]
    pub user: String,
    /// Its number.
    #[range_key]
    pub number: u64,
    /// When it expires, if it does.
    #[ttl]
    #[dynamo(rename = "expires")]
    pub expires_at: Option<Ttl>,
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
