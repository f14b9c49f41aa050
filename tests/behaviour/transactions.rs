//! Transactions: all or nothing, once, and what a refusal returns.

use std::sync::Arc;

use dynamo_runtime::op::{Action, Reason, Retries, TransactGet, TransactOutcome};
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind, Refusal, TransactWrite};
use dynamo_testkit::{Chaos, Engine};
use dynamo_tests::{Document, Order, Status};

use crate::lost::WIRES;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Account {
    #[hash_key]
    owner: String,
    cents: u64,
    #[dynamo(default)]
    transfers: u64,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Product {
    #[hash_key]
    sku: String,
    stock: u32,
}

fn account(owner: &str, cents: u64) -> Account {
    Account { owner: owner.to_owned(), cents, transfers: 0 }
}

fn product(stock: u32) -> Product {
    Product { sku: "pen".to_owned(), stock }
}

/// Every kind of request is tested on a client of each wire.
async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(Dynamo, Chaos) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let chaos = Chaos::new(0);
        let dynamo = Dynamo::new(chaos.client(&engine, 3)).with_wire(wire);
        Product::table(&dynamo).create().await?;
        Order::table(&dynamo).create().await?;
        Account::table(&dynamo).create().await?;
        Document::table(&dynamo).create().await?;
        test(dynamo, chaos).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_order_is_placed_or_refused() -> Result<(), Error> {
    on_both_wires(async |dynamo, _| {
        let (products, orders) = (Product::table(&dynamo), Order::table(&dynamo));
        products.put(&product(3)).await?;
        let place = |number, count: u32| {
            let (dynamo, products, orders) = (dynamo.clone(), products.clone(), orders.clone());
            async move {
                let order = Order::new("ann", number);
                let take = products.update("pen").set(Product::STOCK, Product::STOCK - count);
                TransactWrite::new(&dynamo, (take, orders.insert(&order))).outcome().await
            }
        };
        assert!(matches!(place(1, 2).await?, TransactOutcome::Done));
        assert_eq!(products.get("pen").await?, Some(product(1)));
        assert_eq!(orders.get("ann", 1).await?, Some(Order::new("ann", 1)));

        // Not enough in stock: the order is not written.
        let TransactOutcome::Rejected((take, insert)) = place(2, 2).await? else { panic!("sold") };
        let Reason::ConditionFailed { current: Some(Ok(left)), refusal, .. } = take else {
            panic!("{take:?}");
        };
        assert_eq!((left, refusal), (product(1), Refusal::Condition));
        assert!(matches!(insert, Reason::None), "{insert:?}");
        assert_eq!(orders.get("ann", 2).await?, None);

        // Ordered before: nothing is taken.
        let TransactOutcome::Rejected((take, insert)) = place(1, 1).await? else { panic!("sold") };
        assert!(matches!(take, Reason::None), "{take:?}");
        let Reason::ConditionFailed { current: Some(Ok(order)), refusal, .. } = insert else {
            panic!("{insert:?}");
        };
        assert_eq!((order, refusal), (Order::new("ann", 1), Refusal::Exists));
        assert_eq!(products.get("pen").await?, Some(product(1)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_kind_of_action_is_carried_out_or_none() -> Result<(), Error> {
    on_both_wires(async |dynamo, _| {
        let (orders, documents) = (Order::table(&dynamo), Document::table(&dynamo));
        let [first, second, third] = [1, 2, 3].map(|number| Order::new("ann", number));
        TransactWrite::new(&dynamo, [orders.put(&first), orders.insert(&second)]).await?;
        let new = Order { total: 7, note: Some("n".to_owned()), ..second.clone() };
        let old = Document { title: "x".to_owned(), ..Document::default() };
        let write = |checked: i64| {
            let check = orders.condition_check(&third, Order::TOTAL.eq(checked));
            let diff = orders.update_diff(&second, &new).expect("a difference");
            let upsert = documents.upsert("y").set(Document::TEXT, "made");
            TransactWrite::new(
                &dynamo,
                (
                    documents.put(&old),
                    orders.delete("ann", 1),
                    diff,
                    check,
                    vec![Action::from(upsert)],
                ),
            )
        };
        let error = write(5).await.expect_err("no third order");
        assert_eq!(
            (error.kind(), error.refusal()),
            (ErrorKind::ConditionFailed, Some(Refusal::Missing))
        );
        assert_eq!(orders.get("ann", 1).await?, Some(first));
        assert_eq!(documents.get("x").await?, None);
        orders.put(&third).await?;
        write(third.total).await?;
        assert_eq!(orders.get("ann", 1).await?, None);
        assert_eq!(orders.get("ann", 2).await?, Some(new));
        let made = documents.get("x").await?.expect("a document");
        assert_eq!((made.version, made.edits), (1, Some(5)));
        assert_eq!(documents.scan().count().await?, 2);

        // The version that was read is not the one that is stored any more.
        let error =
            TransactWrite::new(&dynamo, documents.put(&old)).await.expect_err("another version");
        assert_eq!(error.refusal(), Some(Refusal::Version));
        assert_eq!(error.current_item::<Document>().expect("an item")?, made);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn items_of_several_tables_are_read_at_once() -> Result<(), Error> {
    on_both_wires(async |dynamo, _| {
        let (orders, products) = (Order::table(&dynamo), Product::table(&dynamo));
        let [one, two] = [1, 2].map(|number| Order::new("ann", number));
        TransactWrite::new(
            &dynamo,
            (vec![orders.put(&one), orders.put(&two)], products.put(&product(5))),
        )
        .await?;
        let gets = (
            vec![orders.get("ann", 2), orders.get("ann", 9), orders.get("ann", 1)],
            products.get("pen").project((Product::STOCK,)),
            [products.get("ink")],
            orders.get("bob", 1).project((Order::STATUS, Order::NOTE)),
        );
        let found = TransactGet::new(&dynamo, gets).await?;
        assert_eq!(found, (vec![Some(two), None, Some(one)], Some((5,)), [None], None));
        let projected = orders.get("ann", 1).project((Order::STATUS, Order::NOTE));
        assert_eq!(TransactGet::new(&dynamo, projected).await?, Some((Status::Open, None)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_is_carried_out_once() -> Result<(), Error> {
    on_both_wires(async |dynamo, _| {
        let accounts = Account::table(&dynamo);
        accounts.put(&account("ann", 5)).await?;
        let add = |cents: u64| {
            let add = accounts.update("ann").set(Account::CENTS, Account::CENTS + cents);
            add.idempotent().token("a-token-of-mine")
        };
        add(1).await?;
        add(1).await?;
        let error = add(2).await.expect_err("the token is another one's");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(accounts.get("ann").await?, Some(account("ann", 6)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_lost_answer_does_not_make_it_twice() -> Result<(), Error> {
    on_both_wires(async |dynamo, chaos| {
        let accounts = Account::table(&dynamo);
        accounts.put(&account("ann", 5)).await?;
        let add = || accounts.update("ann").set(Account::CENTS, Account::CENTS + 1).idempotent();
        for lost in 1..5 {
            chaos.lose_next_answers(lost);
            add().await?;
        }
        let all = account("ann", 9);
        assert_eq!(accounts.get("ann").await?, Some(all.clone()));
        // An insert that finds what it has written itself knows that it has.
        let bob = account("bob", 1);
        chaos.lose_next_answers(2);
        accounts.insert(&bob).idempotent().await?;
        let error = accounts.insert(&bob).idempotent().await.expect_err("it is there");
        assert_eq!(
            (error.refusal(), error.may_have_been_written()),
            (Some(Refusal::Exists), false)
        );
        let once = dynamo.clone().with_retries(Retries::default().with_attempts(1));
        let accounts = Account::table(&once);
        chaos.lose_next_answers(3);
        let error = accounts.delete("bob").idempotent().await.expect_err("no answer");
        assert!(error.may_have_been_written() && !error.was_written());
        assert_eq!(accounts.get("bob").await?, None);
        Ok(())
    })
    .await
}

const WRITERS: u64 = 16;
const TRANSFERS: u64 = 8;

#[tokio::test]
async fn transfers_leave_the_sum_as_it_is() -> Result<(), Error> {
    for (seed, wire) in (0..).zip(WIRES) {
        let engine = Engine::start().expect("an engine");
        let retries = Retries::default().with_attempts(50).with_jitter(|| 0.01);
        let chaos = Chaos::new(seed).conflicts(0.2).losing(0.2).failing(0.1).garbling(0.05);
        let dynamo = Dynamo::new(chaos.client(&engine, 2)).with_wire(wire).with_retries(retries);
        let calm = Account::table(engine.client());
        calm.create().await?;
        let owners = ["ann", "bob", "cid", "dan"];
        for owner in owners {
            calm.put(&account(owner, 100)).await?;
        }
        let (accounts, dynamo) = (Arc::new(Account::table(&dynamo)), Arc::new(dynamo));
        let writers = (0..WRITERS).map(|writer| {
            let (accounts, dynamo) = (accounts.clone(), dynamo.clone());
            async move {
                for transfer in 0..TRANSFERS {
                    let at = usize::try_from(writer + transfer).unwrap_or_default();
                    let (from, to) = (owners[at % 4], owners[(at + 1 + at % 3) % 4]);
                    let change = |owner: &str| accounts.update(owner).add(Account::TRANSFERS, 1);
                    let take = change(from).set(Account::CENTS, Account::CENTS - 30);
                    let give = change(to).set(Account::CENTS, Account::CENTS + 30);
                    match TransactWrite::new(&*dynamo, (take, give)).outcome().await? {
                        TransactOutcome::Rejected((
                            Reason::ConditionFailed { .. },
                            Reason::None,
                        ))
                        | TransactOutcome::Done => {}
                        TransactOutcome::Rejected(reasons) => panic!("{reasons:?}"),
                    }
                }
                Ok::<(), Error>(())
            }
        });
        futures_util::future::try_join_all(writers).await?;
        let all: Vec<Account> = calm.scan().consistent().all().await?;
        assert_eq!(all.iter().map(|account| account.cents).sum::<u64>(), 400);
        assert!(all.iter().map(|account| account.transfers).sum::<u64>() > 0);
        let injected = chaos.injected();
        assert!(injected.total() > 50, "{injected:?}");
        // Read as they are at one time, whoever writes.
        let gets: Vec<_> = owners.iter().map(|owner| accounts.get(*owner)).collect();
        let read = TransactGet::new(&*dynamo, gets).await?;
        assert_eq!(read.iter().flatten().map(|account| account.cents).sum::<u64>(), 400);
    }
    Ok(())
}
