// Maps have enums, newtypes and numbers for keys.
#![deny(warnings)]

use std::collections::{BTreeMap, HashMap};

use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
pub struct Article {
    #[hash_key]
    pub id: String,
    pub prices: HashMap<Colour, u32>,
    pub owners: BTreeMap<UserId, Owner>,
    pub sold: BTreeMap<u32, i64>,
    #[dynamo(flatten)]
    pub rest: BTreeMap<Colour, String>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, DynamoValue)]
pub enum Colour {
    Red,
    Blue,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, DynamoValue)]
pub struct UserId(pub String);

#[derive(DynamoValue)]
pub struct Owner {
    pub by_level: HashMap<u8, String>,
}

/// Its paths.
pub fn paths() {
    let _ = Article::PRICES.key(Colour::Red).gt(Article::PRICES.key(Colour::Blue));
    let _ = Article::OWNERS.key(UserId("ann".into())).at(Owner::BY_LEVEL).key(3).eq("x");
    let _ = (Article::SOLD.key(2026), Article::REST.key(Colour::Red));
}
