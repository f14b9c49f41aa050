//! However much differs, an update of it is taken by the engine and does it, or is refused before it is sent.

use std::collections::{BTreeMap, BTreeSet};

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Error, ErrorKind, Table, Wire};
use dynamo_testkit::Engine;
use proptest::prelude::*;
use tokio::runtime::Builder;

use super::Outcome;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Wide {
    #[hash_key]
    id: u32,
    #[dynamo(flatten)]
    nested: Nested,
    #[dynamo(flatten)]
    entries: Entries,
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Versioned {
    #[hash_key]
    id: u32,
    #[version]
    version: u32,
    #[dynamo(flatten)]
    nested: Nested,
    #[dynamo(flatten)]
    entries: Entries,
}

#[derive(Debug, Clone, Default, PartialEq, DynamoValue)]
struct Nested {
    maps: BTreeMap<String, Entries>,
    labels: BTreeSet<String>,
    list: Vec<u32>,
}

type Entries = BTreeMap<String, u32>;

/// Entries of which so many are to be changed, removed and added, and the entries that they are then.
fn entries(changed: usize, removed: usize, added: usize) -> (Entries, Entries) {
    let named = |start: &str, count, value| {
        let name = move |at| (format!("{start}{at}"), value);
        (0..count).map(name).collect::<Entries>()
    };
    let (mut old, mut new) = (named("changed", changed, 1), named("changed", changed, 2));
    old.extend(named("removed", removed, 1));
    new.extend(named("added", added, 1));
    (old, new)
}

type Both<E> = (E, E);

fn both() -> impl Strategy<Value = Both<(Nested, Entries)>> {
    let counts =
        |most: usize| (0..=most, 0..=most, 0..=most).prop_map(|(c, r, a)| entries(c, r, a));
    let maps = proptest::collection::vec(prop_oneof![counts(1), counts(5), counts(60)], 0..40);
    let top = prop_oneof![counts(5), counts(30), counts(80), counts(300)];
    (maps, top, 0..300_usize, 0..300_usize).prop_map(|(maps, top, labels, list)| {
        let mut nested = (Nested::default(), Nested::default());
        for (at, (old, new)) in maps.into_iter().enumerate() {
            nested.0.maps.insert(format!("m{at}"), old);
            nested.1.maps.insert(format!("m{at}"), new);
        }
        nested.1.labels = (0..labels).map(|at| at.to_string()).collect();
        nested.1.list = (0..).take(list).collect();
        ((nested.0, top.0), (nested.1, top.1))
    })
}

/// Changes `old`, which is stored, to `new`, or returns why that was refused before it was sent.
async fn change<T>(table: &Table<T>, old: &T, new: &T) -> Result<(), Error>
where
    T: DynamoTable + PartialEq + std::fmt::Debug,
{
    let Some(update) = table.update_diff(old, new) else {
        assert_eq!(old, new);
        return Ok(());
    };
    update.input()?;
    update.return_nothing().await.expect("an update that is not refused is taken");
    let written = table.get(old.key().into()).await.unwrap().expect("an item");
    assert_eq!(&written, new);
    Ok(())
}

fn assert_refused(result: &Result<(), Error>) {
    let refused = result.as_ref().expect_err("it is refused");
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert!(refused.to_string().contains("put the whole item"), "{refused}");
}

async fn tables(wire: Wire) -> (WideTable, VersionedTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let dynamo = Dynamo::new(engine.client()).with_wire(wire);
    let (plain, versioned) = (Wide::table(dynamo.clone()), Versioned::table(dynamo));
    plain.create().await.expect("a table");
    versioned.create().await.expect("a table");
    (plain, versioned, engine)
}

#[test]
fn any_number_of_differences_is_written_or_refused() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for wire in [Wire::Json, Wire::Sdk] {
        let (plain, versioned, _engine) = runtime.block_on(tables(wire));
        let config = ProptestConfig {
            failure_persistence: None,
            max_shrink_iters: 64,
            ..ProptestConfig::with_cases(8)
        };
        proptest!(config, |((old, new) in both())| {
            let names: BTreeSet<_> = old.1.keys().chain(new.1.keys()).collect();
            let top = names.len();
            runtime.block_on(async {
                let item = |(nested, entries): &(Nested, Entries)| {
                    Wide { id: 1, nested: nested.clone(), entries: entries.clone() }
                };
                plain.put(&item(&old)).await.unwrap();
                match change(&plain, &item(&old), &item(&new)).await {
                    Ok(()) => prop_assert!(top < 150),
                    refused => {
                        assert_refused(&refused);
                        prop_assert!(top > 90, "{top}");
                    }
                }
                let item = |(nested, entries): &(Nested, Entries), version| {
                    Versioned { id: 1, version, nested: nested.clone(), entries: entries.clone() }
                };
                versioned.delete(1).await.unwrap();
                versioned.insert(&item(&old, 0)).await.unwrap();
                match change(&versioned, &item(&old, 1), &item(&new, 2)).await {
                    Ok(()) => {}
                    refused => {
                        assert_refused(&refused);
                        prop_assert!(top > 250, "{top}");
                    }
                }
                Ok(())
            })?;
        });
    }
}

