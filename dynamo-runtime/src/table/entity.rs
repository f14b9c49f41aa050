//! Several entities in one table: which table they are in, and what reads any of them.

use super::DynamoTable;
use crate::codec::decoder::Decoder;
use crate::codec::{Decode, Encode};
use crate::schema::TableSchema;

/// A struct whose items stand in another struct's table. Derived for one with `#[table(in = ...)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity in the table of another struct",
    label = "it has a table of its own",
    note = "name the struct of the table: `#[table(in = App)]`"
)]
pub trait Entity: DynamoTable {
    /// The struct of the table.
    type Table: DynamoTable;
}

/// Items of several entities in one table. Derived: `#[derive(DynamoItems)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not read the entities of a table",
    label = "derive `DynamoItems` for an enum of them"
)]
pub trait DynamoItems: Encode + for<'a> Decode<'a> + Send + Sync + 'static {
    /// The struct of the table.
    type Table: DynamoTable;
    /// The schemas of the entities, in the order of the variants.
    const ENTITIES: &'static [&'static TableSchema];
}

/// Asks the compiler whether the entity is in the table, for the derive.
#[doc(hidden)]
pub const fn is_in<E: Entity<Table = T>, T>() {}

impl<'a> Decoder<'a> {
    /// Reads an item as the one of `entities` that its key, or its discriminator, tells, each by its function in `read`; one of none of
    /// them by `other`, for the derive.
    #[doc(hidden)]
    pub fn entity<T, const N: usize>(
        &mut self,
        entities: &'static [&'static TableSchema],
        read: [fn(&mut Self) -> Option<T>; N],
        other: Option<fn(&mut Decoder<'_>) -> Option<T>>,
    ) -> Option<T> {
        let _ = (entities, read, other);
        todo!()
    }
}
