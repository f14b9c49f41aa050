//! What is left of a plan, and whose a table is.

use super::*;

/// What is left of the steps from `live` to `schema` when the table has become that of `now`.
fn left(live: &TableSchema, schema: &TableSchema, now: &TableSchema) -> Result<Vec<String>, Step> {
    let found = compare(schema, "Log", &made(now), ALL_OFF);
    let mut all = Vec::new();
    let steps = compare(schema, "Log", &made(live), ALL_OFF).steps;
    for steps in steps.chunk_by(Step::shares_a_request) {
        all.extend(found.left_of(steps)?.iter().map(ToString::to_string));
    }
    Ok(all)
}

#[test]
fn what_is_done_is_not_left() {
    let bare = RANGED.indexes(&[BY_DAY, BY_TOWN, LOCAL]);
    let (schema, steps) = (full(), between(&bare, &full()));
    let lines: Vec<_> = steps.iter().map(ToString::to_string).collect();
    assert_eq!(left(&bare, &schema, &bare), Ok(lines));
    assert_eq!(left(&bare, &schema, &schema), Ok(Vec::new()));
    let indexed = RANGED.indexes(&[BY_DAY]);
    assert_eq!(left(&RANGED, &indexed, &RANGED), Ok(vec!["+ index ByDay".to_owned()]));
    assert_eq!(left(&RANGED, &indexed, &indexed), Ok(Vec::new()));
}

#[test]
fn what_is_off_before_it_is_on_again_is_left_in_part() {
    let [old, new] = [StreamView::NewImage, StreamView::KeysOnly];
    let (one, two) = (PLAIN.stream(old).ttl::<u64>("a"), PLAIN.stream(new).ttl::<u64>("b"));
    let off = ["~ stream KEYS_ONLY", "~ time to live b"].map(str::to_owned);
    assert_eq!(left(&one, &two, &PLAIN), Ok(off.into()));
}

#[test]
fn what_somebody_else_has_changed_is_not_changed_again() {
    let (plain, to) = (PLAIN, PLAIN.ttl::<u64>("expires"));
    let other = PLAIN.ttl::<u64>("other");
    let now = Step::Ttl { from: Some("other".to_owned()), to: Some("expires") };
    assert_eq!(left(&plain, &to, &other), Err(now));
    let tagged = |value| PLAIN.tags(value);
    let (to, other) = (tagged(&[("team", "a")]), tagged(&[("team", "b")]));
    assert!(left(&plain, &to, &other).is_err());
    let stream = PLAIN.stream(StreamView::KeysOnly);
    assert!(left(&plain, &stream, &PLAIN.stream(StreamView::NewImage)).is_err());
}

#[test]
fn throughput_is_set_from_whatever_it_is() {
    let capacity = |read| RANGED.indexes(&[BY_DAY]).provisioned(read, 1);
    let lines = ["~ capacity 7/1 -> 9/1", "~ capacity of index ByDay 7/1 -> 9/1"];
    let scaled = left(&capacity(5), &capacity(9), &capacity(7));
    assert_eq!(scaled, Ok(lines.map(str::to_owned).into()));
}

#[test]
fn a_table_is_of_the_schema_by_its_keys_and_indexes() {
    let is = |live: &TableSchema, schema: &TableSchema| {
        is_of(schema, made(live).table.as_ref().unwrap())
    };
    let bare = RANGED.indexes(&[BY_DAY, BY_TOWN, LOCAL]);
    assert!(is(&bare, &full()));
    assert!(is(&full(), &bare));
    for other in [
        PLAIN,
        RANGED,
        RANGED.indexes(&[BY_DAY, BY_TOWN]),
        RANGED.indexes(&[BY_DAY, LOCAL]),
        RANGED.indexes(&[BY_OTHER, BY_TOWN, LOCAL]),
        PLAIN.indexes(&[BY_DAY, BY_TOWN, LOCAL]),
    ] {
        assert!(!is(&other, &bare), "{other}");
        assert!(!is(&bare, &other), "{other}");
    }
}

#[test]
fn a_state_that_a_table_does_not_leave_cannot_be_changed() {
    for status in [TableStatus::Archived, TableStatus::InaccessibleEncryptionCredentials] {
        let mut live = made(&PLAIN);
        live.table.as_mut().unwrap().table_status = Some(status.clone());
        let found = compare(&PLAIN, "Log", &live, Allowed::default());
        let status = status.as_str().to_owned();
        assert_eq!(found.steps, [Step::CannotChange(Unchangeable::Status { status })]);
    }
}
