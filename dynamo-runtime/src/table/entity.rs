//! Several entities in one table: which table they are in, and what reads any of them.

use smallvec::SmallVec;

use super::DynamoTable;
use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::schema::{TableSchema, same};

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
pub trait DynamoItems: for<'a> Decode<'a> + Send + 'static {
    /// The struct of the table.
    type Table: DynamoTable;
    /// The schemas of the entities, in the order of the variants.
    const ENTITIES: &'static [&'static TableSchema];
}

/// Asks the compiler whether the entity is in the table, for the derive.
#[doc(hidden)]
pub const fn is_in<E: Entity<Table = T>, T>() {}

/// Refuses entities of another table than is read.
pub(crate) const fn is_one_table(read: &TableSchema, of: &TableSchema) {
    assert!(
        same(read.name, of.name),
        "the entities are in another table than the one that is read"
    );
}

/// Refuses an entity that no attribute tells.
pub(crate) const fn is_discriminated(entity: &TableSchema) {
    assert!(
        entity.has_discriminator(),
        "a filter of one entity among others needs its discriminator; declare `#[table(discriminator = \"...\")]`"
    );
}

impl TableSchema {
    /// Whether the key of the item is one that the entity's templates make.
    pub(crate) fn owns_key(&self, item: &Attributes) -> bool {
        self.key_names().all(|name| match (self.template(name), item.get(name)) {
            (Some(template), Some(value)) => template.is_of(value),
            _ => true,
        })
    }
}

impl Decoder<'_> {
    /// Reads an item as the one of `entities` that its key, or its discriminator, tells, each by its function in `read`; one of none of
    /// them by `other`, for the derive.
    #[doc(hidden)]
    pub fn entity<T, const N: usize>(
        &mut self,
        entities: &'static [&'static TableSchema],
        read: [fn(&mut Self) -> Option<T>; N],
        other: Option<fn(&mut Decoder<'_>) -> Option<T>>,
    ) -> Option<T> {
        let telling = || entities.iter().flat_map(|entity| entity.telling_names());
        let mut names: SmallVec<[&str; 4]> = SmallVec::new();
        for name in telling() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let found = self.peek(&names)?;
        let entity = entities.iter().position(|entity| entity.owns(&found));
        match (entity.and_then(|entity| read.get(entity)), other) {
            (Some(read), _) => read(self),
            (None, Some(other)) => other(self),
            (None, None) => {
                self.refuse("the item is of none of the entities; add a variant marked `#[dynamo(other)]` to read it");
                None
            }
        }
    }
}
