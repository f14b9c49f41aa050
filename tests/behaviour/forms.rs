//! The forms of data that programs have, on an engine.

use std::collections::BTreeMap;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, DynamoValue};
use dynamo_testkit::Engine;

type Outcome = Result<(), dynamo_runtime::Error>;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[gsi(name = "ByEventAndDay", hash = [event], range = [day])]
struct Parcel<P> {
    #[hash_key]
    id: String,
    day: u32,
    #[dynamo(flatten)]
    size: Option<Size>,
    #[dynamo(flatten)]
    #[gsi(name = "ByEvent")]
    event: Event,
    prices: BTreeMap<Currency, u64>,
    payload: P,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "kind", rename_all = "snake_case")]
enum Event {
    Sent,
    Lost {
        place: String,
    },
    #[dynamo(other)]
    Other(Attributes),
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Size {
    width: u32,
    height: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, DynamoValue)]
enum Currency {
    Eur,
    Usd,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Page<T> {
    items: Vec<T>,
}

type Letter = Parcel<Page<[u16; 2]>>;

fn parcel(id: &str, day: u32, event: Event) -> Letter {
    let (prices, payload) = ([(Currency::Eur, 5)].into(), Page { items: vec![[1, 2]] });
    Parcel { id: id.to_owned(), day, event, size: None, prices, payload }
}

#[tokio::test]
async fn the_tag_of_a_flattened_enum_is_the_key_of_an_index() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let parcels = Letter::table(engine.client());
    parcels.create().await?;
    let lost = |id: &str, day| parcel(id, day, Event::Lost { place: "Ulm".to_owned() });
    for parcel in [lost("a", 1), parcel("b", 2, Event::Sent), lost("c", 3)] {
        parcels.put(&parcel).await?;
    }
    assert_eq!(parcels.query_by_event("sent").all().await?, [parcel("b", 2, Event::Sent)]);
    assert_eq!(parcels.query_by_event_and_day("lost").range(2..).all().await?, [lost("c", 3)]);
    let found = parcels.scan().filter(Parcel::EVENT.tag().eq("sent")).all().await?;
    assert_eq!(found, [parcel("b", 2, Event::Sent)]);
    assert!(parcels.plan().await?.steps().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_structs_forms_are_updated_by_paths_and_differences() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let parcels = Letter::table(engine.client());
    parcels.create().await?;
    let old = parcel("a", 1, Event::Sent);
    parcels.put(&old).await?;
    let event = Event::Other(Attributes::from([(
        "kind".to_owned(),
        aws_sdk_dynamodb::types::AttributeValue::S("found".to_owned()),
    )]));
    let new = Parcel { size: Some(Size { width: 1, height: 2 }), event, ..old.clone() };
    parcels.update_diff(&old, &new).expect("a difference").await?;
    assert_eq!(parcels.get("a").await?, Some(new.clone()));
    let update = parcels.update("a").set(Parcel::PRICES.key(Currency::Usd), 7);
    let update = update.set(Parcel::PAYLOAD.at(Page::ITEMS).index(0).index(1), 9);
    let updated = update.set(Parcel::SIZE.at(Size::WIDTH), 3).await?;
    assert_eq!(updated.prices, [(Currency::Eur, 5), (Currency::Usd, 7)].into());
    assert_eq!(updated.payload.items, [[1, 9]]);
    let read = parcels.get("a").project((Parcel::SIZE.at(Size::WIDTH), Parcel::EVENT.tag()));
    assert_eq!(read.await?, Some((Some(3), "found".to_owned())));
    parcels
        .update_diff(&updated, &Parcel { size: None, ..updated.clone() })
        .expect("a difference")
        .await?;
    assert_eq!(parcels.get("a").await?, Some(Parcel { size: None, ..updated }));
    Ok(())
}
