//! What is refused before it is sent, though the types allow it: keys, numbers and paths.

use std::collections::BTreeMap;

use dynamo_runtime::expr::{after, prefix};
use dynamo_runtime::{Changes, DynamoTable, DynamoValue, Error, ErrorKind};
use dynamo_tests::{Order, offline};

/// A table with keys of each type, and attributes of each origin.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Entry {
    #[hash_key]
    id: String,
    #[range_key]
    at: String,
    #[gsi(name = "ByBlob")]
    kind: Vec<u8>,
    #[gsi(name = "ByBlob", range)]
    blob: Vec<u8>,
    #[gsi(name = "ByBlob", range)]
    number: i64,
    total: i64,
    #[version]
    version: u64,
    #[dynamo(flatten)]
    extent: Extent,
    #[dynamo(flatten)]
    rest: BTreeMap<String, i64>,
    inner: Inner,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Extent {
    width: i64,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Inner {
    #[dynamo(rename = "sum")]
    total: i64,
    #[dynamo(flatten)]
    rest: BTreeMap<String, i64>,
}

fn entries() -> EntryTable {
    Entry::table(offline())
}

fn kind<V>(result: Result<V, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

const REFUSED: Option<ErrorKind> = Some(ErrorKind::InvalidRequest);

#[test]
fn a_bound_of_a_key_is_one_that_a_key_can_be() {
    let (long, longer) = ("x".repeat(1024), "x".repeat(1025));
    let query = || entries().query("a");
    let blobs = || entries().query_by_blob(b"k");
    for (refused, input) in [
        (true, query().range("").input()),
        (true, query().range(prefix("")).input()),
        (true, query().range(""..).input()),
        (true, query().range(..="").input()),
        (true, query().range(.."").input()),
        (true, query().range(after("")).input()),
        (true, query().range(""..="a").input()),
        (true, query().range("a"..="").input()),
        (true, query().range(prefix(&longer)).input()),
        (true, query().range(after(&longer)).input()),
        (true, query().range(longer.as_str()..).input()),
        (true, query().range("a"..=longer.as_str()).input()),
        (true, entries().query("").input()),
        (true, entries().query("x".repeat(2049)).input()),
        (true, entries().query_by_blob(b"").input()),
        (true, blobs().range((prefix(b""),)).input()),
        (true, blobs().range((b"", 1)).input()),
        (false, query().range(prefix(&long)).input()),
        (false, query().range("a"..=long.as_str()).input()),
        (false, entries().query("x".repeat(2048)).input()),
        (false, blobs().range((prefix(b"\0"),)).input()),
    ] {
        let shown = format!("{input:?}");
        assert_eq!(kind(input), REFUSED.filter(|_| refused), "{shown}");
    }
}

#[test]
fn a_range_of_a_key_does_not_begin_behind_its_end() {
    let query = || entries().query("a");
    let blobs = || entries().query_by_blob(b"k");
    let numbers = |low: i64, high| blobs().range((b"x", low..=high)).input();
    for (refused, input) in [
        (true, query().range("b"..="a").input()),
        (true, query().range("é"..="e").input()),
        (true, query().range("\u{10000}"..="\u{ffff}").input()),
        (true, blobs().range((&[0x80][..]..=&[0x7f, 1][..],)).input()),
        (true, numbers(10, 9)),
        (true, numbers(100, 20)),
        (true, numbers(-1, -2)),
        (true, numbers(1, -1)),
        (false, query().range("a"..="a").input()),
        (false, query().range("e"..="é").input()),
        (false, query().range("\u{ffff}"..="\u{10000}").input()),
        (false, blobs().range((&[0x7f, 1][..]..=&[0x80][..],)).input()),
        (false, numbers(9, 10)),
        (false, numbers(-2, -1)),
        (false, numbers(-1, 0)),
    ] {
        let shown = format!("{input:?}");
        assert_eq!(kind(input), REFUSED.filter(|_| refused), "{shown}");
    }
}

#[tokio::test]
async fn a_read_of_nothing_is_refused_by_the_name_of_its_method() {
    let orders = Order::table(offline());
    /// Sets each of the numbers to 0, and calls the last method.
    macro_rules! zeros {
        ($($method:ident)*: $operation:expr => $last:tt) => {$(
            zeros!(@one $method $operation => $last);
        )*};
        (@one $method:ident $operation:expr => ($($last:tt)*)) => {
            let error = $operation.$method(0).$($last)*.err().expect("refused");
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains(concat!("`", stringify!($method), "(0)`")), "{error}");
        };
        ($($operation:expr),* $(,)?) => {$(
            zeros!(limit page_size max_pages: $operation => (input()));
            zeros!(limit page_size max_pages: $operation => (all().await));
            zeros!(limit page_size max_pages: $operation => (count().await));
            zeros!(limit page_size max_pages: $operation => (delete_all().await));
            zeros!(limit page_size max_pages: $operation => (update_all(Changes::new().set(Order::TOTAL, 1)).await));
        )*};
    }
    zeros!(
        orders.scan(),
        orders.query("ann"),
        orders.query_courier("carl"),
        orders.scan().segments(4)
    );
    zeros!(limit page_size max_pages: orders.scan() => (page().await));
    zeros!(limit page_size max_pages: orders.query("ann") => (page().await));
    zeros!(limit page_size max_pages: orders.query_courier("carl") => (hydrate().all().await));
    zeros!(page_size max_pages: orders.query_courier("carl") => (hydrate().first().await));
    zeros!(page_size: orders.partiql("SELECT * FROM Orders", ()) => (input()));
    zeros!(page_size: orders.partiql("SELECT * FROM Orders", ()) => (await));
}

#[tokio::test]
async fn a_flattened_map_does_not_lead_to_attributes_of_fields() {
    let entries = entries();
    let update = || entries.update("a", "b");
    for name in ["id", "number", "total", "version", "width", "inner"] {
        let path = || Entry::REST.key(name);
        let changes = || Changes::new().set(path(), 5);
        for (what, input) in [
            ("set", update().set(path(), 5).input()),
            ("add", update().add(path(), 5).input()),
            ("remove", update().remove(path()).input()),
            ("merge", update().merge(changes()).input()),
            ("assign", update().set(Entry::TOTAL, path()).input()),
            ("calculate", update().set(Entry::TOTAL, Entry::TOTAL + path()).input()),
            ("default", update().set(Entry::TOTAL, path().if_not_exists(1)).input()),
            ("upsert", entries.upsert("a", "b").set(path(), 5).input()),
            ("condition", update().set(Entry::TOTAL, 5).condition(path().eq(5)).input()),
        ] {
            let error = input.err().unwrap_or_else(|| panic!("{what} of {name}"));
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{what} of {name}");
            assert!(error.to_string().contains(name), "{error}");
        }
        assert_eq!(kind(entries.scan().update_all(changes()).await), REFUSED);
        assert_eq!(kind(entries.scan().filter(path().exists()).input()), REFUSED);
        assert_eq!(kind(entries.scan().project((path(),)).input()), REFUSED);
    }
    assert_eq!(kind(update().set(Entry::REST.key("other"), 5).input()), None);
    let nested = |name: &str| update().set(Entry::INNER.at(Inner::REST.key(name)), 5).input();
    assert_eq!((kind(nested("sum")), kind(nested("total"))), (REFUSED, None));
}
