//! Projections of lists with gaps and of what is absent, beside what Rust finds in the whole item.

use std::collections::BTreeMap;
use std::mem;

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Wire};
use dynamo_testkit::Engine;

type Outcome = Result<(), dynamo_runtime::Error>;

/// An item with lists of lists and of documents.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Tree {
    #[hash_key]
    id: u32,
    leaves: Vec<Option<Leaf>>,
    rows: Vec<Vec<Option<String>>>,
    maybe: Option<Box<Leaf>>,
    by_name: BTreeMap<String, Leaf>,
    #[dynamo(default = 3)]
    priority: u8,
    #[dynamo(default)]
    fallback: Leaf,
}

#[derive(Debug, Clone, Default, PartialEq, DynamoValue)]
struct Leaf {
    name: Option<String>,
    size: u32,
    tags: Vec<String>,
    prices: BTreeMap<String, i64>,
    inner: Vec<Leaf>,
}

/// The same numbers each time.
struct Random(u32);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % end
    }

    fn text(&mut self) -> String {
        self.below(1000).to_string()
    }

    fn maybe<V>(&mut self, value: impl FnOnce(&mut Self) -> V) -> Option<V> {
        (self.below(2) == 0).then(|| value(self))
    }

    fn list<V>(&mut self, mut value: impl FnMut(&mut Self) -> V) -> Vec<V> {
        (0..self.below(5)).map(|_| value(self)).collect()
    }

    fn map<V>(
        &mut self,
        names: [&str; 2],
        mut value: impl FnMut(&mut Self) -> V,
    ) -> BTreeMap<String, V> {
        let entries = names.map(|name| Some((name.to_owned(), self.maybe(&mut value)?)));
        entries.into_iter().flatten().collect()
    }

    fn leaf(&mut self, depth: u32) -> Leaf {
        let (name, size) = (self.maybe(Self::text), self.below(100));
        let (tags, prices) =
            (self.list(Self::text), self.map(["eur", "usd"], |random| random.below(9).into()));
        let inner =
            if depth == 0 { Vec::new() } else { self.list(|random| random.leaf(depth - 1)) };
        Leaf { name, size, tags, prices, inner }
    }

    fn tree(&mut self, id: u32) -> Tree {
        Tree {
            id,
            leaves: self.list(|random| random.maybe(|random| random.leaf(1))),
            rows: self.list(|random| random.list(|random| random.maybe(Self::text))),
            maybe: self.maybe(|random| Box::new(random.leaf(1))),
            by_name: self.map(["a", "b"], |random| random.leaf(1)),
            priority: 7,
            fallback: self.leaf(0),
        }
    }
}

impl Tree {
    fn leaf(&self, index: usize) -> Option<&Leaf> {
        self.leaves.get(index)?.as_ref()
    }

    fn cell(&self, row: usize, column: usize) -> Option<String> {
        self.rows.get(row)?.get(column)?.clone()
    }
}

impl Leaf {
    fn inner_name(&self, index: usize) -> Option<String> {
        self.inner.get(index)?.name.clone()
    }
}

/// A table with trees, of which some lack what has a default: `true`.
async fn planted(engine: &Engine) -> Result<Vec<(Tree, bool)>, dynamo_runtime::Error> {
    let trees = Tree::table(engine.client());
    trees.create().await?;
    let (mut random, mut planted) = (Random(1), Vec::new());
    for id in 0..40 {
        let (tree, lacks) = (random.tree(id), random.below(2) == 0);
        let mut item = tree.to_item()?;
        if lacks {
            item.remove("priority");
            item.remove("fallback");
        }
        let put = engine.client().put_item().table_name("Tree").set_item(Some(item));
        put.send().await.expect("a tree");
        planted.push((tree, lacks));
    }
    Ok(planted)
}

/// Compares what is read at the paths of each tuple, on both wires.
macro_rules! compare {
    ($trees:ident $tree:ident: $(($($path:expr => $expected:expr),+ $(,)?);)+) => {
        for trees in &$trees {
            $({
                let read = trees.get($tree.id).project(($($path,)+)).await?;
                assert_eq!(read, Some(($($expected,)+)), "{:?}", $tree);
            })+
        }
    };
}

fn on_both_wires(engine: &Engine) -> [TreeTable; 2] {
    let wire = |wire| Tree::table(Dynamo::new(engine.client()).with_wire(wire));
    [wire(Wire::Json), wire(Wire::Sdk)]
}

