//! Capacities, fixed and scaled, maxima and warm throughput.

use super::*;

const READ_TO_100: Units = Units { read: Some(100), write: None };
const WRITE_TO_20: Units = Units { read: None, write: Some(20) };
const OF_ITS_OWN: &IndexSchema =
    &IndexSchema::global("ByDay", &[DAY], &[]).provisioned(1, 2).scaled_to(WRITE_TO_20);

fn scaled() -> TableSchema {
    PLAIN.indexes(&[OF_ITS_OWN, BY_TOWN]).provisioned(5, 6).scaled_to(READ_TO_100)
}

/// The lines of the plan for a table and indexes of these capacities.
fn plan_of(table: [i64; 2], by_day: [i64; 2], by_town: [i64; 2]) -> Vec<String> {
    let mut live = made(&scaled());
    let capacity = |[read, write]: [i64; 2]| {
        let capacity = sdk::ProvisionedThroughputDescription::builder();
        Some(capacity.read_capacity_units(read).write_capacity_units(write).build())
    };
    let description = live.table.as_mut().unwrap();
    description.provisioned_throughput = capacity(table);
    let indexes = description.global_secondary_indexes.as_mut().unwrap();
    for (index, of) in indexes.iter_mut().zip([by_day, by_town]) {
        index.provisioned_throughput = capacity(of);
    }
    let found = compare(&scaled(), "Log", &live, Allowed::default());
    assert_eq!(found.notes, Vec::<String>::new());
    found.steps.iter().map(ToString::to_string).collect()
}

#[test]
fn a_capacity_within_its_range_is_no_difference() {
    for read in [5, 50, 100] {
        assert_eq!(plan_of([read, 6], [1, 2], [read, 6]), Vec::<String>::new());
    }
    assert_eq!(plan_of([5, 6], [1, 20], [5, 6]), Vec::<String>::new());
}

#[test]
fn a_capacity_outside_its_range_becomes_the_nearest_bound() {
    let expected = [
        "~ capacity 101/6 -> 100/6",
        "~ capacity of index ByDay 2/21 -> 1/20",
        "~ capacity of index ByTown 4/7 -> 5/6",
    ];
    assert_eq!(plan_of([101, 6], [2, 21], [4, 7]), expected);
    // What is scaled and within stays as it is where another number changes.
    assert_eq!(plan_of([50, 7], [1, 2], [5, 6]), ["~ capacity 50/7 -> 50/6"]);
}

#[test]
fn a_range_is_created_with_its_lower_bound() {
    let input = scaled().create_input("Log");
    assert_eq!(input.get_provisioned_throughput().as_ref().unwrap().read_capacity_units, 5);
    let expected = [
        "~ capacity on demand -> 5/6",
        "~ capacity of index ByDay on demand -> 1/2",
        "+ index ByTown",
    ];
    let on_demand = PLAIN.indexes(&[BY_DAY]);
    assert_eq!(lines(&on_demand, &scaled(), Allowed::default()), expected);
    let steps = between(&on_demand, &scaled());
    let capacity = Some(Capacity { read: 5, write: 6 });
    assert_eq!(steps[2], Step::CreateIndex { index: "ByTown", capacity });
}

#[test]
fn a_range_of_a_schema_by_hand_may_be_wrong() {
    let schema = PLAIN.provisioned(5, 1).scaled_to(Units { read: Some(3), write: None });
    assert_eq!(between(&PLAIN.provisioned(4, 1), &schema).len(), 1);
    assert_eq!(between(&PLAIN.provisioned(5, 1), &schema), []);
}

#[test]
fn a_range_is_shown() {
    let text = scaled().to_string();
    let table = "table Log, 5 to 100 read and 6 write capacity units";
    assert!(text.starts_with(table), "{text}");
    assert!(text.contains("hash day, 1 read and 2 to 20 write capacity units"), "{text}");
}

#[test]
fn capacities_differ_one_by_one() {
    let one = RANGED.indexes(&[BY_DAY, BY_TOWN]).provisioned(10, 10);
    let two = RANGED.indexes(&[WITH_CAPACITY, BY_TOWN]).provisioned(10, 10);
    let own = Step::Capacity {
        index: Some("ByDay".to_owned()),
        from: Some(Capacity { read: 10, write: 10 }),
        to: Some(Capacity { read: 5, write: 6 }),
    };
    assert_eq!(between(&one, &two), [own]);
    let three = RANGED.indexes(&[BY_DAY, BY_TOWN]).provisioned(20, 10);
    let all = [
        "~ capacity 10/10 -> 20/10",
        "~ capacity of index ByDay 10/10 -> 20/10",
        "~ capacity of index ByTown 10/10 -> 20/10",
    ];
    assert_eq!(lines(&one, &three, Allowed::default()), all);
    assert!(between(&one, &three).windows(2).all(|two| two[0].shares_a_request(&two[1])));
    let on_demand = RANGED.indexes(&[BY_DAY, BY_TOWN]);
    let switched = "~ capacity 10/10 -> on demand, which is billed per request";
    assert_eq!(lines(&one, &on_demand, ALL_OFF), [switched]);
}

#[test]
fn a_capacity_of_zero_is_one_that_is_not_told() {
    let schema = PLAIN.indexes(&[BY_DAY]).provisioned(1, 1);
    let mut live = made(&schema);
    let indexes = live.table.as_mut().unwrap().global_secondary_indexes.as_mut().unwrap();
    indexes[0].provisioned_throughput = Some(
        sdk::ProvisionedThroughputDescription::builder()
            .read_capacity_units(0)
            .write_capacity_units(0)
            .build(),
    );
    let found = compare(&schema, "Log", &live, Allowed::default());
    assert_eq!(found.steps, []);
    assert_eq!(found.notes, ["capacity of index ByDay cannot be compared"]);
}

#[test]
fn maxima_are_set_and_only_taken_away_if_asked() {
    let at_most = |read, write| PLAIN.indexes(&[BY_DAY]).maximum(Units { read, write });
    let (none, read) = (PLAIN.indexes(&[BY_DAY]), at_most(Some(5), None));
    let set = ["~ maximum none/none -> 5/none", "~ maximum of index ByDay none/none -> 5/none"];
    assert_eq!(lines(&none, &read, Allowed::default()), set);
    let kept = ["? a maximum is not declared", "? a maximum of index ByDay is not declared"];
    assert_eq!(lines(&at_most(Some(5), Some(6)), &read, Allowed::default()), kept);
    let taken = ["~ maximum 5/6 -> 5/none", "~ maximum of index ByDay 5/6 -> 5/none"];
    assert_eq!(lines(&at_most(Some(5), Some(6)), &read, ALL_OFF), taken);
    assert_eq!(
        lines(&at_most(Some(1), None), &PLAIN.provisioned(1, 1), Allowed::default())[0],
        "~ capacity on demand -> 1/1"
    );
}

#[test]
fn warm_throughput_only_grows() {
    let warm = |read, write| PLAIN.warm(Units { read, write });
    assert_eq!(between(&PLAIN, &warm(Some(1), Some(4_000))), []);
    let grown = Step::Warm {
        index: None,
        from: Units { read: Some(12_000), write: Some(4_000) },
        to: Units { read: Some(12_000), write: Some(5_000) },
    };
    assert_eq!(between(&PLAIN, &warm(Some(1), Some(5_000))), [grown]);
    let mut untold = made(&PLAIN);
    untold.table.as_mut().unwrap().warm_throughput = None;
    let found = compare(&warm(Some(1), None), "Log", &untold, Allowed::default());
    assert_eq!(found.notes, ["warm throughput cannot be compared"]);
}
