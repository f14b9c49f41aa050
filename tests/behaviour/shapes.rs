//! Items whose attributes are not all fields of their struct.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::DynamoView;
use dynamo_testkit::Engine;
use dynamo_tests::{Event, Extent, Loss, Parcel, Seconds, Weight};

type Outcome = Result<(), dynamo_runtime::Error>;

fn parcel(sent: u64) -> Parcel {
    let loss = Loss { reason: Some("rain".to_owned()), places: vec!["Ulm".to_owned()] };
    Parcel {
        id: "p".to_owned(),
        sent: Duration::from_secs(sent),
        took: Some(Duration::from_secs(sent + 1)),
        pauses: vec![Duration::from_secs(1)],
        extent: Extent { width: 1, height: None, weight: Weight { grams: 2 } },
        event: Event::Lost(loss.clone()),
        history: vec![Event::Registered, Event::Lost(loss)],
        priority: 3,
        rest: BTreeMap::from([("note".to_owned(), AttributeValue::S("x".to_owned()))]),
    }
}

/// A part of a parcel, with another default than the parcel's.
#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Parcel)]
struct Journey {
    #[dynamo(with = Vec<Seconds>)]
    pauses: Vec<Duration>,
    #[dynamo(default = 7)]
    priority: u8,
    #[dynamo(with = Seconds)]
    sent: Duration,
}

#[tokio::test]
async fn a_view_reads_its_fields_as_they_are_stored() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let parcels = Parcel::table(engine.client());
    parcels.create().await?;
    let Parcel { pauses, sent, .. } = parcel(2);
    parcels.put(&parcel(2)).await?;
    let read = parcels.get("p", sent).view().await?;
    assert_eq!(read, Some(Journey { pauses: pauses.clone(), priority: 3, sent }));
    let without = engine.client().update_item().table_name(parcels.name());
    let key =
        [("id", AttributeValue::S("p".to_owned())), ("sent", AttributeValue::N("2".to_owned()))];
    let key = key.map(|(name, value)| (name.to_owned(), value));
    let without = without.set_key(Some(key.into())).update_expression("REMOVE priority");
    without.send().await.expect("an update");
    let read = parcels.query("p").view().first().await?;
    assert_eq!(read, Some(Journey { pauses, priority: 7, sent }));
    Ok(())
}

#[tokio::test]
async fn flattened_and_tagged_attributes_come_back_and_are_found() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let parcels = Parcel::table(engine.client());
    parcels.create().await?;
    for sent in [2, 10, 30] {
        parcels.put(&parcel(sent)).await?;
    }
    assert_eq!(parcels.get("p", Duration::from_secs(10)).await?, Some(parcel(10)));
    // As numbers, not as texts.
    let sent = Duration::from_secs(3)..=Duration::from_secs(30);
    assert_eq!(parcels.query("p").range(sent).all().await?, [parcel(10), parcel(30)]);
    assert_eq!(parcels.query_took(Duration::from_secs(3)).all().await?, [parcel(2)]);
    let noted = Parcel::REST.key("note").eq(AttributeValue::S("x".to_owned()));
    let narrow = Parcel::EXTENT.at(Extent::WIDTH).lt(2);
    assert_eq!(parcels.query("p").filter(noted & narrow).count().await?, 3);
    let update = parcels.update("p", Duration::from_secs(2));
    let update = update.set(Parcel::EXTENT.at(Extent::HEIGHT), 9).remove(Parcel::TOOK);
    let updated = update.await?;
    assert_eq!((updated.extent.height, updated.took), (Some(9), None));
    assert_eq!(parcels.query_took(Duration::from_secs(3)).all().await?, []);
    Ok(())
}
