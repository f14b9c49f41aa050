//! Whatever the service does with each request, nothing is lost, and nothing is told twice.

use dynamo_runtime::Wire;
use dynamo_runtime::op::BatchWrite;
use dynamo_tests::Order;
use futures_util::StreamExt;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Service, Turn, all, numbers};
use crate::wires::WIRES;

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => any::<u32>().prop_map(Turn::Leaves),
        2 => Just(Turn::Leaves(0)),
        2 => Just(Turn::Leaves(u32::MAX)),
        1 => Just(Turn::Throttles),
        1 => Just(Turn::Fails),
        1 => Just(Turn::LosesAnswer),
        1 => Just(Turn::Malformed),
        1 => Just(Turn::Denies),
    ]
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

async fn puts(turns: &[Turn], count: u64, at_once: usize, wire: Wire, lazy: bool) {
    let (service, items) = (Service::new(turns), all(1..=count));
    let orders = service.orders(wire, 3);
    let sent = if lazy {
        orders.put_all(items.iter()).concurrency(at_once).await
    } else {
        orders.put_all(&items).concurrency(at_once).await
    };
    let stored = service.stored();
    let unfinished = match sent {
        Ok(written) => {
            assert_eq!((written.items, stored), (items.len(), numbers(&items)));
            return;
        }
        Err(unfinished) => unfinished,
    };
    assert_eq!(unfinished.done.items + unfinished.left.len(), unfinished.taken);
    assert_eq!(unfinished.refused, [0_usize; 0]);
    assert!(lazy || unfinished.taken == items.len());
    assert!(!unfinished.left.is_empty());
    let at: Vec<&Order> = unfinished.positions.iter().map(|at| &items[*at]).collect();
    assert_eq!(unfinished.left.iter().collect::<Vec<_>>(), at);
    assert!(unfinished.positions.is_sorted_by(|one, two| one < two));
    let left = numbers(&unfinished.left);
    let mut done =
        (1..=u64::try_from(unfinished.taken).expect("few")).filter(|number| !left.contains(number));
    assert!(done.all(|number| stored.contains(&number)), "what is done is stored");
    let lost = left.iter().any(|number| stored.contains(number));
    assert!(!lost || unfinished.error.may_have_been_written(), "{:?}", unfinished.error);
    assert_eq!(unfinished.error.written(), Some(unfinished.done));
}

async fn writes(turns: &[Turn], count: u64, wire: Wire) {
    let (service, items) = (Service::new(turns), all(1..=count));
    service.store(count + 1..=count + 5);
    let orders = service.orders(wire, 3);
    let deletes: Vec<_> =
        (count + 1..=count + 5).map(|number| orders.delete("ann", number)).collect();
    let puts: Vec<_> = items.iter().map(|item| orders.put(item)).collect();
    let sent = BatchWrite::new(service.dynamo(wire, 3), (puts, deletes)).await;
    let Err(unfinished) = sent else {
        assert_eq!(service.stored(), numbers(&items));
        return;
    };
    assert_eq!(unfinished.done.items + unfinished.left.len(), unfinished.taken);
    assert_eq!((unfinished.taken, &unfinished.left), (items.len() + 5, &unfinished.positions));
    let stored = service.stored();
    for (at, number) in (1..=count + 5).enumerate() {
        let is_put = number <= count;
        let done = stored.contains(&number) == is_put;
        assert!(done || unfinished.left.contains(&at));
    }
}

async fn gets(turns: &[Turn], count: u64, at_once: usize, wire: Wire, lazy: bool) {
    let service = Service::new(turns);
    service.store((1..=count).filter(|number| number % 3 != 0));
    let orders = service.orders(wire, 3);
    let keys: Vec<(&str, u64)> = (1..=count).map(|number| ("ann", number)).collect();
    let get = || {
        let get = if lazy {
            orders.get_all(keys.clone().into_iter())
        } else {
            orders.get_all(keys.clone())
        };
        get.concurrency(at_once)
    };
    let expected = |number: u64| (!number.is_multiple_of(3)).then(|| Order::new("ann", number));
    let (done, left, taken) = match get().await {
        Ok(done) => (done, vec![], keys.len()),
        Err(unfinished) => {
            assert_eq!(unfinished.left.len(), unfinished.positions.len());
            assert!(!unfinished.left.is_empty());
            for (key, at) in unfinished.left.iter().zip(&unfinished.positions) {
                let attributes = key.attributes().expect("a key");
                assert_eq!(
                    attributes["number"].as_n().expect("a number"),
                    &keys[*at].1.to_string()
                );
            }
            (unfinished.done, unfinished.positions, unfinished.taken)
        }
    };
    assert!(lazy || taken == keys.len());
    assert_eq!(done.len(), taken);
    for (at, found) in done.into_iter().enumerate() {
        assert_eq!(found, expected(keys[at].1).filter(|_| !left.contains(&at)));
    }
    stream(get().stream().collect().await, &keys, lazy, expected);
}

fn stream(
    answers: Vec<Result<Option<Order>, dynamo_runtime::Error>>,
    keys: &[(&str, u64)],
    lazy: bool,
    expected: impl Fn(u64) -> Option<Order>,
) {
    let failed = answers.iter().any(Result::is_err);
    assert!(answers.len() == keys.len() || (lazy && failed), "{} of {}", answers.len(), keys.len());
    for (answer, (_, number)) in answers.into_iter().zip(keys) {
        match answer {
            Ok(found) => assert_eq!(found, expected(*number)),
            Err(error) => {
                let key = error.key::<Order>().expect("the key").attributes().expect("attributes");
                assert_eq!(key["number"].as_n().expect("a number"), &number.to_string());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn puts_are_done_or_left(turns in vec(turn(), 1..24), count in 1_u64..140, at_once in 1_usize..5, lazy: bool) {
        for wire in WIRES {
            run(puts(&turns, count, at_once, wire, lazy));
        }
    }

    #[test]
    fn writes_are_done_or_left(turns in vec(turn(), 1..24), count in 1_u64..90) {
        for wire in WIRES {
            run(writes(&turns, count, wire));
        }
    }

    #[test]
    fn each_key_has_one_answer(turns in vec(turn(), 1..24), count in 1_u64..450, at_once in 1_usize..5, lazy: bool) {
        for wire in WIRES {
            run(gets(&turns, count, at_once, wire, lazy));
        }
    }
}
