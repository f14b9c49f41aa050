//! Items of several entities that stand under one hash key: read in one query, each as the entity that it is.

use std::convert::Infallible;
use std::marker::PhantomData;

use super::query::Query;
use crate::client::TableAt;
use crate::codec::decoder::Decoder;
use crate::codec::value::Value;
use crate::error::Error;
use crate::expr::condition::Condition;
use crate::expr::entity::of_others_or;
use crate::expr::path::DocumentPath;
use crate::expr::projection::{Projects, Whole};
use crate::schema::TableSchema;
use crate::table::entity::{DynamoItems, Entity, is_discriminated, is_one_table};
use crate::table::key::Key;
use crate::table::{DynamoTable, Primary, Source};

/// The hash key of a table's items: a string, or what has one: an item or a key of an entity.
#[derive(Clone)]
pub struct Partition<T> {
    hash: Value,
    marker: PhantomData<fn() -> T>,
}

impl<T> Partition<T> {
    fn new(hash: Value) -> Self {
        Self { hash, marker: PhantomData }
    }
}

impl<T> std::fmt::Debug for Partition<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Partition(..)")
    }
}

impl<T> From<&str> for Partition<T> {
    fn from(hash: &str) -> Self {
        Self::new(Value::of(&hash))
    }
}

impl<T> From<String> for Partition<T> {
    fn from(hash: String) -> Self {
        Self::new(Value::of(&hash))
    }
}

impl<E: Entity> From<&E> for Partition<E::Table> {
    fn from(item: &E) -> Self {
        let key: Key<E> = item.into();
        key.into()
    }
}

impl<E: Entity> From<Key<E>> for Partition<E::Table> {
    fn from(key: Key<E>) -> Self {
        Self::new(key.values.into_hash())
    }
}

/// Reads the items under a hash key, as `C`s.
pub(crate) fn collection<T: DynamoTable, C: DynamoItems<Table = T>>(
    at: TableAt,
    partition: Partition<T>,
) -> Query<Primary<T>, Whole<C>> {
    Query::<Primary<T>>::new(at, &mut [partition.hash].into_iter()).collection()
}

impl<S: Source, P: Projects<S::Table>> Query<S, P> {
    /// Reads, of the items of the entity `E`, only those for which the condition holds, and all of other entities. They are told by their
    /// discriminator, which `E` declares.
    pub fn filter_of<E: Entity>(self, condition: Condition<E>) -> Self {
        const {
            is_one_table(S::Table::SCHEMA, E::SCHEMA);
            is_discriminated(E::SCHEMA);
        };
        self.also(of_others_or(E::SCHEMA, condition.predicate))
    }
}

impl<S: Source> Query<S> {
    /// Reads all items under the hash key, of all pages, and returns those of each entity in its place of the tuple `G`: an
    /// `Option` of one, or a `Vec`, as in `(Option<User>, Vec<Order>)`. Items of other entities are passed over.
    ///
    /// # Errors
    ///
    /// As those of [`all`](Self::all); [`Decode`](crate::ErrorKind::Decode) too where an `Option` would have to hold two items.
    pub async fn grouped<G: Groups>(self) -> Result<G, Error> {
        const { is_one_table(S::Table::SCHEMA, G::TABLE) };
        let table = self.table().to_owned();
        let found = self.every().projecting(Each::<G>(PhantomData)).all().await?;
        let mut groups = G::default();
        for one in found {
            if !groups.take(one) {
                let problem = "an `Option` of the groups would have to hold two items; use a `Vec`";
                return Err(Error::decode(&table, &crate::error::Mistake::new(problem)));
            }
        }
        Ok(groups)
    }
}

/// A place of a [`Groups`]: an `Option` or a `Vec` of an entity.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold items of an entity",
    label = "expected an `Option` or a `Vec` of an entity, which is declared with `#[table(in = ...)]`"
)]
pub trait Group: Default + Send + 'static {
    /// The entity.
    type Entity: Entity;
    #[doc(hidden)]
    fn take(&mut self, item: Self::Entity) -> bool;
}

impl<E: Entity> Group for Option<E> {
    type Entity = E;

    fn take(&mut self, item: E) -> bool {
        self.replace(item).is_none()
    }
}

impl<E: Entity> Group for Vec<E> {
    type Entity = E;

    fn take(&mut self, item: E) -> bool {
        self.push(item);
        true
    }
}

/// What a query returns the items of several entities in: a tuple of one to six [`Group`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold items of several entities",
    label = "expected a tuple of up to 6, such as `(Option<User>, Vec<Order>)`"
)]
pub trait Groups: Default + Send + 'static {
    #[doc(hidden)]
    type One: Send;
    #[doc(hidden)]
    const TABLE: &'static TableSchema;
    #[doc(hidden)]
    fn read(from: &mut Decoder<'_>) -> Option<Self::One>;
    #[doc(hidden)]
    fn take(&mut self, one: Self::One) -> bool;
}

/// An item of one of six entities, or of none of them.
#[doc(hidden)]
#[derive(Debug)]
pub enum One<A, B = Infallible, C = Infallible, D = Infallible, E = Infallible, F = Infallible> {
    A(A),
    B(B),
    C(C),
    D(D),
    E(E),
    F(F),
    Other,
}

macro_rules! groups {
    ($(($($group:ident $variant:ident $at:tt)+);)*) => {$(
        impl<$($group: Group),+> Groups for ($($group,)+) {
            type One = One<$($group::Entity),+>;
            const TABLE: &'static TableSchema = {
                let table = <A::Entity as DynamoTable>::SCHEMA;
                $(is_one_table(table, <$group::Entity as DynamoTable>::SCHEMA);)+
                table
            };

            fn read(from: &mut Decoder<'_>) -> Option<Self::One> {
                let other = |from: &mut Decoder<'_>| from.ignored().map(|()| One::Other);
                from.entity(
                    const { &[$(<$group::Entity as DynamoTable>::SCHEMA),+] },
                    [$(|from| {
                        let item = <$group::Entity as crate::codec::Decode<'_>>::decode(from)?;
                        Some(One::$variant(item))
                    }),+],
                    Some(other),
                )
            }

            fn take(&mut self, one: Self::One) -> bool {
                match one {
                    $(One::$variant(item) => self.$at.take(item),)+
                    _ => true,
                }
            }
        }
    )*};
}

groups! {
    (A A 0);
    (A A 0 B B 1);
    (A A 0 B B 1 C C 2);
    (A A 0 B B 1 C C 2 D D 3);
    (A A 0 B B 1 C C 2 D D 3 E E 4);
    (A A 0 B B 1 C C 2 D D 3 E E 4 F F 5);
}

/// Each item of a read, as one of the groups takes it.
#[doc(hidden)]
pub(crate) struct Each<G>(PhantomData<fn() -> G>);

impl<G> Clone for Each<G> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T: DynamoTable, G: Groups> Projects<T> for Each<G> {
    type Output = G::One;

    fn paths(&self) -> Vec<DocumentPath> {
        Vec::new()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<G::One> {
        G::read(from)
    }
}
