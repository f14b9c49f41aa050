//! The methods that queries, scans and scans in segments have in common.

/// Implements them for an operation of this name and index that has the methods `ahead`, `keys`, `guarded` and `guard`, and the fields
/// `at` and `reading`, or a field `$of` with them.
macro_rules! reads {
    ([$($generics:tt)*] $operation:ty, $name:literal of $index:expr, [$($of:ident)?] => $table:ty, $item:ty) => {
        impl<$($generics)*> $operation {
            /// Reads only items for which the condition holds; called again, both must hold. The others are read and
            /// paid for all the same.
            pub fn filter(mut self, condition: $crate::expr::condition::Condition<$table>) -> Self {
                $crate::expr::predicate::require(&mut self.$($of.)?reading.filter, condition.predicate);
                self
            }

            /// Reads only items that have not expired by now, the time of this call: the service deletes those only within days.
            /// The others are read and paid for all the same.
            ///
            /// It is a filter: where the attribute is a key of what is queried, a `range` does the same.
            pub fn hide_expired(mut self) -> Self
            where
                $table: $crate::table::Expiring,
            {
                let expiry = $crate::ttl::Expiry::new::<$table>(self.$($of.)?at.dynamo.now());
                self.$($of.)?reading.unexpired = Some(expiry.filter());
                self
            }

            /// Reads at most this many items, over as many pages as it takes: 1 at least.
            pub fn limit(mut self, items: usize) -> Self {
                self.$($of.)?reading.limit = Some(items);
                self
            }

            /// Makes a page of at most this many items, counted before the filter: 1 at least. A page also ends at 1 MB.
            pub fn page_size(mut self, items: u32) -> Self {
                self.$($of.)?reading.page_size = Some(items);
                self
            }

            /// Sends at most this many requests, one for each page of the service: 1 at least. What is behind these pages is not read:
            /// the cursor of a [`Page`](crate::Page) tells whether there is more.
            pub fn max_pages(mut self, pages: usize) -> Self {
                self.$($of.)?reading.max_pages = Some(pages);
                self
            }

            /// Consumes at most this many read capacity units a second, over all segments: a request waits until what was
            /// consumed before it has been earned. 1 at least.
            ///
            /// What a page consumes is known only behind it, so the first pages of a scan in segments are not held back; what
            /// they consume is waited for all the same. `hydrate` reads the items within the same limit, and `delete_all` and
            /// `update_all` consume no more write capacity units a second than this.
            pub fn max_capacity(mut self, units_per_second: u32) -> Self {
                self.$($of.)?reading.max_capacity = Some(units_per_second);
                self
            }

            /// Goes on where the cursor stands; with `None`, begins at the beginning. The rest of the read must be the one
            /// that the cursor is of, but for limits, page sizes, the range, `hide_expired` and what is read of each item.
            pub fn resume(mut self, cursor: impl Into<Option<$crate::page::Cursor>>) -> Self {
                self.$($of.)?reading.resume = cursor.into();
                self
            }

            /// Returns all items, page after page. Awaiting the operation does the same.
            ///
            /// # Errors
            ///
            /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as `input` gives it,
            /// [`InvalidCursor`](crate::ErrorKind::InvalidCursor) where the cursor is of another read, [`Decode`](crate::ErrorKind::Decode) where a stored item does not fit the type,
            /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table or index, and what the service or the
            /// connection report.
            pub async fn all(self) -> Result<Vec<$item>, $crate::error::Error> {
                $crate::client::watch::watched!(self.watch(), self.ahead()?.all().await)
            }

            /// Returns the first item, if there is one.
            ///
            /// # Errors
            ///
            /// As those of `all`.
            pub async fn first(self) -> Result<Option<$item>, $crate::error::Error> {
                Ok(self.limit(1).all().await?.pop())
            }

            /// Returns the number of items, without transferring them. It costs what reading them costs.
            ///
            /// # Errors
            ///
            /// As those of `all`, without `Decode`.
            pub async fn count(mut self) -> Result<usize, $crate::error::Error> {
                self.$($of.)?reading.counting = true;
                let watch = self.watch();
                if self.$($of.)?reading.own.checks.is_some() {
                    return $crate::client::watch::watched!(watch, self.keys().ahead()?.count().await);
                }
                $crate::client::watch::watched!(watch, self.ahead()?.count().await)
            }

            /// Returns the items one by one. While those of a page are handed out, the request for the next is under way:
            /// for one page, not more. Dropping the stream ends the read, and so does the first error, which is one of those
            /// of `all`. The methods to read it are in the crate `futures-util`: with its `TryStreamExt`,
            /// `while let Some(item) = stream.try_next().await?`.
            pub fn stream(self) -> impl Stream<Item = Result<$item, $crate::error::Error>> + Send + Unpin {
                let watch = self.watch();
                $crate::client::watch::Watching::new(watch, $crate::page::stream(self.ahead()))
            }

            /// Returns the service's pages one by one, each with its cursor, and cut to the `limit`, which a scan in segments
            /// does not take here. Dropping the stream ends the read, and so does the first error, which is one of those of
            /// `all`.
            pub fn pages(
                mut self,
            ) -> impl Stream<Item = Result<$crate::page::Page<$item>, $crate::error::Error>> + Send + Unpin {
                self.$($of.)?reading.paging = true;
                let watch = self.watch();
                $crate::client::watch::Watching::new(watch, $crate::page::pages(self.ahead()))
            }

            /// Deletes all items that are found, and returns how many.
            pub fn delete_all<'p>(self) -> DeleteAll<'p, $table> {
                DeleteAll::new(self.write_all())
            }

            /// Changes all items that are found, one by one, and returns how many.
            pub fn update_all<'p>(self, changes: $crate::expr::changes::Changes<$table>) -> UpdateAll<'p, $table> {
                UpdateAll::new(self.write_all(), changes)
            }

            fn write_all<'p>(self) -> WriteAll<'p, $table> {
                let (at, index, guard) = (self.$($of.)?at.clone(), $index, self.guard());
                WriteAll::new(at, index, self.keys().guarded(), guard)
            }

            fn watch(&self) -> Option<$crate::client::watch::Watch> {
                self.$($of.)?at.watch($name, $index)
            }
        }

        $crate::op::found::reads::awaited!([$($generics)*] $operation => $item);
    };
}

