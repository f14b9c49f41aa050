//! What an update does to the stored item.

use std::collections::{BTreeMap, BTreeSet};

use dynamo_runtime::op::Update;
use dynamo_runtime::{Changes, Dynamo, DynamoTable, DynamoValue, ErrorKind, Path, Wire};
use dynamo_testkit::Engine;

type Outcome = Result<(), dynamo_runtime::Error>;

/// A field of every kind that an update changes in its own way.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Stock {
    #[hash_key]
    id: String,
    count: i64,
    spare: Option<i64>,
    note: Option<String>,
    labels: BTreeSet<String>,
    moves: Vec<i64>,
    holes: Vec<Option<u32>>,
    later: Option<Vec<i64>>,
    places: BTreeMap<String, Place>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Place {
    shelf: i64,
    rows: Vec<u32>,
    colours: BTreeSet<String>,
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn stock() -> Stock {
    let place = Place { shelf: 1, rows: vec![1, 2, 3], colours: set(&["red"]) };
    Stock {
        id: "x".to_owned(),
        count: 10,
        spare: None,
        note: None,
        labels: set(&["a", "b"]),
        moves: vec![1, 2, 3],
        holes: vec![Some(1), Some(2)],
        later: None,
        places: [("hall".to_owned(), place)].into(),
    }
}

/// A table with one item.
async fn stored() -> Result<(StockTable, Engine), dynamo_runtime::Error> {
    let engine = Engine::start().expect("an engine");
    let table = Stock::table(engine.client());
    table.create().await?;
    table.put(&stock()).await?;
    Ok((table, engine))
}

/// Asserts that the update turns the stored item into `expected`.
async fn assert_becomes(
    update: impl FnOnce(Update<Stock>) -> Update<Stock>,
    expected: Stock,
) -> Outcome {
    let (table, _engine) = stored().await?;
    assert_eq!(update(table.update("x")).await?, expected);
    assert_eq!(table.get("x").await?, Some(expected));
    Ok(())
}

#[tokio::test]
async fn numbers_are_calculated_from_what_they_were() -> Outcome {
    let update = |update: Update<Stock>| {
        update
            .set(Stock::COUNT, Stock::COUNT - 4)
            .set(Stock::SPARE, Stock::SPARE.if_not_exists(100) + Stock::COUNT)
            .set(Stock::MOVES.index(1), Stock::MOVES.index(0) + 10)
            .add(Stock::PLACES.key("hall").at(Place::SHELF), -3)
    };
    let mut expected = Stock { count: 6, spare: Some(110), moves: vec![1, 11, 3], ..stock() };
    expected.places.get_mut("hall").unwrap().shelf = -2;
    assert_becomes(update, expected).await
}

#[tokio::test]
async fn if_not_exists_keeps_what_is_there() -> Outcome {
    let update = |update: Update<Stock>| {
        update
            .set(Stock::COUNT, Stock::COUNT.if_not_exists(0) + 1)
            .set(Stock::NOTE, Stock::NOTE.if_not_exists("new"))
    };
    assert_becomes(update, Stock { count: 11, note: Some("new".to_owned()), ..stock() }).await
}

#[tokio::test]
async fn lists_grow_at_both_ends_and_lose_elements() -> Outcome {
    let hall = || Stock::PLACES.key("hall").at(Place::ROWS);
    let update = |update: Update<Stock>| {
        update
            .set(Stock::MOVES, Stock::MOVES.append([4, 5]))
            .set(hall(), hall().prepend([0]))
            .set(Stock::LATER, Stock::LATER.if_not_exists(Vec::new()).append([7]))
            .remove(Stock::HOLES.index(0))
    };
    let mut expected =
        Stock { moves: vec![1, 2, 3, 4, 5], later: Some(vec![7]), holes: vec![Some(2)], ..stock() };
    expected.places.get_mut("hall").unwrap().rows = vec![0, 1, 2, 3];
    assert_becomes(update, expected).await
}

#[tokio::test]
async fn none_in_a_list_keeps_the_places_of_the_others() -> Outcome {
    let update = |update: Update<Stock>| update.set(Stock::HOLES.index(0), None);
    assert_becomes(update, Stock { holes: vec![None, Some(2)], ..stock() }).await
}

#[tokio::test]
async fn sets_get_and_lose_elements() -> Outcome {
    let colours = || Stock::PLACES.key("hall").at(Place::COLOURS);
    let update = |update: Update<Stock>| {
        update.add(Stock::LABELS, ["b", "c"]).delete(colours(), ["red", "blue"])
    };
    let mut expected = Stock { labels: set(&["a", "b", "c"]), ..stock() };
    expected.places.get_mut("hall").unwrap().colours = BTreeSet::new();
    assert_becomes(update, expected).await
}

#[tokio::test]
async fn entries_come_and_go() -> Outcome {
    let place = Place { shelf: 2, rows: Vec::new(), colours: BTreeSet::new() };
    let added = place.clone();
    let update = move |update: Update<Stock>| {
        update.set(Stock::PLACES.key("1 b.c"), added).remove(Stock::PLACES.key("hall"))
    };
    assert_becomes(update, Stock { places: [("1 b.c".to_owned(), place)].into(), ..stock() }).await
}

#[tokio::test]
async fn changes_are_kept_and_given_to_several_updates() -> Outcome {
    let (table, _engine) = stored().await?;
    table.put(&Stock { id: "y".to_owned(), ..stock() }).await?;
    let changes = Changes::new().add(Stock::COUNT, 1).set_option(Stock::NOTE, Some("n"));
    for id in ["x", "y"] {
        let updated = table.update(id).merge(changes.clone()).await?;
        assert_eq!((updated.count, updated.note.as_deref()), (11, Some("n")));
    }
    let cleared = table.update("x").set_option(Stock::NOTE, None::<&str>).await?;
    assert_eq!(cleared.note, None);
    Ok(())
}

#[tokio::test]
async fn a_path_that_is_read_must_be_there() -> Outcome {
    let (table, _engine) = stored().await?;
    let refused = table.update("x").set(Stock::COUNT, Stock::SPARE).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidRequest);
    let refused = table.update("x").set(Stock::LATER, Stock::LATER.append([1])).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(table.get("x").await?, Some(stock()));
    Ok(())
}

