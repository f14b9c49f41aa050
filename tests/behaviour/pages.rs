//! Any page size, limit, interruption and number of segments gives the same items.

use std::collections::BTreeSet;

use dynamo_runtime::{Cursor, DynamoTable, Error, ErrorKind, Page};
use dynamo_testkit::Engine;
use futures_util::TryStreamExt;
use proptest::option::of;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

type Outcome = Result<(), Error>;

/// Keys of every type, on the table and on an index of several attributes that holds nothing else.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Probes")]
#[gsi(
    name = "ByKind",
    hash = [kind, region],
    range = [tag, level],
    projection = "KEYS_ONLY"
)]
#[gsi(
    name = "ByKindToo",
    hash = [kind, region],
    range = [tag, level],
    projection = "KEYS_ONLY"
)]
struct Probe {
    #[hash_key]
    device: String,
    #[range_key]
    at: i128,
    kind: String,
    region: u8,
    tag: Vec<u8>,
    level: f64,
    even: Option<bool>,
}

const ITEMS: u8 = 24;

fn probe(number: u8) -> Probe {
    Probe {
        device: "ü\u{0}\"\\".to_owned(),
        // Beyond what a float or an i64 holds.
        at: 12_345_678_901_234_567_890_123_456_789_012 + i128::from(number),
        kind: "\u{1f600}".to_owned(),
        region: 7,
        tag: vec![0, 0xff, number % 3, b'='],
        level: f64::from(number) * 1e-7,
        even: Some(number.is_multiple_of(2)),
    }
}

async fn filled() -> (ProbeTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let probes = Probe::table(engine.client());
    probes.create().await.expect("a table");
    for number in 0..ITEMS {
        probes.put(&probe(number)).await.expect("a put");
    }
    (probes, engine)
}

/// How a read is made, and interrupted.
#[derive(Debug, Clone)]
struct Case {
    page_size: Option<u32>,
    limit: Option<usize>,
    max_pages: Option<usize>,
    filter: bool,
    descending: bool,
}

fn case() -> impl Strategy<Value = Case> {
    (of(1..9_u32), of(1..9_usize), of(1..4_usize), any::<bool>(), any::<bool>()).prop_map(
        |(page_size, limit, max_pages, filter, descending)| Case {
            page_size,
            limit,
            max_pages,
            filter,
            descending,
        },
    )
}

macro_rules! as_said {
    ($read:expr, $case:expr, $filter:expr) => {{
        let (mut read, case): (_, &Case) = ($read, $case);
        if let Some(size) = case.page_size {
            read = read.page_size(size);
        }
        if case.filter { read.filter($filter) } else { read }
    }};
}

/// Reads page by page, each by a new read that is told nothing but the text of the cursor before.
async fn interrupted<I>(
    case: &Case,
    next: impl AsyncFn(Option<Cursor>) -> Result<Page<I>, Error>,
) -> Result<Vec<I>, Error> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let page = next(cursor).await?;
        assert_eq!(page.count, page.items.len());
        assert!(page.scanned_count >= page.count);
        assert!(page.consumed_capacity > 0.0 || page.count == 0);
        assert!(page.count <= case.limit.unwrap_or(usize::MAX));
        items.extend(page.items);
        let Some(text) = page.cursor.map(|cursor| cursor.to_string()) else { return Ok(items) };
        cursor = Some(text.parse()?);
    }
}

macro_rules! assert_law {
    ($case:expr, $read:expr) => {{
        let (case, read): (&Case, _) = ($case, $read);
        let all = read().all().await?;
        let pages = interrupted(case, async |cursor| {
            let mut read = read().resume(cursor);
            if let Some(limit) = case.limit {
                read = read.limit(limit);
            }
            if let Some(pages) = case.max_pages {
                read = read.max_pages(pages);
            }
            read.page().await
        });
        assert_eq!(pages.await?, all);
        let streamed: Vec<_> = read().stream().try_collect().await?;
        assert_eq!(streamed, all);
        if let Some(limit) = case.limit {
            let streamed: Vec<_> = read().limit(limit).stream().try_collect().await?;
            assert_eq!(streamed, all[..limit.min(all.len())]);
        }
        all
    }};
}

#[test]
fn any_page_size_limit_and_interruption_gives_the_same_items() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let (probes, _engine) = runtime.block_on(filled());
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) };
    let mut runner = TestRunner::new(config);
    let checked = runner.run(&case(), |case| {
        let checked: Outcome = runtime.block_on(async {
            let first = probe(0);
            let expected = ITEMS as usize / if case.filter { 2 } else { 1 };
            let table = assert_law!(&case, || {
                let read = as_said!(probes.query(&first.device), &case, Probe::EVEN.eq(true));
                if case.descending { read.descending() } else { read }
            });
            assert_eq!(table.len(), expected);
            let scanned = assert_law!(&case, || {
                as_said!(probes.scan().project((Probe::LEVEL,)), &case, Probe::EVEN.eq(true))
            });
            assert_eq!(scanned.len(), expected);
            assert_law!(&case, || {
                let read = probes.query_by_kind("\u{1f600}", 7).project((Probe::AT,));
                let middle = 12_345_678_901_234_567_890_123_456_789_020;
                let read = as_said!(read, &case, Probe::AT.gt(middle));
                if case.descending { read.descending() } else { read }
            });
            Ok(())
        });
        checked.map_err(|error| TestCaseError::fail(error.to_string()))
    });
    checked.expect("the law holds");
}

