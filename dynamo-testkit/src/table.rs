//! An engine and a handle's constructor in, a table that no other test has out.

use std::ops::Deref;

use dynamo_runtime::{Dynamo, DynamoTable, Error, Table};

use crate::{Engine, random_bits};

impl Engine {
    /// Returns a client for the mapper, with a prefix of its own before the names of tables: no two calls share tables.
    ///
    /// For tests of a program that makes its handles by itself, and of several tables in one transaction. All else is as in
    /// [`client`](Self::client).
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    /// use dynamo_testkit::Engine;
    ///
    /// #[derive(DynamoTable)]
    /// struct Order {
    ///     #[hash_key]
    ///     id: String,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::start()?;
    /// let dynamo = engine.dynamo();
    /// assert_eq!(Order::table(&dynamo).name(), Order::table(&dynamo).name());
    /// assert_ne!(Order::table(&dynamo).name(), Order::table(engine.dynamo()).name());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn dynamo(&self) -> Dynamo {
        Dynamo::new(self.client()).table_prefix(format!("test-{:016x}-", random_bits()))
    }

    /// Creates a table that no other test has, and returns its handle. `handle` makes it of the client that it is given:
    /// `Order::table`, or a closure that changes the client's settings first.
    ///
    /// ```
    /// use dynamo_runtime::{DynamoTable, Wire};
    /// use dynamo_testkit::Engine;
    ///
    /// #[derive(Debug, PartialEq, DynamoTable)]
    /// struct Order {
    ///     #[hash_key]
    ///     id: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::start()?;
    /// let orders: OrderTable = engine.table(Order::table).await?;
    /// orders.put(&Order { id: "a1".into() }).await?;
    ///
    /// let others = engine.table(|dynamo| Order::table(dynamo.with_wire(Wire::Sdk))).await?;
    /// assert_eq!(others.get("a1").await?, None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Table::create`].
    pub async fn table<H, T>(&self, handle: impl FnOnce(Dynamo) -> H) -> Result<H, Error>
    where
        H: Deref<Target = Table<T>>,
        T: DynamoTable,
    {
        let handle = handle(self.dynamo());
        handle.create().await?;
        Ok(handle)
    }

    /// Creates a table as [`table`](Self::table) does, puts the items, and returns the handle.
    ///
    /// Each item is put as a program puts it: a `#[version]` is counted, a `#[created_at]` set, a `#[unique]` value claimed.
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    /// use dynamo_testkit::Engine;
    ///
    /// #[derive(Debug, PartialEq, DynamoTable)]
    /// struct Order {
    ///     #[hash_key]
    ///     id: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::start()?;
    /// let orders = ["a1", "a2"].map(|id| Order { id: id.into() });
    /// let orders = engine.seeded(Order::table, &orders).await?;
    /// assert_eq!(orders.scan().count().await?, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Table::create`] and [`Table::put`].
    pub async fn seeded<'i, H, T>(
        &self,
        handle: impl FnOnce(Dynamo) -> H,
        items: impl IntoIterator<Item = &'i T>,
    ) -> Result<H, Error>
    where
        H: Deref<Target = Table<T>>,
        T: DynamoTable,
    {
        let handle = self.table(handle).await?;
        for item in items {
            handle.put(item).await?;
        }
        Ok(handle)
    }
}