#[tokio::test]
async fn elements_are_read_from_their_places() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let (planted, trees) = (planted(&engine).await?, on_both_wires(&engine));
    let leaf = |index| Tree::LEAVES.index(index);
    let cell = |row, column| Tree::ROWS.index(row).index(column);
    for (tree, _) in &planted {
        let name = |index| tree.leaf(index).and_then(|leaf| leaf.name.clone());
        let tag = |leaf, index| tree.leaf(leaf).and_then(|leaf| leaf.tags.get(index).cloned());
        let price =
            |leaf, currency| tree.leaf(leaf).and_then(|leaf| leaf.prices.get(currency).copied());
        let inner = |leaf, index| tree.leaf(leaf).and_then(|leaf| leaf.inner_name(index));
        compare! { trees tree:
            (leaf(0).at(Leaf::NAME) => name(0), leaf(1).at(Leaf::NAME) => name(1));
            (leaf(3).at(Leaf::SIZE) => tree.leaf(3).map(|leaf| leaf.size));
            (
                leaf(1).at(Leaf::PRICES).key("eur") => price(1, "eur"), leaf(2).at(Leaf::PRICES).key("eur") => price(2, "eur"),
                leaf(0).at(Leaf::TAGS).index(1) => tag(0, 1), leaf(0).at(Leaf::TAGS).index(0) => tag(0, 0),
                leaf(2).at(Leaf::TAGS).index(3) => tag(2, 3),
            );
            (leaf(1).at(Leaf::TAGS).index(2) => tag(1, 2), leaf(1).at(Leaf::TAGS).index(0) => tag(1, 0), leaf(1).at(Leaf::NAME) => name(1));
            (leaf(0) => tree.leaf(0).cloned(), leaf(2).at(Leaf::NAME) => name(2));
            (
                leaf(1).at(Leaf::INNER).index(0).at(Leaf::NAME) => inner(1, 0),
                leaf(1).at(Leaf::INNER).index(2).at(Leaf::NAME) => inner(1, 2),
            );
            (cell(0, 0) => tree.cell(0, 0), cell(1, 0) => tree.cell(1, 0), cell(1, 2) => tree.cell(1, 2), cell(3, 1) => tree.cell(3, 1));
            (cell(2, 1) => tree.cell(2, 1), cell(2, 3) => tree.cell(2, 3));
            (cell(2, 1) => tree.cell(2, 1));
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_stands_in_something_absent_is_absent() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let (mut planted, trees) = (planted(&engine).await?, on_both_wires(&engine));
    let (maybe, entry) = (|| Tree::MAYBE, |name: &str| Tree::BY_NAME.key(name));
    for (tree, lacks) in &planted {
        let of_maybe = tree.maybe.as_deref();
        let (a, b) = (tree.by_name.get("a"), tree.by_name.get("b"));
        compare! { trees tree:
            (
                maybe().at(Leaf::SIZE) => of_maybe.map(|leaf| leaf.size),
                maybe().at(Leaf::NAME) => of_maybe.and_then(|leaf| leaf.name.clone()),
                maybe().at(Leaf::TAGS) => of_maybe.map(|leaf| leaf.tags.clone()),
                maybe().at(Leaf::INNER).index(1).at(Leaf::SIZE) => of_maybe.and_then(|leaf| Some(leaf.inner.get(1)?.size)),
            );
            (
                entry("a").at(Leaf::SIZE) => a.map(|leaf| leaf.size),
                entry("b").at(Leaf::INNER).index(1).at(Leaf::NAME) => b.and_then(|leaf| leaf.inner_name(1)),
                entry("b").at(Leaf::INNER).index(0).at(Leaf::NAME) => b.and_then(|leaf| leaf.inner_name(0)),
            );
            (
                Tree::PRIORITY => if *lacks { 3 } else { 7 },
                Tree::FALLBACK.at(Leaf::SIZE) => (!lacks).then_some(tree.fallback.size),
            );
            (Tree::FALLBACK => if *lacks { Leaf::default() } else { tree.fallback.clone() });
        }
    }
    for trees in &trees {
        let paths = (Tree::ID, maybe().at(Leaf::SIZE), Tree::PRIORITY);
        let mut scanned = trees.scan().project(paths).all().await?;
        scanned.sort_unstable();
        let expected = planted.iter().map(|(tree, lacks)| {
            (tree.id, tree.maybe.as_ref().map(|leaf| leaf.size), if *lacks { 3 } else { 7 })
        });
        assert_eq!(scanned, expected.collect::<Vec<_>>());
    }
    assert!(mem::take(&mut planted).iter().any(|(tree, lacks)| *lacks && tree.maybe.is_none()));
    Ok(())
}

#[test]
fn elements_that_could_be_mistaken_for_others_are_asked_for_whole() {
    let trees = Tree::table(dynamo_tests::offline());
    let leaf = |index| Tree::LEAVES.index(index);
    let asked =
        |input: Result<aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder, _>| {
            let input: Result<_, dynamo_runtime::Error> = input;
            input.expect("a request").get_projection_expression().clone().expect("a projection")
        };
    let one = trees.get(1).project((leaf(3).at(Leaf::NAME), leaf(3).at(Leaf::SIZE)));
    assert_eq!(asked(one.input()), "#0[3].#1, #0[3].#2");
    let two = (leaf(3).at(Leaf::NAME), leaf(0).at(Leaf::NAME), leaf(3).at(Leaf::SIZE));
    assert_eq!(asked(trees.get(1).project(two).input()), "#0[3], #0[0]");
    let tag = |index| leaf(1).at(Leaf::TAGS).index(index);
    assert_eq!(asked(trees.get(1).project((tag(0), tag(1))).input()), "#0[1].#1[0], #0[1].#1[1]");
}
