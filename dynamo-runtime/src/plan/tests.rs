//! Every kind of step, from descriptions such as the service gives.

mod asked;
mod later;
mod made;
mod throughput;

use aws_sdk_dynamodb::types as sdk;

use self::made::made;
use super::*;
use crate::schema::{AttributeDefinition, Capacity, Encryption, StreamView, TableClass, Units};

const ID: AttributeDefinition = AttributeDefinition::key::<String>("id");
const AT: AttributeDefinition = AttributeDefinition::key::<u64>("at");
const DAY: AttributeDefinition = AttributeDefinition::index_key::<String>("day");
const DAY_NUMBER: AttributeDefinition = AttributeDefinition::index_key::<u64>("day");
const TOWN: AttributeDefinition = AttributeDefinition::index_key::<String>("town");

const BY_DAY: &IndexSchema = &IndexSchema::global("ByDay", &[DAY], &[]);
const BY_DAY_NUMBER: &IndexSchema = &IndexSchema::global("ByDayNumber", &[DAY_NUMBER], &[]);
const BY_TOWN: &IndexSchema = &IndexSchema::global("ByTown", &[TOWN, DAY], &[AT]);
const LOCAL: &IndexSchema = &IndexSchema::local("Local", &[ID], &[DAY]);

/// Indexes of the same names that differ.
const BY_OTHER: &IndexSchema = &IndexSchema::global("ByDay", &[TOWN], &[DAY]);
const BY_DAY_AND_TOWN: &IndexSchema = &IndexSchema::global("ByTown", &[DAY, TOWN], &[AT]);
const NOT_LOCAL: &IndexSchema = &IndexSchema::global("Local", &[DAY], &[]);
const WITH_CAPACITY: &IndexSchema = &IndexSchema::global("ByDay", &[DAY], &[]).provisioned(5, 6);
const WITH_KEYS: &IndexSchema = &IndexSchema::global("ByDay", &[DAY], &[]).keys_only();
const WITH_A: &IndexSchema = &IndexSchema::global("ByDay", &[DAY], &[]).include(&["a"]);
const WITH_A_AND_B: &IndexSchema = &IndexSchema::global("ByDay", &[DAY], &[]).include(&["b", "a"]);

const PLAIN: TableSchema = TableSchema::new("Log", ID);
const RANGED: TableSchema = PLAIN.range_key(AT);
const ALL_OFF: Allowed = Allowed {
    on_demand: true,
    replacing_stream: true,
    deleting_indexes: true,
    removing_tags: true,
    turning_off: true,
};

fn between(live: &TableSchema, schema: &TableSchema) -> Vec<Step> {
    compare(schema, "Log", &made(live), Allowed::default()).steps
}

fn lines(live: &TableSchema, schema: &TableSchema, allowed: Allowed) -> Vec<String> {
    let found = compare(schema, "Log", &made(live), allowed);
    let notes = found.notes.iter().map(|note| format!("? {note}"));
    found.steps.iter().map(ToString::to_string).chain(notes).collect()
}

