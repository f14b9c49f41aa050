// Enums and structs hold themselves, in a box, a list or a map.
#![deny(warnings)]

use std::collections::BTreeMap;

use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
pub struct Formula {
    #[hash_key]
    pub id: String,
    pub expr: Expr,
    pub tree: Option<Box<Tree>>,
}

#[derive(DynamoValue)]
pub enum Expr {
    Leaf(#[dynamo(rename = "value")] i64),
    Add(#[dynamo(rename = "left")] Box<Expr>, #[dynamo(rename = "right")] Box<Expr>),
    Not { of: Box<Self> },
    All { of: Vec<Self> },
    If(Box<If>),
}

#[derive(DynamoValue)]
pub struct If {
    pub condition: Expr,
    pub otherwise: Option<Box<Expr>>,
}

#[derive(DynamoValue)]
pub struct Tree {
    pub left: Option<Box<Tree>>,
    pub others: Vec<Self>,
    pub named: BTreeMap<String, Self>,
}

/// Its paths.
pub fn paths() {
    let _ = Formula::TREE.at(Tree::LEFT).at(Tree::OTHERS).index(0).at(Tree::NAMED).key("a");
}
