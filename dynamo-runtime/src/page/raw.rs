//! A page as it was sent, read into structs that borrow from it.

use std::fmt;

use aws_smithy_types::body::SdkBody;

use crate::client::TableAt;
use crate::client::wire;
use crate::codec::decoder::Decoder;
use crate::codec::{Decode, Item};
use crate::error::Error;

/// A page of a query or scan whose items have not been read yet. Made by `raw_pages` of [`Query`](crate::op::Query) and
/// [`Scan`](crate::op::Scan).
///
/// Its items can be read into a struct with `&str` or `Cow<str>` fields, which are not copied out of the page, and into one
/// with fewer fields than the table's: what it does not name is passed over.
///
/// ```no_run
/// use std::borrow::Cow;
///
/// use dynamo_runtime::{DynamoTable, DynamoValue};
/// use futures_util::TryStreamExt;
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     status: String,
///     message: String,
/// }
///
/// #[derive(DynamoValue)]
/// struct LogRef<'a> {
///     status: &'a str,
///     message: Cow<'a, str>,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let mut pages = Log::table(&client).scan().raw_pages();
/// while let Some(page) = pages.try_next().await? {
///     for log in page.decode::<LogRef<'_>>()? {
///         println!("{}: {}", log.status, log.message);
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// Such a struct does not know which attributes are keys: a time or UUID is read in any spelling, though only one is found as a key.
///
/// A text with a quote, a backslash or a control character is sent with escapes, and so stands nowhere in the page as it is:
/// `&str` refuses it, `Cow<str>` copies it.
pub struct RawPage {
    at: TableAt,
    body: SdkBody,
    count: usize,
}

impl RawPage {
    pub(super) fn new(at: &TableAt, body: SdkBody, count: usize) -> Self {
        Self { at: at.clone(), body, count }
    }

    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns whether there are no items, as in a page whose items the filter has all refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Reads the items.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): an item does not fit `T`; the message names the attribute.
    pub fn decode<'a, T: Item + Decode<'a>>(&'a self) -> Result<Vec<T>, Error> {
        self.read(T::decode)
    }

    /// Reads each item as a `Result`: one that does not fit is an error in its place.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): the page is none of the service's.
    pub fn results<'a, T: Item + Decode<'a>>(&'a self) -> Result<Vec<Result<T, Error>>, Error> {
        self.read(|from| {
            let read = from.json_item_or_mistake(T::decode)?;
            Some(read.map_err(|mistake| Error::decode(&self.at.name, &mistake)))
        })
    }

    fn read<'a, I>(
        &'a self,
        decode: impl Fn(&mut Decoder<'a>) -> Option<I>,
    ) -> Result<Vec<I>, Error> {
        let error = |mistake| Error::decode(&self.at.name, &mistake);
        let mut page = wire::page(&self.body, None, decode).map_err(error)?;
        page.items.truncate(self.count);
        Ok(page.items)
    }
}

impl fmt::Debug for RawPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawPage")
            .field("table", &self.at)
            .field("len", &self.count)
            .finish_non_exhaustive()
    }
}
