//! Any sequence of writes of five entities in one table, then every read of them, against the same in plain Rust.

use std::collections::BTreeMap;

use dynamo_runtime::{Dynamo, Error, ErrorKind, Table, TransactWrite};
use dynamo_testkit::Engine;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use tokio::runtime::Builder;

use super::kinds::{Choice, Kind, TEXTS};
use super::{App, AppItem, Line, Order, Product, Review, User, foreign};
use crate::lost::WIRES;

/// The items of an entity, as they must be.
pub(super) struct Items<T: Kind> {
    dynamo: Dynamo,
    pub(super) table: Table<T>,
    pub(super) all: BTreeMap<T::Id, T>,
}

type Checked = Result<(), TestCaseError>;

fn failed(error: &Error) -> TestCaseError {
    TestCaseError::fail(format!("{error}"))
}

impl<T: Kind> Items<T> {
    fn new(dynamo: &Dynamo) -> Self {
        Self { dynamo: dynamo.clone(), table: Table::new(dynamo.clone()), all: BTreeMap::new() }
    }

    /// Does the step of this number, and takes note of it.
    async fn step(&mut self, step: u8, choice: Choice) -> Checked {
        let any = T::any(choice);
        let there = self.all.get(&any.id()).cloned();
        match step % 6 {
            0 => {
                let item = there.map_or(any.clone(), |old| any.versioned(&old));
                let new = self.table.put(&item).return_new().await.map_err(|e| failed(&e))?;
                prop_assert_eq!(&new, &item.versioned(&new));
                self.all.insert(new.id(), new);
            }
            1 => self.update(&any, there, choice).await?,
            2 => {
                let Some(old) = there else { return Ok(()) };
                let (new, _) = old.changed(choice);
                if let Some(update) = self.table.update_diff(&old, &new) {
                    let read = update.await.map_err(|e| failed(&e))?;
                    prop_assert_eq!(&read, &new.versioned(&read));
                    self.all.insert(read.id(), read);
                }
            }
            3 => self.rekey(&any, choice).await?,
            4 => {
                self.table.delete(&any).await.map_err(|e| failed(&e))?;
                self.all.remove(&any.id());
            }
            _ => {
                let Some(old) = there else { return Ok(()) };
                let (new, changes) = old.changed(choice);
                let update = self.table.update(&old).merge(changes);
                let done = TransactWrite::new(&self.dynamo, update).await;
                done.map_err(|e| failed(&e))?;
                let read = self.table.get(&old).consistent().await.map_err(|e| failed(&e))?;
                let read = read.expect("an item that was written");
                prop_assert_eq!(&read, &new.versioned(&read));
                self.all.insert(read.id(), read);
            }
        }
        Ok(())
    }

    async fn update(&mut self, any: &T, there: Option<T>, choice: Choice) -> Checked {
        let (new, changes) = there.as_ref().unwrap_or(any).changed(choice);
        match (self.table.update(any).merge(changes).await, there) {
            (Ok(read), Some(_)) => {
                prop_assert_eq!(&read, &new.versioned(&read));
                self.all.insert(read.id(), read);
            }
            (Err(error), None) if error.kind() == ErrorKind::ConditionFailed => {}
            (done, there) => prop_assert!(false, "{done:?} of {there:?}"),
        }
        Ok(())
    }

    /// Moves the first item to the key of `any`.
    async fn rekey(&mut self, any: &T, choice: Choice) -> Checked {
        let Some(old) = self.all.values().nth(usize::from(choice[5]) % 3).cloned() else {
            return Ok(());
        };
        let new = old.moved(any);
        let done = self.table.rekey(&old, &new).await;
        if new.id() == old.id() {
            prop_assert_eq!(done.expect_err("one key").kind(), ErrorKind::InvalidRequest);
        } else if self.all.contains_key(&new.id()) {
            prop_assert_eq!(done.expect_err("taken").kind(), ErrorKind::ConditionFailed);
        } else {
            done.map_err(|e| failed(&e))?;
            let read = self.table.get(&new).consistent().await.map_err(|e| failed(&e))?;
            let read = read.expect("an item that was moved");
            prop_assert_eq!(&read, &new.versioned(&read));
            self.all.remove(&old.id());
            self.all.insert(read.id(), read);
        }
        Ok(())
    }

