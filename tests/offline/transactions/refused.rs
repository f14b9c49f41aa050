//! What no transaction can be is refused before it is sent, and the message names the actions by their numbers.

use dynamo_runtime::op::{Gets, TransactGet, Writes};
use dynamo_runtime::{Error, ErrorKind, TransactWrite};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};
use samples::Log;

use super::dynamo;
use crate::wires::{WIRES, run};

/// The refusal of what is sent, of which nothing has been.
fn refused<W: Writes>(of: impl Fn(&OrderTable) -> W, token: Option<&str>) -> String {
    let refusals = WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        let dynamo = dynamo(&script, 1, wire);
        let mut write = TransactWrite::new(&dynamo, of(&Order::table(&dynamo)));
        if let Some(token) = token {
            write = write.token(token);
        }
        assert!(write.input().is_err() && write.explain().is_err());
        let error = run(write.send()).expect_err("a refusal");
        assert_eq!(script.requests(), []);
        told(&error)
    });
    refusals[0].clone()
}

fn refused_gets<G: Gets>(of: impl Fn(&OrderTable) -> G) -> String {
    let script = Script::new([Answer::success("{}")]);
    let dynamo = dynamo(&script, 1, WIRES[0]);
    let get = TransactGet::new(&dynamo, of(&Order::table(&dynamo)));
    assert!(get.input().is_err() && get.explain().is_err());
    let error = run(get.send()).map(drop).expect_err("a refusal");
    assert_eq!(script.requests(), []);
    told(&error)
}

fn told(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!error.may_have_been_written());
    assert!(!format!("{error:?}").contains("zoe"), "it shows no key: {error:?}");
    error.to_string()
}

#[test]
fn two_actions_on_one_item() {
    let order = Order::new("zoe", 7);
    let told = refused(
        |orders| {
            let deletes: Vec<_> = (1..5).map(|number| orders.delete("zoe", number)).collect();
            (orders.delete("bob", 7), deletes, orders.delete("zoe", 7), orders.put(&order))
        },
        None,
    );
    assert!(told.contains("action 6 and action 7 are on one item"), "{told}");
    let told = refused_gets(|orders| {
        vec![orders.get("zoe", 1), orders.get("zoe", 2), orders.get("zoe", 1)]
    });
    assert!(told.contains("get 1 and get 3 are on one item"), "{told}");
}

#[test]
fn the_same_key_in_another_table_is_another_item() {
    let orders = Order::table(dynamo_tests::offline());
    let writes = (orders.delete("zoe", 1), orders.clone().named("Other").delete("zoe", 1));
    TransactWrite::new(dynamo_tests::offline(), writes).input().expect("two items");
}

#[test]
fn none_and_too_many() {
    let deletes = |count| {
        move |orders: &OrderTable| -> Vec<_> {
            (0..count).map(|number| orders.delete("zoe", number)).collect()
        }
    };
    assert!(refused(deletes(0), None).contains("no action"));
    assert!(refused(deletes(101), None).contains("101 actions"));
    let orders = Order::table(dynamo_tests::offline());
    TransactWrite::new(dynamo_tests::offline(), deletes(100)(&orders))
        .input()
        .expect("100 actions");
    let gets = |count| {
        move |orders: &OrderTable| -> Vec<_> {
            (0..count).map(|number| orders.get("zoe", number)).collect()
        }
    };
    assert!(refused_gets(gets(0)).contains("no get"));
    assert!(refused_gets(gets(101)).contains("101 gets"));
    TransactGet::new(dynamo_tests::offline(), gets(100)(&orders)).input().expect("100 gets");
}

#[test]
fn more_than_4_mb() {
    let order = |number, kilobytes: usize| {
        let note = Some("x".repeat(kilobytes * 1024));
        Order { note, ..Order::new("zoe", number) }
    };
    let items: Vec<_> =
        (0..11).map(|number| order(number, if number == 8 { 399 } else { 390 })).collect();
    let told =
        refused(|orders| items.iter().map(|item| orders.put(item)).collect::<Vec<_>>(), None);
    assert!(told.contains("4 MB") && told.contains("action 9"), "{told}");
    let orders = Order::table(dynamo_tests::offline());
    let fits: Vec<_> = items[..10].iter().map(|item| orders.put(item)).collect();
    TransactWrite::new(dynamo_tests::offline(), fits).input().expect("3.9 MB");
}

#[test]
fn a_token_that_is_empty_or_too_long() {
    let one = |orders: &OrderTable| orders.delete("zoe", 1);
    assert!(refused(one, Some("")).contains("empty"));
    assert!(refused(one, Some(&"t".repeat(37))).contains("37"));
    let orders = Order::table(dynamo_tests::offline());
    let write = TransactWrite::new(dynamo_tests::offline(), one(&orders)).token("t".repeat(36));
    write.input().expect("36 characters");
}

#[test]
fn an_action_that_is_not_valid_is_named() {
    let large = Order { note: Some("x".repeat(500 * 1024)), ..Order::new("zoe", 1) };
    let told = refused(|orders| (orders.delete("zoe", 2), orders.put(&large)), None);
    assert!(told.contains("400 KB") && told.contains("action 2"), "{told}");
    let told = refused(|orders| (orders.delete("zoe", 2), orders.delete("", 2)), None);
    assert!(told.contains("empty") && told.contains("action 2"), "{told}");
    let told = refused(|orders| [orders.update("zoe", 2)], None);
    assert!(told.contains("action 1"), "{told}");
    let told = refused(
        |orders| orders.delete("zoe", 1).customize(|delete| delete.table_name("Other")),
        None,
    );
    assert!(told.contains("customize the transaction"), "{told}");
    let told = refused_gets(|orders| (orders.get("zoe", 1), orders.get("", 1)));
    assert!(told.contains("get 2"), "{told}");
    let told = refused_gets(|orders| {
        (orders.get("zoe", 1), orders.get("zoe", 2).customize(|get| get.table_name("Other")))
    });
    assert!(told.contains("get 2") && told.contains("customize the request"), "{told}");
    let told = refused_gets(|orders| orders.get("zoe", 1).project((Order::TOTAL, Order::TOTAL)));
    assert!(told.contains("get 1"), "{told}");
    let logs = Log::table(dynamo_tests::offline()).named("no table's name");
    let told = TransactWrite::new(dynamo_tests::offline(), logs.delete("t")).input();
    assert!(told.expect_err("a name").to_string().contains("action 1"));
}
