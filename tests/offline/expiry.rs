//! Reads that hide what has expired.

use std::time::{Duration, SystemTime};

use dynamo_runtime::{Dynamo, Error, ErrorKind, Ttl, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Session, SessionTable, offline};
use serde_json::json;

use crate::requests::{n, names, s, values};
use crate::wires::{WIRES, run};

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn sessions() -> SessionTable {
    Session::table(Dynamo::new(offline()).with_clock(|| at(100)))
}

#[test]
fn queries_and_scans_filter() {
    let scan = sessions().scan().filter(Session::NUMBER.gt(1)).hide_expired().input().unwrap();
    let filter = "(#0 > :0) AND (NOT (#1 <= :1))";
    assert_eq!(scan.get_filter_expression().as_deref(), Some(filter));
    assert_eq!(*scan.get_expression_attribute_names(), Some(names(&["number", "expires"])));
    assert_eq!(*scan.get_expression_attribute_values(), Some(values([n(1), n(100)])));
    let query = sessions().query("ann").hide_expired().limit(3).input().unwrap();
    assert_eq!(query.get_filter_expression().as_deref(), Some("NOT (#1 <= :1)"));
    assert_eq!(*query.get_expression_attribute_values(), Some(values([s("ann"), n(100)])));
    assert_eq!(*query.get_limit(), None, "how many have expired is not known");
}

#[test]
fn a_get_reads_the_time_to_live_beside_what_it_projects() {
    let get = || sessions().get("ann", 1);
    assert_eq!(get().hide_expired().input().unwrap(), get().input().unwrap());
    let projected = |get: dynamo_runtime::op::Get<Session, _>| {
        let input = get.input().unwrap();
        input.get_expression_attribute_names().clone()
    };
    let number = get().project((Session::NUMBER,)).hide_expired();
    assert_eq!(projected(number), Some(names(&["number", "expires"])));
    let ttl = get().hide_expired().project((Session::EXPIRES_AT,)).input().unwrap();
    assert_eq!(ttl.get_projection_expression().as_deref(), Some("#0"));
}

#[test]
fn a_get_of_an_expired_item_is_none() {
    let read = |seconds: Option<&str>| -> [Result<_, Error>; 2] {
        WIRES.map(|wire: Wire| {
            let mut item = json!({ "user": { "S": "ann" }, "number": { "N": "1" } });
            if let Some(seconds) = seconds {
                item["expires"] = json!({ "N": seconds });
            }
            let answer = Answer::success(json!({ "Item": item }).to_string());
            let client = Script::new([answer]).client(1);
            let dynamo = Dynamo::new(client).with_clock(|| at(100)).with_wire(wire);
            let get = Session::table(dynamo).get("ann", 1).hide_expired();
            let number = run(get.clone().project((Session::NUMBER,)).send())?;
            let whole = run(get.send())?;
            assert_eq!(whole.as_ref().map(|session| (session.number,)), number);
            Ok(whole.map(|session| session.expires_at))
        })
    };
    for (seconds, expected) in [
        (None, Some(None)),
        (Some("100"), None),
        (Some("101"), Some(Some(Ttl::at(at(101))))),
        // What no `Ttl` can hold.
        (Some("-1"), None),
    ] {
        for read in read(seconds) {
            assert_eq!(read.unwrap(), expected, "{seconds:?}");
        }
    }
}

#[test]
fn an_index_without_the_time_to_live_is_refused() {
    let query = sessions().query_by_user("ann").hide_expired();
    assert_eq!(query.input().map_err(|error| error.kind()), Err(ErrorKind::InvalidRequest));
}

#[test]
fn milliseconds_are_refused() {
    let put = |expires_at: Ttl| {
        let session = Session { user: "ann".into(), number: 1, expires_at: Some(expires_at) };
        sessions().put(&session).input().map(drop).map_err(|error| error.kind())
    };
    let milliseconds = Duration::from_secs(1_795_341_600_250);
    let time = SystemTime::UNIX_EPOCH + milliseconds;
    assert_eq!(put(Ttl::at(time)), Err(ErrorKind::InvalidRequest));
    assert_eq!(put(Ttl::after(Duration::from_hours(1))), Ok(()));
}
