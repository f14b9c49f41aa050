//! Types that hold themselves.

use std::collections::BTreeMap;

use dynamo_runtime::{DynamoTable, DynamoValue};
use dynamo_tests::offline;
use proptest::prelude::*;
use serde_json::json;

use super::{assert_kept, assert_stored};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Formula {
    #[hash_key]
    id: String,
    expr: Expr,
    tree: Option<Tree>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
enum Expr {
    Leaf(#[dynamo(rename = "value")] i64),
    Add(#[dynamo(rename = "left")] Box<Expr>, #[dynamo(rename = "right")] Box<Expr>),
    All { of: Vec<Expr> },
    If(Box<If>),
    Call { name: String, with: Option<Box<Expr>> },
}

/// Holds the enum that holds it.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct If {
    condition: Expr,
    otherwise: Option<Expr>,
}

#[derive(Debug, Clone, Default, PartialEq, DynamoValue)]
struct Tree {
    left: Option<Box<Self>>,
    others: Vec<Self>,
    named: BTreeMap<String, Self>,
}

#[test]
fn types_that_hold_themselves_are_stored() {
    let condition =
        Expr::Add(Box::new(Expr::Leaf(1)), Box::new(Expr::All { of: vec![Expr::Leaf(2)] }));
    let expr = Expr::If(Box::new(If { condition, otherwise: None }));
    let tree = Tree { left: Some(Box::default()), ..Tree::default() };
    let leaf = |value: &str| json!({ "M": { "type": { "S": "Leaf" }, "value": { "N": value } } });
    let add = json!({ "M": {
        "type": { "S": "Add" }, "left": leaf("1"), "right": { "M": { "type": { "S": "All" }, "of": { "L": [leaf("2")] } } },
    } });
    let empty = json!({ "M": { "others": { "L": [] }, "named": { "M": {} } } });
    let spelt = json!({
        "id": { "S": "f" }, "expr": { "M": { "type": { "S": "If" }, "condition": add } },
        "tree": { "M": { "left": empty, "others": { "L": [] }, "named": { "M": {} } } },
    });
    assert_stored(&Formula { id: "f".to_owned(), expr, tree: Some(tree) }, &spelt);
}

#[test]
fn paths_lead_through_types_that_hold_themselves() {
    let path = Formula::TREE
        .at(Tree::LEFT)
        .at(Tree::OTHERS)
        .index(0)
        .at(Tree::NAMED)
        .key("a")
        .at(Tree::LEFT);
    let explained = Formula::table(offline()).scan().filter(path.exists()).explain().unwrap();
    assert!(
        explained.ends_with("attribute_exists(tree.left.others[0].named.a.left)"),
        "{explained}"
    );
}

fn arbitrary() -> impl Strategy<Value = Expr> {
    let boxed = |expr: Expr| Box::new(expr);
    any::<i64>().prop_map(Expr::Leaf).prop_recursive(4, 24, 3, move |inner| {
        let add = (inner.clone(), inner.clone());
        let condition = (inner.clone(), proptest::option::of(inner.clone()));
        prop_oneof![
            add.prop_map(move |(left, right)| Expr::Add(boxed(left), boxed(right))),
            (any::<String>(), proptest::option::of(inner.clone()))
                .prop_map(move |(name, with)| Expr::Call { name, with: with.map(boxed) }),
            proptest::collection::vec(inner, 0..3).prop_map(|of| Expr::All { of }),
            condition
                .prop_map(|(condition, otherwise)| Expr::If(Box::new(If { condition, otherwise }))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_that_holds_itself_is_sent_and_read_alike(expr in arbitrary()) {
        assert_kept(&Formula { id: "f".to_owned(), expr, tree: None });
    }
}
