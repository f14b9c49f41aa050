//! The three shapes: the same structs for the mapper, for serde and for hand-written code.

mod document;
mod log;
mod small;

use dynamo_runtime::op::Query;
use dynamo_runtime::table::{Key, Primary};
use dynamo_runtime::{Dynamo, DynamoTable};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::document::Document;
pub use self::log::Log;
pub use self::small::Small;
use crate::by_hand::{Attributes, Map, Result};

/// A shape of items.
pub trait Shape: DynamoTable<Key: Into<Key<Self>>> + Clone + Serialize + DeserializeOwned {
    const SHAPE: &'static str;
    const HASH_NAME: &'static str;

    /// Returns the item of this number, the same in every run.
    fn example(number: usize) -> Self;
    fn by_hand(map: impl Attributes) -> Result<Self>;
    fn to_map(&self) -> Map;
    fn key_by_hand(&self) -> Map;
    /// The items with the hash key of the examples, through the derived handle.
    fn query(table: &Self::Handle) -> Query<Primary<Self>>;
    fn table_of(dynamo: Dynamo) -> Self::Handle;

    type Handle: std::ops::Deref<Target = dynamo_runtime::Table<Self>> + Clone + 'static;
}

/// What is the same in every shape's use of its derived handle.
macro_rules! handle {
    ($handle:ident) => {
        type Handle = $handle;

        fn table_of(dynamo: ::dynamo_runtime::Dynamo) -> $handle {
            Self::table(dynamo)
        }

        fn query(
            table: &$handle,
        ) -> ::dynamo_runtime::op::Query<::dynamo_runtime::table::Primary<Self>> {
            table.query($crate::shapes::HASH)
        }
    };
}
use handle;

/// The hash key of all examples: they are the items of one query.
pub const HASH: &str = "customer-1";

/// Words that make texts of some length, with an umlaut now and then as texts have.
fn prose(seed: usize, words: usize) -> String {
    const WORDS: [&str; 12] = [
        "disk",
        "almost",
        "full",
        "on",
        "node",
        "retry",
        "after",
        "timeout",
        "über",
        "the",
        "partition",
        "again",
    ];
    let words: Vec<&str> = (0..words).map(|at| WORDS[(seed * 7 + at * 5) % WORDS.len()]).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;
    use crate::peers::Peers;

    #[test]
    fn every_way_reads_and_writes_the_same() {
        agree::<Small>();
        agree::<Log>();
        agree::<Document>();
    }

    fn agree<S: Peers + PartialEq + Debug>() {
        for item in (0..100).map(S::example) {
            let map = item.to_map();
            assert_eq!(item.to_item().expect("a map"), map);
            assert_eq!(S::by_hand(&map).expect("an item"), item);
            assert_eq!(S::from_item(map.clone()).expect("an item"), item);
            let written: Map = serde_dynamo::to_item(&item).expect("a map");
            assert_eq!(serde_dynamo::from_item::<_, S>(written).expect("an item"), item);
            assert_eq!(S::by_hand(map).expect("an item"), item);
            assert_eq!(S::from_facade(item.to_facade()), item);
            assert_eq!(S::from_modyne(item.clone().to_modyne()), item);
        }
    }
}