    /// The items for which `fits`, in the order of their keys.
    pub(super) fn that(&self, fits: impl Fn(&T) -> bool) -> Vec<T> {
        self.all.values().filter(|item| fits(item)).cloned().collect()
    }

    async fn check_scan(&self) -> Checked {
        let mut all = self.table.scan().all().await.map_err(|e| failed(&e))?;
        all.sort_by_key(T::id);
        prop_assert_eq!(all, self.that(|_| true));
        let count = self.table.scan().count().await.map_err(|e| failed(&e))?;
        prop_assert_eq!(count, self.all.len());
        Ok(())
    }
}

pub(super) struct World {
    dynamo: Dynamo,
    pub(super) users: Items<User>,
    pub(super) orders: Items<Order>,
    pub(super) lines: Items<Line>,
    pub(super) products: Items<Product>,
    pub(super) reviews: Items<Review>,
}

impl World {
    /// An empty table, but for an item that no entity has.
    async fn new(dynamo: &Dynamo) -> Result<Self, Error> {
        let app = App::table(dynamo);
        app.scan().delete_all().await?;
        for (pk, sk) in [("USER#a", "ORDER#odd"), ("USER#a", "PROFILE#1"), ("OTHER", "PROFILE")] {
            app.put_attributes(&foreign(pk, sk, &[])).await?;
        }
        Ok(Self {
            dynamo: dynamo.clone(),
            users: Items::new(dynamo),
            orders: Items::new(dynamo),
            lines: Items::new(dynamo),
            products: Items::new(dynamo),
            reviews: Items::new(dynamo),
        })
    }

    async fn step(&mut self, (entity, step, choice): (u8, u8, Choice)) -> Checked {
        match entity % 5 {
            0 => self.users.step(step, choice).await,
            1 => self.orders.step(step, choice).await,
            2 => self.lines.step(step, choice).await,
            3 => self.products.step(step, choice).await,
            _ => self.reviews.step(step, choice).await,
        }
    }

    async fn check_scans(&self) -> Checked {
        self.users.check_scan().await?;
        self.orders.check_scan().await?;
        self.lines.check_scan().await?;
        self.products.check_scan().await?;
        self.reviews.check_scan().await
    }