#[tokio::test]
async fn a_page_tells_what_all_that_it_took_has_cost() -> Outcome {
    let (probes, _engine) = filled().await;
    let device = probe(0).device;
    let query = || probes.query(&device).filter(Probe::EVEN.eq(true));
    let page = query().page_size(3).limit(4).page().await?;
    assert_eq!((page.count, page.scanned_count), (4, 9));
    assert!(page.cursor.is_some());
    let rest = query().resume(page.cursor).page().await?;
    assert_eq!((rest.count, rest.scanned_count, rest.cursor), (8, 17, None));
    let one = query().page_size(3).max_pages(2).limit(9).page().await?;
    assert_eq!((one.count, one.scanned_count), (3, 6));
    assert_eq!(query().page_size(3).max_pages(2).all().await?.len(), 3);
    assert_eq!(query().page_size(3).max_pages(2).count().await?, 3);
    Ok(())
}

#[tokio::test]
async fn pages_are_cut_to_the_limit_and_resumed_behind_each() -> Outcome {
    let (probes, _engine) = filled().await;
    let all = probes.scan().filter(Probe::EVEN.eq(true)).all().await?;
    let scan = probes.scan().filter(Probe::EVEN.eq(true)).page_size(6).limit(7);
    let pages: Vec<_> = scan.pages().try_collect().await?;
    assert_eq!(pages.iter().map(|page| page.count).sum::<usize>(), 7);
    let mut behind = 0;
    for page in pages {
        behind += page.count;
        let rest = probes.scan().filter(Probe::EVEN.eq(true)).resume(page.cursor);
        assert_eq!(rest.all().await?, all[behind..]);
    }
    Ok(())
}

fn numbers(probes: &[Probe]) -> BTreeSet<i128> {
    probes.iter().map(|probe| probe.at).collect()
}

/// So that every segment has some of the items.
async fn spread() -> (ProbeTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let probes = Probe::table(engine.client());
    probes.create().await.expect("a table");
    for number in 0..60 {
        let device = format!("device {}", number / 2);
        probes.put(&Probe { device, ..probe(number) }).await.expect("a put");
    }
    (probes, engine)
}

#[tokio::test]
async fn segments_read_what_a_scan_does() -> Outcome {
    let (probes, _engine) = spread().await;
    let all = probes.scan().all().await?;
    for (segments, concurrency) in [(1, 1), (4, 2), (7, 100), (100, 3)] {
        let scan = || probes.scan().page_size(3).segments(segments).concurrency(concurrency);
        let streamed: Vec<Probe> = scan().stream().try_collect().await?;
        assert_eq!((streamed.len(), numbers(&streamed)), (60, numbers(&all)));
        for (at, one) in streamed.iter().enumerate() {
            let later = streamed[at..].iter().filter(|other| other.device == one.device);
            assert!(later.map(|other| other.at).is_sorted(), "in the order of a segment");
        }
        assert_eq!(numbers(&scan().all().await?), numbers(&all));
        assert_eq!(scan().count().await?, 60);
        assert_eq!(scan().filter(Probe::EVEN.eq(true)).count().await?, 30);
        assert_eq!(scan().limit(17).all().await?.len(), 17);
    }
    Ok(())
}

#[tokio::test]
async fn a_scan_in_segments_goes_on_where_it_was_interrupted() -> Outcome {
    let (probes, _engine) = spread().await;
    let scan = || probes.scan().page_size(4).segments(5).concurrency(3);
    let (mut read, mut cursor): (Vec<Probe>, Option<Cursor>) = Default::default();
    loop {
        let mut pages = scan().resume(cursor).pages();
        let page = pages.try_next().await?.expect("not the end");
        read.extend(page.items);
        let Some(text) = page.cursor.map(|cursor| cursor.to_string()) else { break };
        cursor = Some(text.parse()?);
    }
    assert_eq!((read.len(), numbers(&read).len()), (60, 60));
    Ok(())
}

#[tokio::test]
async fn a_cursor_belongs_to_one_table_and_index() -> Outcome {
    let (probes, _engine) = filled().await;
    let device = probe(0).device;
    let table = probes.query(&device).page_size(1).page().await?.cursor;
    let index = probes.query_by_kind("\u{1f600}", 7).project((Probe::AT,)).page_size(1);
    let index = index.page().await?.cursor;
    let segments = probes.scan().page_size(1).segments(2).pages().try_next().await?;
    let segments = segments.and_then(|page| page.cursor);
    assert!(table.is_some() && index.is_some() && segments.is_some());
    let by_kind = || probes.query_by_kind("\u{1f600}", 7).project((Probe::AT,));
    let refused = [
        probes.clone().named("Other").query(&device).resume(table.clone()).count().await,
        by_kind().resume(table.clone()).count().await,
        probes.query(&device).resume(index.clone()).count().await,
        probes.scan().resume(index.clone()).count().await,
        probes.query_by_kind_too("\u{1f600}", 7).resume(index).count().await,
        probes.scan().resume(segments.clone()).count().await,
        probes.scan().segments(3).resume(segments).count().await,
        probes.scan().segments(2).resume(table.clone()).count().await,
        "AQ".parse::<Cursor>().map(|_| 0),
        String::new().parse::<Cursor>().map(|_| 0),
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidCursor, "{at}");
    }
    assert_eq!(
        probes.scan().resume(table).count().await.unwrap_err().kind(),
        ErrorKind::InvalidCursor
    );
    Ok(())
}
