//! A key-value model: a URL in, the domain it belongs to out.

use dynamo_runtime::{Dynamo, DynamoTable, Error};

/// Key-value model: the domain a URL belongs to.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Domain", read_capacity = 10, write_capacity = 10)]
pub struct Domain {
    /// The URL, of which there is one.
    #[hash_key]
    pub url: String,
    /// The domain it belongs to.
    pub domain: String,
}

/// The domains of URLs, kept in the table `Domain`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where there is no table, and with what the
/// service or the connection report. What is written is seen by the next read.
#[derive(Debug, Clone)]
pub struct Domains {
    /// The table, for what is not a user's: creating and deleting it.
    pub table: DomainTable,
}

impl Domains {
    /// The domains reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        Self { table: Domain::table(client) }
    }

    /// Sets the domain of a URL, in place of the one it had.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](dynamo_runtime::ErrorKind::InvalidRequest) where the URL is empty or longer than 2,048 bytes.
    pub async fn set_value(&self, url: &str, domain: &str) -> Result<(), Error> {
        let item = Domain { url: url.to_owned(), domain: domain.to_owned() };
        self.table.put(&item).await
    }

    /// Returns the domain of a URL, or `None` where none is set.
    ///
    /// # Errors
    ///
    /// As those of [`set_value`](Self::set_value).
    pub async fn get_domain(&self, url: &str) -> Result<Option<String>, Error> {
        let item = self.table.get(url).consistent().await?;
        Ok(item.map(|item| item.domain))
    }

    /// Tells whether a URL has a domain.
    ///
    /// # Errors
    ///
    /// As those of [`set_value`](Self::set_value).
    pub async fn exists(&self, url: &str) -> Result<bool, Error> {
        self.table.exists(url).consistent().await
    }

    /// Removes a URL, and returns the domain it had.
    ///
    /// # Errors
    ///
    /// As those of [`set_value`](Self::set_value).
    pub async fn remove(&self, url: &str) -> Result<Option<String>, Error> {
        let item = self.table.delete(url).return_old().await?;
        Ok(item.map(|item| item.domain))
    }
}