fn full() -> TableSchema {
    RANGED
        .indexes(&[BY_DAY, BY_TOWN, LOCAL])
        .maximum(Units { read: Some(5), write: None })
        .warm(Units { read: Some(12_000), write: None })
        .class(TableClass::StandardInfrequentAccess)
        .stream(StreamView::NewImage)
        .encryption(Encryption::Key("1234"))
        .deletion_protection()
        .point_in_time_recovery(7)
        .tags(&[("team", "a"), ("stage", "test")])
        .resource_policy(r#"{"Version": "2012-10-17","Statement":["a b"]}"#)
        .ttl::<u64>("expires")
}

#[test]
fn a_table_that_was_just_made_needs_nothing() {
    let provisioned = RANGED.indexes(&[BY_DAY, BY_TOWN]).provisioned(10, 20);
    for schema in [PLAIN, RANGED, provisioned, full()] {
        let found = compare(&schema, "Log", &made(&schema), ALL_OFF);
        assert_eq!(found, Comparison::default(), "{schema}");
    }
}

#[test]
fn a_missing_table_is_made_and_then_completed() {
    let found = compare(&full(), "staging-Log", &Live::default(), Allowed::default());
    let lines: Vec<_> = found.steps.iter().map(ToString::to_string).collect();
    let expected =
        ["+ table staging-Log", "~ time to live expires", "~ point-in-time recovery 7 days"];
    assert_eq!(lines, expected);

    let mut going = made(&PLAIN);
    going.table.as_mut().unwrap().table_status = Some(TableStatus::Deleting);
    let found = compare(&PLAIN, "Log", &going, Allowed::default());
    let awaited = Step::Await { index: None, state: "DELETING".to_owned() };
    assert_eq!(found.steps, [awaited, Step::CreateTable { table: "Log".to_owned() }]);
}

#[test]
fn indexes_are_deleted_before_capacities_change_before_indexes_are_made() {
    let (one, two) = (RANGED.indexes(&[BY_DAY]), RANGED.indexes(&[BY_TOWN]).provisioned(1, 2));
    let asked = ["- index ByDay", "~ capacity on demand -> 1/2", "+ index ByTown"];
    assert_eq!(lines(&one, &two, ALL_OFF), asked);
    let unasked = [
        "~ capacity on demand -> 1/2",
        "~ capacity of index ByDay on demand -> 1/2",
        "+ index ByTown",
        "? index ByDay is not declared",
    ];
    assert_eq!(lines(&one, &two, Allowed::default()), unasked);
}

#[test]
fn settings_that_are_declared_are_set() {
    let expected = [
        "~ maximum none/none -> 5/none",
        "~ maximum of index ByDay none/none -> 5/none",
        "~ maximum of index ByTown none/none -> 5/none",
        "~ class STANDARD -> STANDARD_INFREQUENT_ACCESS",
        "~ stream NEW_IMAGE",
        "~ encryption a key of DynamoDB -> 1234",
        "~ deletion protection",
        "~ time to live expires",
        "~ point-in-time recovery 7 days",
        "+ tag team=a",
        "+ tag stage=test",
        "~ resource policy",
    ];
    let bare = RANGED.indexes(&[BY_DAY, BY_TOWN, LOCAL]);
    assert_eq!(lines(&bare, &full(), Allowed::default()), expected);
}

#[test]
fn settings_that_are_not_declared_stay_unless_asked() {
    let bare = RANGED.indexes(&[BY_DAY, BY_TOWN, LOCAL]);
    let left = compare(&bare, "Log", &made(&full()), Allowed::default());
    assert_eq!(left.steps, []);
    let expected = [
        "a maximum is not declared",
        "a maximum of index ByDay is not declared",
        "a maximum of index ByTown is not declared",
        "class STANDARD_INFREQUENT_ACCESS is not declared",
        "stream NEW_IMAGE is not declared",
        "encryption with arn:aws:kms:eu-west-1:1:key/1234 is not declared",
        "deletion protection is not declared",
        "time to live expires is not declared",
        "point-in-time recovery is not declared",
        "tag team is not declared",
        "tag stage is not declared",
    ];
    assert_eq!(left.notes, expected);
    let taken = [
        "~ maximum 5/none -> none/none",
        "~ maximum of index ByDay 5/none -> none/none",
        "~ maximum of index ByTown 5/none -> none/none",
        "~ stream NEW_IMAGE -> off",
        "~ deletion protection -> off",
        "~ time to live expires -> off",
        "~ point-in-time recovery 7 days -> off",
        "- tag team=a",
        "- tag stage=test",
        "? class STANDARD_INFREQUENT_ACCESS is not declared",
        "? encryption with arn:aws:kms:eu-west-1:1:key/1234 is not declared",
    ];
    assert_eq!(lines(&full(), &bare, ALL_OFF), taken);
}

#[test]
fn settings_change() {
    let one = PLAIN.stream(StreamView::KeysOnly).ttl::<u64>("a").point_in_time_recovery(3);
    let two = PLAIN.stream(StreamView::NewImage).ttl::<u64>("b").point_in_time_recovery(4);
    let [one, two] = [one.tags(&[("k", "1"), ("l", "1")]), two.tags(&[("l", "1"), ("k", "2")])];
    let expected = [
        "~ stream KEYS_ONLY -> NEW_IMAGE, with a new ARN that consumers must switch to",
        "~ time to live a -> b",
        "~ point-in-time recovery 3 days -> 4 days",
        "~ tag k=1 -> 2",
    ];
    let steps = compare(&two, "Log", &made(&one), ALL_OFF).steps;
    assert_eq!(steps.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    let parts: Vec<_> = steps.iter().flat_map(Step::parts).map(|step| step.to_string()).collect();
    assert_eq!(
        parts[..4],
        [
            "~ stream KEYS_ONLY -> off",
            "~ stream NEW_IMAGE",
            "~ time to live a -> off",
            "~ time to live b"
        ]
    );
}

#[test]
fn tags_of_aws_stay() {
    let mut live = made(&PLAIN);
    live.tags = Told::Is(vec![("aws:cloudformation:stack-name".to_owned(), "s".to_owned())]);
    assert_eq!(compare(&PLAIN, "Log", &live, ALL_OFF), Comparison::default());
}

#[test]
fn a_key_of_the_encryption_is_known_by_its_id_or_arn_only() {
    let with = |key| PLAIN.encryption(key);
    let key = with(Encryption::Key("1234"));
    assert_eq!(between(&key, &with(Encryption::Key("arn:aws:kms:eu-west-1:1:key/1234"))), []);
    assert_eq!(between(&key, &with(Encryption::Key("34"))).len(), 1);
    assert_eq!(between(&key, &with(Encryption::Owned)).len(), 1);
    assert_eq!(between(&PLAIN, &with(Encryption::Managed)).len(), 1);
    for unknown in [Encryption::Managed, Encryption::Key("alias/mine")] {
        let expected = ["? the key of the encryption cannot be compared"];
        assert_eq!(lines(&key, &with(unknown), Allowed::default()), expected);
    }
}

#[test]
fn a_policy_is_compared_as_json() {
    let one = PLAIN.resource_policy(r#"{"a": "b\" c", "d": 1}"#);
    for same in ["{\"a\":\"b\\\" c\",\n\"d\":1}", r#"{"d":1,"\u0061":"b\u0022 c"}"#] {
        assert_eq!(between(&one, &PLAIN.resource_policy(same)), []);
    }
    let none = PLAIN.resource_policy("none");
    assert_eq!(between(&none, &none), []);
    assert_eq!(between(&one, &none).len(), 1);
    let other = r#"{"a":"b\"c","d":1}"#;
    let expected = [Step::ResourcePolicy { policy: other }];
    assert_eq!(between(&one, &PLAIN.resource_policy(other)), expected);
}

#[test]
fn what_an_engine_does_not_tell_is_noted_only_where_it_is_declared() {
    let untold = Live { table: made(&PLAIN).table, ..Live::default() };
    assert_eq!(compare(&PLAIN, "Log", &untold, ALL_OFF), Comparison::default());
    let schema =
        PLAIN.ttl::<u64>("a").point_in_time_recovery(1).tags(&[("k", "v")]).resource_policy("{}");
    let found = compare(&schema, "Log", &untold, Allowed::default());
    assert_eq!(found.steps, []);
    let expected = ["time to live", "point-in-time recovery", "tags", "resource policy"];
    assert_eq!(found.notes, expected.map(|what| format!("{what} cannot be compared")));
}

#[test]
fn what_is_under_way_is_waited_for() {
    let schema = PLAIN.indexes(&[BY_DAY]);
    let at = |table, index, filling| {
        let mut live = made(&schema);
        let description = live.table.as_mut().unwrap();
        description.table_status = Some(table);
        let index_description = &mut description.global_secondary_indexes.as_mut().unwrap()[0];
        index_description.index_status = Some(index);
        index_description.backfilling = filling;
        let found = compare(&schema, "Log", &live, Allowed::default());
        found.steps.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(at(TableStatus::Active, IndexStatus::Active, Some(false)).is_empty());
    let expected = [". table is UPDATING", ". index ByDay is CREATING"];
    assert_eq!(at(TableStatus::Updating, IndexStatus::Creating, Some(true)), expected);
    let expected = [". index ByDay is BACKFILLING"];
    assert_eq!(at(TableStatus::Active, IndexStatus::Active, Some(true)), expected);
    assert_eq!(at(TableStatus::Active, IndexStatus::Deleting, None), ["+ index ByDay"]);
}

#[test]
fn keys_and_their_types_cannot_be_changed() {
    let numbered = TableSchema::new("Log", AttributeDefinition::key::<u64>("id"));
    let (live, only_in) = ("S".to_owned(), Vec::new());
    let expected = Unchangeable::AttributeType { attribute: "id", live, declared: "N", only_in };
    assert_eq!(between(&PLAIN, &numbered), [Step::CannotChange(expected)]);
    let expected =
        "! key schema differs (table: hash id; struct: hash id, range at): cannot be changed";
    assert_eq!(lines(&PLAIN, &RANGED, Allowed::default()), [expected]);
}

#[test]
fn an_attribute_changes_its_type_with_the_last_index_that_has_it() {
    let (one, two) = (PLAIN.indexes(&[BY_DAY]), PLAIN.indexes(&[BY_DAY_NUMBER]));
    let expected = "! type of day differs (table: S; struct: N); only undeclared indexes use it (ByDay): `allow_deleting_indexes()` deletes them first";
    assert_eq!(lines(&one, &two, Allowed::default())[0], expected);
    // A local index has it as well, and stays.
    let (one, two) = (RANGED.indexes(&[BY_DAY, LOCAL]), RANGED.indexes(&[BY_DAY_NUMBER]));
    let expected = "! type of day differs (table: S; struct: N): cannot be changed";
    assert_eq!(lines(&one, &two, Allowed::default())[0], expected);
    let (one, two) = (PLAIN.indexes(&[BY_DAY]), PLAIN.indexes(&[BY_DAY_NUMBER]));
    assert_eq!(lines(&one, &two, ALL_OFF), ["- index ByDay", "+ index ByDayNumber"]);
}

#[test]
fn local_indexes_are_made_with_the_table_only() {
    let missing = Unchangeable::MissingLocalIndex { index: "Local" };
    assert_eq!(between(&RANGED, &RANGED.indexes(&[LOCAL])), [Step::CannotChange(missing)]);
    let kept = compare(&RANGED, "Log", &made(&RANGED.indexes(&[LOCAL])), ALL_OFF);
    assert_eq!(
        (kept.steps, kept.notes),
        (vec![], vec!["local index Local is not declared".to_owned()])
    );
    let (local, global) = (RANGED.indexes(&[LOCAL]), RANGED.indexes(&[NOT_LOCAL]));
    let scope = Step::CannotChange(Unchangeable::IndexScope { index: "Local" });
    assert_eq!(between(&local, &global)[0], scope);
    assert_eq!(between(&global, &local)[0], scope);
}

#[test]
fn the_keys_of_an_index_cannot_be_changed() {
    let steps = between(&PLAIN.indexes(&[BY_DAY]), &PLAIN.indexes(&[BY_OTHER]));
    let expected = Unchangeable::IndexKeySchema {
        index: "ByDay",
        live: "hash day".to_owned(),
        declared: "hash town, range day".to_owned(),
    };
    assert_eq!(steps, [Step::CannotChange(expected)]);
    assert_eq!(between(&RANGED.indexes(&[BY_TOWN]), &RANGED.indexes(&[BY_DAY_AND_TOWN])), []);
}

#[test]
fn a_projection_is_enough_or_cannot_be_changed() {
    let [all, more, some, keys] =
        [&[BY_DAY], &[WITH_A_AND_B], &[WITH_A], &[WITH_KEYS]].map(|indexes| PLAIN.indexes(indexes));
    let wider = [(&all, &more), (&all, &keys), (&more, &some), (&some, &keys), (&all, &all)];
    for (live, declared) in wider {
        assert_eq!(between(live, declared), [], "{live} {declared}");
    }
    for (live, declared) in wider[..4].iter().map(|(live, declared)| (declared, live)) {
        let steps = between(live, declared);
        assert!(
            matches!(
                steps[..],
                [Step::CannotChange(Unchangeable::Projection { index: "ByDay", .. })]
            ),
            "{steps:?}"
        );
    }
}

#[test]
fn what_cannot_be_changed_comes_first_and_all_of_it() {
    let live = RANGED.indexes(&[BY_DAY]).provisioned(1, 1);
    let declared = PLAIN.indexes(&[BY_OTHER, BY_TOWN, LOCAL]);
    let expected = [
        "! key schema differs (table: hash id, range at; struct: hash id): cannot be changed",
        "! key schema of index ByDay differs (table: hash day; struct: hash town, range day): cannot be changed",
        "! local index Local is missing: cannot be changed",
        "~ capacity 1/1 -> on demand, which is billed per request",
        "+ index ByTown",
    ];
    let allowed = Allowed { on_demand: true, ..Allowed::default() };
    assert_eq!(lines(&live, &declared, allowed), expected);
}