/// To await a read is to take all of it.
macro_rules! awaited {
    ([$($generics:tt)*] $operation:ty => $item:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation
        where
            $operation: 'static,
        {
            type Output = Result<Vec<$item>, $crate::error::Error>;
            type IntoFuture = $crate::op::shared::Sending<'static, Vec<$item>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.all())
            }
        }
    };
}

/// Implements what reads one page after the other, for an operation that has the method `in_order`.
macro_rules! reads_in_order {
    ([$($generics:tt)*] $operation:ty => $item:ty) => {
        impl<$($generics)*> $operation {
            /// Returns the items that the `limit` asks for, over as many pages of the service as it takes, or without a limit
            /// those of one page of the service; with the sums over these pages, and a cursor for the next.
            ///
            /// # Errors
            ///
            /// As those of `all`.
            pub async fn page(mut self) -> Result<$crate::page::Page<$item>, $crate::error::Error> {
                self.reading.paging = true;
                $crate::client::watch::watched!(self.watch(), self.in_order()?.page().await)
            }

            /// Returns the pages as they were sent, one by one, to be read into structs that borrow from them.
            ///
            /// Errors are those of `all`; [`Decode`](crate::ErrorKind::Decode) only where the response is none of the
            /// service's, as no item is read yet.
            pub fn raw_pages(self) -> impl Stream<Item = Result<$crate::page::raw::RawPage, $crate::error::Error>> + Send + Unpin {
                let watch = self.watch();
                $crate::client::watch::Watching::new(watch, $crate::page::raw_pages(self.in_order()))
            }
        }
    };
}
pub(crate) use {awaited, reads, reads_in_order};