    async fn check_queries(&self) -> Result<Checked, Error> {
        let dynamo = &self.dynamo;
        let (users, orders, lines) =
            (User::table(dynamo), Order::table(dynamo), Line::table(dynamo));
        for name in TEXTS {
            let of = |user: &str| user == name;
            macro_rules! same {
                ($query:expr, $expected:expr) => {
                    let (found, expected) = ($query, $expected);
                    if found != expected {
                        let of = stringify!($query);
                        let told = format!("{of} of {name:?}: {found:#?}, not {expected:#?}");
                        return Ok(Err(TestCaseError::fail(told)));
                    }
                };
            }
            same!(users.query(name).all().await?, self.users.that(|item| of(&item.user)));
            same!(orders.query(name).all().await?, self.orders.that(|item| of(&item.user)));
            same!(lines.query(name).all().await?, self.lines.that(|item| of(&item.user)));
            let products = Product::table(dynamo);
            same!(products.query(name).all().await?, self.products.that(|item| of(&item.sku)));
            let reviews = Review::table(dynamo);
            same!(reviews.query(name).all().await?, self.reviews.that(|item| of(&item.sku)));
            same!(
                users.query_gsi1(name).count().await?,
                self.users.that(|item| item.email.as_deref() == Some(name)).len()
            );
            let mut open = self.orders.that(|item| of(&item.status));
            open.sort_by_key(|item| (item.date.clone(), item.number));
            let mut found = orders.query_gsi1(name).all().await?;
            // Of one range key, users come in no order.
            found.sort_by_key(|item| (item.date.clone(), item.number, item.user.clone()));
            open.sort_by_key(|item| (item.date.clone(), item.number, item.user.clone()));
            same!(found, open);
            let mut expected = self.orders.that(|item| of(&item.user));
            expected.sort_by_key(|item| (item.status.clone(), item.date.clone(), item.number));
            let mut found = orders.query_lsi1(name).consistent().all().await?;
            found.sort_by_key(|item| (item.status.clone(), item.date.clone(), item.number));
            same!(found, expected);
            same!(
                lines.query_lsi1(name).range(..="b").count().await?,
                self.lines.that(|item| of(&item.user) && item.sku.as_str() <= "b").len()
            );
            for color in TEXTS {
                let found = lines.query_gsi1(name, color).count().await?;
                let of = |item: &Line| item.sku == name && item.color.as_deref() == Some(color);
                same!(found, self.lines.that(of).len());
            }
            let priced = products.query_gsi1(name).all().await?;
            let mut expected = self.products.that(|item| item.category.as_deref() == Some(name));
            expected.sort_by_key(|item| (item.price, item.sku.clone()));
            same!(priced, expected);
            let reviewed = reviews.query_gsi1(name).all().await?;
            let mut expected = self.reviews.that(|item| of(&item.user));
            expected.sort_by_key(|item| (item.stars, item.sku.clone()));
            same!(reviewed, expected);
            let collected = users.query(name).collection::<AppItem>().all().await?;
            let unknown = |item: &&AppItem| matches!(item, AppItem::Unknown(_));
            same!(collected.iter().filter(unknown).count(), if name == "a" { 2 } else { 0 });
            let (user, of_user, of_lines): (Option<User>, Vec<Order>, Vec<Line>) =
                users.query(name).grouped().await?;
            same!(user, self.users.all.get(name).cloned());
            same!(of_user, self.orders.that(|item| of(&item.user)));
            same!(of_lines, self.lines.that(|item| of(&item.user)));
        }
        super::ranges::check(self, dynamo).await
    }

    /// The deletion of one entity leaves the others.
    async fn check_deletion(&mut self) -> Result<Checked, Error> {
        let deleted = Order::table(&self.dynamo).scan().delete_all().await?;
        let expected = self.orders.all.len();
        self.orders.all.clear();
        Ok(Ok(()).and_then(|()| {
            prop_assert_eq!(deleted.items, expected);
            Ok(())
        }))
    }

    async fn check(&mut self, steps: &[(u8, u8, Choice)]) -> Checked {
        for step in steps {
            self.step(*step).await.map_err(|error| match error {
                TestCaseError::Fail(reason) => TestCaseError::fail(format!("{step:?}: {reason}")),
                TestCaseError::Reject(reason) => TestCaseError::Reject(reason),
            })?;
        }
        self.check_scans().await?;
        self.check_queries().await.map_err(|error| failed(&error))??;
        self.check_deletion().await.map_err(|error| failed(&error))??;
        self.check_scans().await
    }
}

#[test]
fn no_key_is_stale_and_no_item_foreign_after_any_writes() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    for wire in WIRES {
        let engine = Engine::start().expect("an engine");
        let dynamo = Dynamo::new(engine.client().clone()).with_wire(wire);
        runtime.block_on(App::table(&dynamo).create().into_future()).expect("a table");
        let config = ProptestConfig {
            cases: 10,
            max_shrink_iters: 60,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        let strategy = vec(any::<(u8, u8, Choice)>(), 1..80);
        let checked = TestRunner::new(config).run(&strategy, |steps| {
            runtime.block_on(async {
                let world = World::new(&dynamo).await;
                world.map_err(|error| failed(&error))?.check(&steps).await
            })
        });
        if let Err(TestError::Fail(reason, _) | TestError::Abort(reason)) = checked {
            panic!("{wire:?}: {reason}");
        }
    }
}
