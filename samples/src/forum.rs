//! The classic tables of DynamoDB's guide, with natural keys: a catalog of products, and a forum with threads and replies.

use std::collections::BTreeSet;

use dynamo_runtime::expr::prefix;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Error, TransactWrite};

/// A product of a catalog of books and bicycles.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "ProductCatalog", rename_all = "PascalCase")]
pub struct CatalogProduct {
    /// Its number.
    #[hash_key]
    pub id: u64,
    /// What it is called.
    pub title: String,
    /// What it costs, in whole units.
    pub price: u32,
    /// What it is.
    #[dynamo(flatten)]
    pub details: Details,
}

/// What products of a category have.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "ProductCategory")]
pub enum Details {
    /// A book.
    #[dynamo(rename_all = "PascalCase")]
    Book {
        /// Its international number.
        #[dynamo(rename = "ISBN")]
        isbn: String,
        /// Who wrote it, the first author first.
        authors: Vec<String>,
        /// How many pages it has.
        page_count: u32,
        /// Whether it can be bought new.
        in_publication: bool,
    },
    /// A bicycle.
    #[dynamo(rename_all = "PascalCase")]
    Bicycle {
        /// Who makes it.
        brand: String,
        /// Where it is to be ridden.
        bicycle_type: String,
        /// What it can be painted.
        color: BTreeSet<String>,
    },
}

/// A place to talk about something.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Forum", rename_all = "PascalCase")]
pub struct Forum {
    /// What it is about.
    #[hash_key]
    pub name: String,
    /// What that belongs to.
    pub category: String,
    /// How many threads it has.
    pub threads: u64,
    /// How many messages these have, with their first.
    pub messages: u64,
}

/// What is talked about in a forum.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Thread", rename_all = "PascalCase")]
pub struct Thread {
    /// In which forum.
    #[hash_key]
    pub forum_name: String,
    /// The title.
    #[range_key]
    pub subject: String,
    /// The first message.
    pub message: String,
    /// Who wrote last.
    pub last_posted_by: String,
    /// When.
    #[lsi(name = "LastPostIndex")]
    pub last_post_date_time: String,
    /// How many replies there are.
    pub replies: u64,
    /// What it is about.
    pub tags: BTreeSet<String>,
}

/// An answer in a thread.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Reply", rename_all = "PascalCase")]
pub struct Reply {
    /// In which thread: see [`Reply::thread_id`].
    #[hash_key]
    pub id: String,
    /// When it was written.
    #[range_key]
    pub reply_date_time: String,
    /// What it says.
    #[gsi(name = "PostedBy-Message-Index", range)]
    pub message: String,
    /// Who wrote it.
    #[gsi(name = "PostedBy-Message-Index", projection = "KEYS_ONLY")]
    pub posted_by: String,
}

impl Reply {
    /// The hash key of the replies in a thread: `Amazon DynamoDB#How do I begin?`.
    #[must_use]
    pub fn thread_id(forum: &str, subject: &str) -> String {
        format!("{forum}#{subject}")
    }
}

/// The catalog, kept in the table `ProductCatalog`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where the table is missing, and with what the
/// service or the connection report.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The table.
    pub table: CatalogProductTable,
}

impl Catalog {
    /// The catalog reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        Self { table: CatalogProduct::table(client) }
    }

    /// Adds a product.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is one of this number.
    pub async fn add(&self, product: &CatalogProduct) -> Result<(), Error> {
        self.table.insert(product).await
    }

    /// Returns a product.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn product(&self, id: u64) -> Result<Option<CatalogProduct>, Error> {
        self.table.get(id).await
    }

    /// Lowers a price, and returns the product.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such product, or it costs no more than that.
    pub async fn reduce(&self, id: u64, price: u32) -> Result<CatalogProduct, Error> {
        let update = self.table.update(id).set(CatalogProduct::PRICE, price);
        update.condition(CatalogProduct::PRICE.gt(price)).await
    }

    /// Returns the products of up to a price, in no order: a scan, which reads the whole table.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn up_to(&self, price: u32) -> Result<Vec<CatalogProduct>, Error> {
        self.table.scan().filter(CatalogProduct::PRICE.le(price)).all().await
    }
}

