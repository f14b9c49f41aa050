//! A typed DynamoDB mapper: annotate a struct, and get its table's schema, its codec and its operations, on AWS's own SDK.
//!
//! ```no_run
//! use dynamo_runtime::DynamoTable;
//!
//! /// A log entry, found by its time or by its status.
//! #[derive(Debug, Clone, PartialEq, DynamoTable)]
//! #[table(name = "Log", read_capacity = 10, write_capacity = 10)]
//! pub struct Log {
//!     #[hash_key]
//!     pub updated_at: String,
//!     #[gsi(name = "Status", read_capacity = 10, write_capacity = 10)]
//!     pub status: String,
//!     pub message: String,
//! }
//!
//! # async fn example(client: aws_sdk_dynamodb::Client, log: Log) -> Result<(), dynamo_runtime::Error> {
//! let logs = Log::table(&client);
//! logs.create().await?;
//! logs.put(&log).await?;
//! let log = logs.update("2026-11-22T10:00").set(Log::STATUS, "done").await?;
//! let done = logs.query_status("done").filter(Log::MESSAGE.contains("timeout")).all().await?;
//! # Ok(())
//! # }
//! ```
//!
//! The [guide] explains each subject on a short page:
//! [keys and indexes](guide::keys),
//! [reading](guide::reading),
//! [writing and conditions](guide::writing),
//! [updates](guide::updates),
//! [pages in an HTTP API](guide::http),
//! [many items](op::GetAll),
//! [transactions](TransactWrite),
//! [single table](derive@DynamoItems),
//! [testing](guide::testing),
//! [errors, retries and timeouts](guide::errors),
//! [adopting a table](guide::adopting),
//! [evolving a struct](guide::evolving),
//! [cost and capacity](guide::cost),
//! [observability](op::Call),
//! [security](guide::security).
//! [`DynamoTable`](derive@DynamoTable) documents every attribute of the derives, and what they generate.
//!
//! # What there is
//!
//! | to | write | more |
//! |---|---|---|
//! | name an attribute | `Order::TOTAL`, `Order::ADDRESS.at(Address::CITY)`, `Order::LINES.index(0)`, `Order::PRICES.key("eur")` | [`Path`] |
//! | say what must hold | `Order::TOTAL.gt(5) & !Order::NOTE.exists()`, `all([..])`, `any([..])` | [`Condition`] |
//! | read one item | `get(key)`, `exists(key)` | [`Get`](op::Get), [`Exists`](op::Exists) |
//! | read the items of many keys | `get_all([("ann", 1), ("bob", 2)])`, [`BatchGet`](op::BatchGet) of several tables | [batches](op::GetAll) |
//! | read many | `query(key).range(1..=5)`, `query_status("open")`, `scan()`, `scan().segments(16)` | [`Query`](op::Query), [`Scan`](op::Scan), [`Segments`](op::Segments) |
//! | take them | `all()`, `first()`, `count()`, `stream()`, `page()`, `pages()` | [`Page`], [`Cursor`] |
//! | go on past items that do not fit their type | `scan().results()`, then `all()` or any other of these | [`Results`](expr::Results), [`Error::key`], [`Error::item`] |
//! | read parts of items | `project((Order::NUMBER, Order::TOTAL))`, `view::<Summary>()` | [`DynamoView`](derive@DynamoView) |
//! | read whole items where an index holds parts | `query_status("open").hydrate()` | [`Hydrate`](op::Hydrate) |
//! | hide what has expired | `hide_expired()` | [`Ttl`] |
//! | write an item | `put(&order)`, `insert(&order)` | [`Put`](op::Put) |
//! | change one | `update(key).set(..).add(..).delete(..).remove(..)`, `upsert(key)` | [`Update`](op::Update), [`Changes`] |
//! | set what a PATCH names, and leave the rest | `set_some(Order::NOTE, patch.note)` | [`Changes::set_some`] |
//! | subtract, but not below 0 | `set(Order::STOCK, Order::STOCK - 5)` of a `u32`: it fails with `ConditionFailed` | [`Path::unguarded`] |
//! | let a number leave its type | `Order::STOCK.unguarded() - 5` | [`Path::unguarded`] |
//! | turn one into another | `update_diff(&old, &new)` | [`Table::update_diff`] |
//! | delete one | `delete(key)` | [`Delete`](op::Delete) |
//! | write only where something holds | `condition(..)`, `if_version(..)`, `outcome()` | [`Outcome`], [`Error::current_item`] |
//! | learn what stood in the way of a write | `error.refusal()`, `error.item()` | [`Refusal`] |
//! | answer a client of your own | `error.public_message()`, `error.is_retryable()` | [`Error::public_message`] |
//! | learn whether a write that failed took place | `error.was_written()`, `error.may_have_been_written()` | [`Error::may_have_been_written`] |
//! | learn what was or is there | `return_old()`, `return_new()`, `return_updated_new()` | [`Returning`](op::Returning), [`Partial`](op::Partial) |
//! | put or delete many | `put_all(&orders)`, `put_all_attributes(items)`, `delete_all_of(keys)`, [`BatchWrite`](op::BatchWrite) of several tables | [`PutAll`](op::PutAll), [`PutAllAttributes`](op::PutAllAttributes), [`DeleteAllOf`](op::DeleteAllOf) |
//! | learn what a batch has left to do | `unfinished.left`, `unfinished.done` | [`Unfinished`](op::Unfinished) |
//! | write all that is found | `delete_all()`, `update_all(changes)` | [`DeleteAll`](op::DeleteAll), [`UpdateAll`](op::UpdateAll) |
//! | write several items, all or none | `TransactWrite::new(&client, (orders.insert(&order), stock.update(key).set(..)))` | [`TransactWrite`] |
//! | read several items as they are at one time | `TransactGet::new(&client, (orders.get("ann", 1), users.get("ann")))` | [`TransactGet`](op::TransactGet) |
//! | write once, whatever answers are lost | `update(key).set(..).idempotent()` | [`TransactWrite::token`] |
//! | make keys of fields | `#[range_key(value = "ORDER#{date}#{id}")]` | [templates](derive@DynamoItems) |
//! | keep several entities in one table | `#[table(in = App)]` | [entities](derive@DynamoItems) |
//! | read several entities in one query | `users.query("ann").grouped::<(Option<User>, Vec<Order>)>()`, `collection::<AppItem>()` | [collections](derive@DynamoItems) |
//! | move an item to another key | `rekey(&old, &new)` | [`Table::rekey`] |
//! | have a field written by itself | `#[version]`, `#[created_at]`, `#[updated_at]`, `#[counter]` | [attributes](derive@DynamoTable), [`Dynamo::with_clock`] |
//! | keep a field's values unique in the table | `#[unique]`, `put(&new).replacing(&old)`, `delete_item(&item)`, `claim_all()` | [attributes](derive@DynamoTable), [`ClaimAll`](op::ClaimAll) |
//! | see a request, change it, or write it in PartiQL | `explain()`, `input()`, `customize(..)`, `partiql(..)` | [`Partiql`](op::Partiql) |
//! | create a table, or bring it to its struct | `create()`, `plan()`, `check()` | [`Create`](op::Create), [`Plan`](op::Plan) |
//! | do so with all tables of a program | `dynamo.create_all::<(Log, Order)>()`, `check_all`, `plan_all` | [`Dynamo::create_all`] |
//! | see what operations do, how long they take and what they cost | spans of `tracing`, `Dynamo::with_metrics(..)` | [`Call`](op::Call) |
//!
//! The names that most programs use are at the root of the crate. All others are in the modules [`op`], [`expr`], [`codec`],
//! [`schema`] and [`table`].
//!
//! A get and a write are awaited. So are a query and a scan, which then return all that there is, as with `all()`; the methods
//! above take them in other ways. The streams are those of the crate
//! `futures-util`, whose `TryStreamExt` has the methods to read them.
//!
//! ```no_run
//! use std::collections::{BTreeMap, BTreeSet};
//!
//! use dynamo_runtime::expr::any;
//! use dynamo_runtime::{Changes, Cursor, DynamoTable, DynamoValue, DynamoView, Outcome, Ttl};
//! use futures_util::TryStreamExt;
//!
//! #[derive(DynamoTable)]
//! struct Order {
//!     #[hash_key]
//!     customer: String,
//!     #[range_key]
//!     number: u64,
//!     #[gsi(name = "Status", projection = "KEYS_ONLY")]
//!     status: String,
//!     total: i64,
//!     discount: Option<i64>,
//!     note: Option<String>,
//!     address: Address,
//!     lines: Vec<Line>,
//!     labels: BTreeSet<String>,
//!     prices: BTreeMap<String, i64>,
//!     #[version]
//!     version: u64,
//!     #[ttl]
//!     expires: Option<Ttl>,
//! }
//!
//! #[derive(DynamoValue)]
//! struct Address {
//!     city: String,
//! }
//!
//! #[derive(DynamoValue)]
//! struct Line {
//!     article: String,
//!     amount: u32,
//! }
//!
//! #[derive(DynamoView)]
//! #[view(of = Order)]
//! struct Summary {
//!     number: u64,
//!     total: i64,
//! }
//!
//! # async fn example(client: aws_sdk_dynamodb::Client, kept: Option<Cursor>) -> Result<(), dynamo_runtime::Error> {
//! let orders = Order::table(&client);
//!
//! // A condition: values, other attributes and sizes on the right; `&`, `|` and `!`.
//! let cities = ["Ulm", "Bonn"].map(|city| Order::ADDRESS.at(Address::CITY).eq(city));
//! let wanted = any(cities) & Order::TOTAL.gt(Order::DISCOUNT) & !Order::NOTE.begins_with("x");
//! let large = Order::LINES.size().ge(10) | Order::LINES.index(0).at(Line::AMOUNT).between(50, 99);
//!
//! // Reads: whole items, parts of them, a page after the other, one by one.
//! let first: Option<Order> = orders.query("ann").descending().filter(wanted).first().await?;
//! let totals: Vec<(u64, i64)> =
//!     orders.query("ann").range(10..).project((Order::NUMBER, Order::TOTAL)).all().await?;
//! let summary: Option<Summary> = orders.get("ann", 42).view().consistent().await?;
//! let open: Vec<Order> = orders.query_status("open").hydrate().all().await?;
//! let page = orders.scan().limit(20).resume(kept).page().await?;
//! let next: Option<String> = page.cursor.map(|cursor| cursor.to_string());
//! let mut found = orders.scan().filter(large).hide_expired().stream();
//! while let Some(order) = found.try_next().await? {
//!     println!("{} {}", order.customer, order.number);
//! }
//!
//! // Updates: SET, ADD, DELETE and REMOVE.
//! let order: Order = orders
//!     .update("ann", 42)
//!     .set(Order::STATUS, "paid")
//!     .set(Order::TOTAL, Order::TOTAL - 5)
//!     .set(Order::DISCOUNT, Order::DISCOUNT.if_not_exists(0) + 5)
//!     .set(Order::LINES, Order::LINES.append([Line { article: "pen".into(), amount: 1 }]))
//!     .set(Order::PRICES.key("eur"), 7)
//!     .set_option(Order::NOTE, None::<String>)
//!     .add(Order::LABELS, ["sale"])
//!     .remove(Order::EXPIRES)
//!     .await?;
//!
//! // A write that another one may have come before.
//! match orders.put(&order).condition(Order::STATUS.eq("paid")).outcome().await? {
//!     Outcome::Done(()) => println!("written"),
//!     Outcome::Rejected { current: Some(other) } => println!("it is {} now", other?.status),
//!     Outcome::Rejected { current: None } => println!("it is gone"),
//! }
//!
//! // All that a query or a scan finds.
//! let closing = Changes::new().set(Order::STATUS, "closed").remove(Order::NOTE);
//! let closed = orders.query("ann").update_all(closing).await?;
//! println!("{} closed, {} had changed", closed.items, closed.skipped);
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "derive"),
    allow(rustdoc::broken_intra_doc_links, reason = "the first page links to the derives")
)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __;
mod attributes;
mod behaviour;
mod client;
pub mod codec;
mod error;
#[cfg(feature = "export")]
pub mod export;
pub mod expr;
#[cfg(all(any(doc, doctest), feature = "derive"))]
pub mod guide;
mod handle;
pub mod op;
mod page;
mod plan;
pub mod schema;
pub mod table;
mod ttl;

pub use aws_sdk_dynamodb;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/single_table.md")]
pub use dynamo_derive::DynamoItems;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/attributes.md")]
pub use dynamo_derive::DynamoTable;
#[cfg(feature = "derive")]
pub use dynamo_derive::DynamoValue;
#[cfg(feature = "derive")]
pub use dynamo_derive::DynamoView;

pub use client::dynamo::Dynamo;
pub use client::wire::Wire;
pub use error::{Error, ErrorKind, Refusal};
pub use expr::changes::Changes;
pub use expr::condition::Condition;
pub use expr::path::Path;
pub use handle::Table;
pub use op::one::outcome::Outcome;
pub use op::transact::write::TransactWrite;
pub use page::{Cursor, Page};
#[doc(inline)]
pub use table::DynamoTable;
pub use ttl::Ttl;
