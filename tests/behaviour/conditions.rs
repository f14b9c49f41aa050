//! Any condition on any items: what the engine says is what the condition means.

mod cases;
mod items;
mod model;

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::ErrorKind;
use dynamo_testkit::Engine;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use tokio::runtime::Builder;

use cases::{Case, case};
use items::{Sample, SampleTable};
use model::{Map, Stored};

const ITEMS: usize = 40;

type Checked = Result<(), TestCaseError>;

struct Samples {
    engine: Engine,
    table: SampleTable,
}

impl Samples {
    async fn new() -> Self {
        let engine = Engine::start().expect("an engine");
        let table = Sample::table(engine.client());
        table.create().await.expect("a table");
        Self { engine, table }
    }

    /// Writes an item that need not fit the struct.
    async fn put(&self, id: i64, item: &Map) {
        let attributes = item.iter().map(|(name, value)| (name.clone(), value.attribute()));
        let mut attributes: HashMap<String, AttributeValue> = attributes.collect();
        attributes.insert("id".to_owned(), Stored::N(id).attribute());
        let put = self.engine.client().put_item().table_name(self.table.name());
        put.set_item(Some(attributes)).send().await.expect("an item is put");
    }

    /// A filter lets those pass for which its condition holds.
    async fn check_filter(&self, items: &[Map], case: &Case) -> Checked {
        let scan = self.table.scan().filter(case.condition.clone());
        let input = scan.input();
        let found = scan.project((Sample::ID,)).all().await;
        let found = found.map_err(|error| TestCaseError::fail(format!("{error}: {input:#?}")))?;
        let found: BTreeSet<i64> = found.into_iter().map(|(id,)| id).collect();
        let wrong = (0..).zip(items);
        let wrong = { wrong }.find(|(id, item)| found.contains(id) != case.meaning.holds(item));
        prop_assert!(wrong.is_none(), "{wrong:#?}\n{:#?}\n{input:#?}", case.meaning);
        Ok(())
    }

    /// A write takes place where its condition holds.
    async fn check_guard(&self, id: i64, item: &Map, case: &Case) -> Checked {
        let delete = self.table.delete(id).condition(case.condition.clone());
        let input = delete.input();
        let holds = match delete.await {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::ConditionFailed => false,
            Err(error) => return Err(TestCaseError::fail(format!("{error}: {input:#?}"))),
        };
        let expected = case.meaning.holds(item);
        prop_assert_eq!(holds, expected, "{:#?}\n{:#?}\n{:#?}", item, case.meaning, input);
        Ok(())
    }

    async fn check(&self, items: &[Map], cases: &[Case]) -> Checked {
        for (id, item) in (0..).zip(items) {
            self.put(id, item).await;
        }
        for (case, (id, item)) in cases.iter().zip((0..).zip(items).cycle()) {
            self.check_filter(items, case).await?;
            self.check_guard(id, item, case).await?;
            self.check_guard(-1, &Map::new(), case).await?;
            self.put(id, item).await;
        }
        Ok(())
    }
}

#[test]
fn any_condition_means_what_it_says_on_any_items() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let samples = runtime.block_on(Samples::new());
    let config = ProptestConfig {
        cases: 8,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let strategy = (vec(case(), 1..60), vec(items::item(), ITEMS));
    let checked = TestRunner::new(config)
        .run(&strategy, |(cases, items)| runtime.block_on(samples.check(&items, &cases)));
    // What it was found with is every item; the reason shows the one that matters.
    if let Err(TestError::Fail(reason, _) | TestError::Abort(reason)) = checked {
        panic!("{reason}");
    }
}