fn flat(entries: Entries) -> Wide {
    Wide { id: 1, nested: Nested::default(), entries }
}

#[tokio::test]
async fn what_fits_is_written_and_what_does_not_is_refused() -> Outcome {
    let (plain, versioned, _engine) = tables(Wire::Json).await;
    // Changed, removed, and new entries of a flattened map: they can only be compared each by itself.
    for (changed, removed, added) in [(149, 0, 0), (0, 149, 0), (0, 0, 75), (0, 0, 120)] {
        let (old, new) = entries(changed, removed, added);
        plain.put(&flat(old.clone())).await?;
        change(&plain, &flat(old), &flat(new)).await?;
    }
    for (changed, removed, added) in [(150, 0, 0), (0, 150, 0), (0, 0, 150), (1000, 0, 0)] {
        let (old, new) = entries(changed, removed, added);
        assert_refused(&change(&plain, &flat(old), &flat(new)).await);
    }
    // The version says that all of it is as it was.
    for (changed, removed, added) in [(160, 0, 0), (0, 400, 0), (0, 0, 250)] {
        let (old, new) = entries(changed, removed, added);
        let item =
            |version, entries| Versioned { id: 1, version, nested: Nested::default(), entries };
        versioned.delete(1).await?;
        versioned.insert(&item(0, old.clone())).await?;
        change(&versioned, &item(1, old.clone()), &item(2, new.clone())).await?;
        let update = versioned.update_diff(&item(1, old), &item(2, new)).expect("a difference");
        assert_eq!(update.await.unwrap_err().kind(), ErrorKind::ConditionFailed);
    }
    Ok(())
}

#[tokio::test]
async fn all_that_is_written_whole_is_guarded() -> Outcome {
    let (plain, _, _engine) = tables(Wire::Json).await;
    let (old, new) = (entries(3, 2, 1).0, entries(3, 2, 1).1);
    let nested = |entries: &Entries| Nested {
        maps: (0..60).map(|at| (format!("m{at}"), entries.clone())).collect(),
        ..Nested::default()
    };
    let old = Wide { id: 1, nested: nested(&old), entries: old };
    let new = Wide { id: 1, nested: nested(&new), entries: new };
    let update = plain.update_diff(&old, &new).expect("a difference");
    for (map, name) in [("m0", "changed0"), ("m17", "removed1"), ("m59", "added0")] {
        let mut between = old.clone();
        between.nested.maps.get_mut(map).expect("a map").insert(name.to_owned(), 9);
        plain.put(&between).await?;
        let failed = update.clone().await.unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::ConditionFailed, "{map}.{name}");
        assert_eq!(plain.get(1).await?, Some(between));
    }
    plain.put(&old).await?;
    assert_eq!(update.await?, new);
    Ok(())
}

#[tokio::test]
async fn what_the_struct_does_not_know_stays_in_a_map_that_is_written_whole() -> Outcome {
    /// Knows less of what is nested than `Wide`.
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(name = "Wide")]
    struct Narrow {
        #[hash_key]
        id: u32,
        maps: BTreeMap<String, Known>,
    }
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    struct Known {
        a: u32,
        b: u32,
    }
    let (plain, _, engine) = tables(Wire::Json).await;
    let three = Entries::from([("a".into(), 1), ("b".into(), 1), ("c".into(), 1)]);
    let maps = (0..100).map(|at| (format!("m{at}"), three.clone())).collect();
    let stored = Wide { nested: Nested { maps, ..Nested::default() }, ..flat(Entries::new()) };
    plain.put(&stored).await?;
    let table = Narrow::table(engine.client());
    let old = table.get(1).await?.expect("an item");
    let mut new = old.clone();
    new.maps.values_mut().for_each(|known| *known = Known { a: 2, b: 2 });
    assert_eq!(table.update_diff(&old, &new).expect("a difference").await?, new);
    let written = plain.get(1).await?.expect("an item");
    assert!(written.nested.maps.values().all(|map| map["a"] == 2 && map["c"] == 1));
    Ok(())
}

#[tokio::test]
async fn a_large_set_gains_and_loses_elements() -> Outcome {
    let (plain, _, _engine) = tables(Wire::Json).await;
    let with = |labels: std::ops::Range<u32>| {
        let labels = labels.map(|at| at.to_string()).collect();
        Wide { nested: Nested { labels, ..Nested::default() }, ..flat(Entries::new()) }
    };
    let mut old = with(0..3_000);
    plain.put(&old).await?;
    for new in [with(0..3_500), with(1_000..3_500), with(2_000..4_000)] {
        change(&plain, &old, &new).await?;
        old = new;
    }
    Ok(())
}