#[tokio::test]
async fn the_changed_attributes_are_read_by_their_paths() -> Outcome {
    let (table, engine) = stored().await?;
    let shelf = || Stock::PLACES.key("hall").at(Place::SHELF);
    let sdk = Dynamo::new(engine.client()).with_wire(Wire::Sdk);
    for table in [table.clone(), Stock::table(sdk)] {
        table.put(&stock()).await?;
        let update = table.update("x").add(Stock::COUNT, 5).add(shelf(), 1).set(Stock::NOTE, "n");
        let update = update.add(Stock::LABELS, ["c"]).set(Stock::MOVES.index(0), 9);
        let old = update.clone().return_updated_old().await?;
        assert_eq!((old.get(Stock::COUNT)?, old.get(shelf())?), (Some(10), Some(1)));
        assert_eq!((old.get(Stock::NOTE)?, old.get(Stock::SPARE)?), (None, None));
        let new = update.return_updated_new().await?;
        assert_eq!((new.get(Stock::COUNT)?, new.get(shelf())?), (Some(20), Some(3)));
        assert_eq!(new.get(Stock::NOTE)?.as_deref(), Some("n"));
        assert_eq!(new.get(Stock::LABELS)?, Some(set(&["a", "b", "c"])));
        assert_eq!(new.get(Stock::PLACES.key("other").at(Place::SHELF))?, None);
        let element = new.get(Stock::MOVES.index(0)).unwrap_err();
        assert_eq!(element.kind(), ErrorKind::InvalidRequest);
        let misread = new.get(Path::<Stock, bool>::new("count")).unwrap_err();
        assert_eq!(misread.kind(), ErrorKind::Decode);
        assert!(misread.to_string().starts_with("Stock.count: "), "{misread}");
        assert!(!format!("{new:?}").contains("20"), "{new:?}");
    }
    let removed = table.update("x").remove(Stock::NOTE).return_updated_new().await?;
    assert_eq!(removed.get(Stock::NOTE)?, None);
    Ok(())
}
