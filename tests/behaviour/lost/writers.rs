//! Two writers of one item, whose answers and requests are lost: no change is lost, and none counts twice.

use std::collections::BTreeSet;

use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind};
use dynamo_testkit::{Chaos, Engine};

use super::WIRES;

/// A tally that its writers count on, each with a mark of its own.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Tally {
    #[hash_key]
    round: u32,
    count: u32,
    marks: BTreeSet<String>,
    #[version]
    version: u64,
}

const ROUNDS: u32 = 1_000;

/// How a writer counts.
#[derive(Debug, Clone, Copy)]
enum Way {
    Insert,
    Put,
    Update,
    Diff,
}

const WAYS: [Way; 4] = [Way::Insert, Way::Put, Way::Update, Way::Diff];

#[tokio::test]
async fn two_writers_lose_no_change_where_answers_are_lost() -> Result<(), Error> {
    let engine = Engine::start().expect("an engine");
    let tallies = WIRES.map(|wire| {
        let chaos = Chaos::new(7).losing(0.25);
        Tally::table(Dynamo::new(chaos.client(&engine, 4)).with_wire(wire))
    });
    let made = Tally::table(engine.client());
    made.create().await?;
    for round in 0..ROUNDS {
        let way = WAYS[round as usize % 4];
        if !matches!(way, Way::Insert) {
            made.insert(&Tally { round, count: 0, marks: BTreeSet::new(), version: 0 }).await?;
        }
        let tallies = &tallies[round as usize / 4 % 2];
        let writers = ["ann", "bob"].map(|mark| counted(tallies, round, mark, way));
        let [ann, bob] = writers;
        let (ann, bob) = tokio::join!(ann, bob);
        let counted = u32::from(ann?) + u32::from(bob?);
        assert_eq!(counted, if matches!(way, Way::Insert) { 1 } else { 2 }, "{round}, {way:?}");
    }
    let all = made.scan().all().await?;
    assert_eq!(all.len(), ROUNDS as usize);
    for tally in all {
        let count = if tally.round % 4 == 0 { 1 } else { 2 };
        assert_eq!((tally.count, tally.marks.len()), (count, count as usize), "{}", tally.round);
    }
    Ok(())
}

/// Counts once, with the mark; of an insert, returns whether it was before the other one's.
async fn counted(tallies: &TallyTable, round: u32, mark: &str, way: Way) -> Result<bool, Error> {
    let marks = BTreeSet::from([mark.to_owned()]);
    let first = Tally { round, count: 1, marks, version: 0 };
    loop {
        let Some(old) = read(tallies, round).await? else {
            if is_written(tallies, round, mark, tallies.insert(&first).await).await? {
                return Ok(true);
            }
            continue;
        };
        if matches!(way, Way::Insert) {
            return Ok(false);
        }
        let mut new = old.clone();
        new.count += 1;
        new.marks.insert(mark.to_owned());
        let written = match way {
            Way::Insert | Way::Put => tallies.put(&new).await,
            Way::Update => {
                let update = tallies.update(round).set(Tally::COUNT, new.count);
                let update = update.add(Tally::MARKS, [mark]).if_version(old.version);
                update.return_nothing().await
            }
            Way::Diff => {
                let update = tallies.update_diff(&old, &new).expect("a difference");
                update.return_nothing().await
            }
        };
        if is_written(tallies, round, mark, written).await? {
            return Ok(true);
        }
    }
}

/// Whether the mark is stored, as the result tells or, where it does not, the item.
async fn is_written(
    tallies: &TallyTable,
    round: u32,
    mark: &str,
    result: Result<(), Error>,
) -> Result<bool, Error> {
    let stored = async || {
        let tally = read(tallies, round).await?;
        Ok::<_, Error>(tally.is_some_and(|tally| tally.marks.contains(mark)))
    };
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.may_have_been_written() => stored().await,
        Err(error) if error.kind() == ErrorKind::ConditionFailed => {
            assert!(!stored().await?, "a false conflict");
            Ok(false)
        }
        // All attempts were lost before they were sent.
        Err(error) if error.kind() == ErrorKind::Unreachable => Ok(false),
        Err(error) => Err(error),
    }
}

async fn read(tallies: &TallyTable, round: u32) -> Result<Option<Tally>, Error> {
    loop {
        match tallies.get(round).consistent().await {
            Err(error) if error.kind() == ErrorKind::Unreachable => {}
            read => return read,
        }
    }
}
