//! What the hook tells of operations on an engine: of those on tables, of capacity, and of what is sent again.

use std::sync::{Arc, Mutex};

use dynamo_runtime::op::Call;
use dynamo_runtime::{Dynamo, Error};
use dynamo_testkit::{Chaos, Engine};
use dynamo_tests::{Order, Session};

use crate::lost::WIRES;

/// What the hook is told.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<Vec<Call>>>);

impl Calls {
    pub(crate) fn of(&self, dynamo: Dynamo) -> Dynamo {
        let calls = self.clone();
        dynamo.with_metrics(move |call| calls.calls().push(call.clone()))
    }

    fn calls(&self) -> std::sync::MutexGuard<'_, Vec<Call>> {
        self.0.lock().expect("no panic while it is held")
    }

    pub(crate) fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls())
    }
}

#[tokio::test]
async fn operations_on_tables_are_told_with_all_their_requests() -> Result<(), Error> {
    let engine = Engine::start().expect("an engine");
    let calls = Calls::default();
    let items = Session::table(calls.of(Dynamo::new(engine.client())));
    items.create().await?;
    items.check().await?;
    let plan = items.plan().await?;
    plan.apply().await?;
    plan.apply().await?;
    items.delete_table().await?;
    let gone = items.delete_table().await.expect_err("it is gone");
    let calls = calls.take();
    let names: Vec<_> = calls.iter().map(|call| call.operation).collect();
    let table = "delete_table";
    assert_eq!(names, ["create", "check", "plan", "apply", "apply", table, table]);
    assert!(calls.iter().all(|call| call.table() == "Session"));
    // DescribeTable, CreateTable, DescribeTable, and what the time to live takes.
    assert!(calls[0].attempts >= 5, "{:?}", calls[0]);
    assert!(calls[1].attempts >= 3 && calls[2].attempts == calls[1].attempts, "{calls:?}");
    let errors: Vec<_> = calls.iter().filter_map(|call| call.error).collect();
    assert_eq!(errors, [gone.kind()]);
    Ok(())
}

#[tokio::test]
async fn what_an_operation_has_consumed_is_what_its_responses_tell() -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let calls = Calls::default();
        let dynamo = calls.of(Dynamo::new(engine.client())).with_wire(wire);
        let orders = Order::table(dynamo.with_consumed_capacity());
        orders.create().await?;
        for number in 1..=40 {
            orders.put(&Order::new("ann", number)).await?;
        }
        calls.take();
        let consumed = || calls.take().pop().and_then(|call| call.consumed_capacity);

        orders.get("ann", 1).await?;
        assert_eq!(consumed(), Some(0.5));
        orders.get("ann", 1).consistent().await?;
        assert_eq!(consumed(), Some(1.0));
        let page = orders.query("ann").page_size(7).limit(20).page().await?;
        assert_eq!(consumed(), Some(page.consumed_capacity));
        assert!(page.consumed_capacity >= 1.5, "three pages of half a unit at least");
        orders.query("ann").all().await?;
        let whole = consumed().expect("what a query consumes");
        orders.scan().segments(3).all().await?;
        assert!(whole >= 0.5 && consumed().is_some_and(|units| units >= whole));
        // The item, and its entries in three indexes or two.
        orders.delete("ann", 1).await?;
        assert!(consumed().is_some_and(|units| units >= 1.0));
        orders.query("ann").delete_all().await?;
        assert!(consumed().is_some_and(|units| units >= whole + 39.0));
    }
    Ok(())
}

#[tokio::test]
async fn every_attempt_is_counted() -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        Order::table(engine.client()).create().await?;
        let (chaos, calls) = (Chaos::new(11).failing(0.2).losing(0.1), Calls::default());
        let dynamo = calls.of(Dynamo::new(chaos.client(&engine, 20))).with_wire(wire);
        let orders = Order::table(dynamo);
        for number in 1..=50 {
            orders.put(&Order::new("ann", number)).await?;
            orders.get("ann", number).await?;
        }
        assert_eq!(orders.query("ann").page_size(3).all().await?.len(), 50);
        let calls = calls.take();
        let attempts: u64 = calls.iter().map(|call| call.attempts).sum();
        let pages = calls.last().expect("a query").pages;
        assert!(pages >= 17 && chaos.injected().total() > 20, "{:?}", chaos.injected());
        assert_eq!(attempts, 100 + pages + chaos.injected().total(), "{wire:?}");
    }
    Ok(())
}