/// Forums with threads and replies, kept in the tables `Forum`, `Thread` and `Reply`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where a table is missing, and with what the
/// service or the connection report.
#[derive(Debug, Clone)]
pub struct Forums {
    dynamo: Dynamo,
    /// The table of forums.
    pub forums: ForumTable,
    /// The table of threads.
    pub threads: ThreadTable,
    /// The table of replies.
    pub replies: ReplyTable,
}

impl Forums {
    /// The forums reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        let dynamo = client.into();
        let (forums, threads) = (Forum::table(&dynamo), Thread::table(&dynamo));
        Self { replies: Reply::table(&dynamo), forums, threads, dynamo }
    }

    /// Opens a forum.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is one of this name.
    pub async fn open(&self, name: &str, category: &str) -> Result<(), Error> {
        let (name, category) = (name.to_owned(), category.to_owned());
        self.forums.insert(&Forum { name, category, threads: 0, messages: 0 }).await
    }

    /// Returns a forum, with how many threads and messages it has.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn forum(&self, name: &str) -> Result<Option<Forum>, Error> {
        self.forums.get(name).consistent().await
    }

    /// Begins a thread, and counts it in its forum: both, or neither.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such forum, or it has a thread of this subject.
    pub async fn begin(&self, thread: &Thread) -> Result<(), Error> {
        let count = self.forums.update(&thread.forum_name).set(Forum::THREADS, Forum::THREADS + 1);
        let count = count.set(Forum::MESSAGES, Forum::MESSAGES + 1);
        TransactWrite::new(&self.dynamo, (self.threads.insert(thread), count)).await
    }

    /// Adds a reply, and counts it in its thread and forum: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such thread, or it has a reply of this time.
    pub async fn reply(
        &self,
        forum: &str,
        subject: &str,
        now: &str,
        by: &str,
        message: &str,
    ) -> Result<(), Error> {
        let [reply_date_time, posted_by, message] = [now, by, message].map(str::to_owned);
        let id = Reply::thread_id(forum, subject);
        let reply = Reply { id, reply_date_time, message, posted_by };
        let thread = self.threads.update(forum, subject).set(Thread::REPLIES, Thread::REPLIES + 1);
        let thread = thread.set(Thread::LAST_POSTED_BY, by).set(Thread::LAST_POST_DATE_TIME, now);
        let forum = self.forums.update(forum).set(Forum::MESSAGES, Forum::MESSAGES + 1);
        TransactWrite::new(&self.dynamo, (self.replies.insert(&reply), thread, forum)).await
    }

    /// Returns the threads of a forum whose subjects begin so, by their subjects.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn threads(&self, forum: &str, begins: &str) -> Result<Vec<Thread>, Error> {
        self.threads.query(forum).range(prefix(begins)).all().await
    }

    /// Returns the threads of a forum that somebody has written to since a time, the last first: a query of `LastPostIndex`.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn active(&self, forum: &str, since: &str) -> Result<Vec<Thread>, Error> {
        self.threads.query_last_post_index(forum).range(since..).descending().all().await
    }

    /// Returns the replies in a thread since a time, the first first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn replies(
        &self,
        forum: &str,
        subject: &str,
        since: &str,
    ) -> Result<Vec<Reply>, Error> {
        let thread = Reply::thread_id(forum, subject);
        self.replies.query(thread).range(since..).consistent().all().await
    }

    /// Returns what somebody has written in all threads: a query of `PostedBy-Message-Index`, which follows the table within a moment.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn messages_of(&self, posted_by: &str) -> Result<Vec<String>, Error> {
        let found = self.replies.query_posted_by_message_index(posted_by).all().await?;
        Ok(found.into_iter().map(|reply| reply.message).collect())
    }
}
