//! What a plan does not do unasked, or without being told what there is.

use super::*;

const AT_MOST: Units = Units { read: Some(5), write: None };

/// The description of a table as DynamoDB Local gives it: without an id, and without what it ignores.
fn made_locally(schema: &TableSchema) -> Live {
    let mut live = made(schema);
    let table = live.table.as_mut().unwrap();
    (table.warm_throughput, table.on_demand_throughput) = (None, None);
    (table.sse_description, table.table_class_summary) = (None, None);
    for index in table.global_secondary_indexes.iter_mut().flatten() {
        (index.warm_throughput, index.on_demand_throughput) = (None, None);
    }
    live
}

#[test]
fn a_provisioned_table_stays_where_no_capacity_is_declared() {
    let provisioned = PLAIN.indexes(&[BY_DAY]).provisioned(3, 4);
    let declared = PLAIN.indexes(&[BY_DAY, BY_TOWN]);
    let found = compare(&declared, "Log", &made(&provisioned), Allowed::default());
    let capacity = Some(Capacity { read: 3, write: 4 });
    assert_eq!(found.steps, [Step::CreateIndex { index: "ByTown", capacity }]);
    assert!(found.notes[0].starts_with("capacity 3/4 is not declared"), "{:?}", found.notes);
    // An index that is made so has no maximum.
    let at_most = declared.clone().maximum(AT_MOST);
    let found = compare(&at_most, "Log", &made(&provisioned), Allowed::default());
    assert!(found.notes[0].starts_with("capacity 3/4 is not on demand"), "{:?}", found.notes);
    let input = at_most.update_input("Log", &found.steps);
    let updates = input.get_global_secondary_index_updates().as_ref().unwrap();
    let create = updates[0].create().unwrap();
    assert_eq!(create.on_demand_throughput, None);
    assert_eq!(create.provisioned_throughput.as_ref().unwrap().read_capacity_units, 3);

    let allowed = Allowed { on_demand: true, ..Allowed::default() };
    let found = compare(&declared, "Log", &made(&provisioned), allowed);
    let switch = Step::Capacity { index: None, from: capacity, to: None };
    let index = Step::CreateIndex { index: "ByTown", capacity: None };
    assert_eq!((found.steps, found.notes), (vec![switch, index], Vec::new()));
}

#[test]
fn what_no_struct_declares_is_a_note() {
    let mut live = made(&PLAIN);
    let table = live.table.as_mut().unwrap();
    let vector = sdk::VectorIndexDescription::builder().index_name("ByLikeness");
    table.vector_indexes = Some(vec![vector.build()]);
    let replica = sdk::ReplicaDescription::builder().region_name("eu-north-1");
    table.replicas = Some(vec![replica.build()]);
    let found = compare(&PLAIN, "Log", &live, ALL_OFF);
    assert_eq!(found.steps, []);
    let expected = ["vector index ByLikeness", "replica in eu-north-1"];
    assert_eq!(found.notes, expected.map(|what| format!("{what} is not declared")));
    // Nor is it a table that an earlier `create` has left.
    assert!(!is_of(&PLAIN, live.table.as_ref().unwrap()));
}

#[test]
fn a_new_index_gets_what_the_table_has_by_then() {
    let (declared, live) = (PLAIN.indexes(&[BY_DAY]), |read| made(&PLAIN.provisioned(read, 1)));
    let planned = compare(&declared, "Log", &live(1), Allowed::default());
    let left = compare(&declared, "Log", &live(2), Allowed::default()).left_of(&planned.steps);
    let capacity = Some(Capacity { read: 2, write: 1 });
    assert_eq!(left, Ok(vec![Step::CreateIndex { index: "ByDay", capacity }]));
}

#[test]
fn what_is_not_told_is_no_difference() {
    let notes = |schema: &TableSchema| {
        let found = compare(schema, "Log", &made_locally(schema), ALL_OFF);
        assert_eq!(found.steps, []);
        found.notes
    };
    let indexed = PLAIN.indexes(&[BY_DAY]);
    assert_eq!(notes(&indexed), Vec::<String>::new());
    let schema = indexed
        .maximum(AT_MOST)
        .class(TableClass::StandardInfrequentAccess)
        .encryption(Encryption::Managed);
    let expected = ["maximum", "maximum of index ByDay", "class", "the key of the encryption"]
        .map(|what| format!("{what} cannot be compared"));
    assert_eq!(notes(&schema), expected);
    // An engine that tells of a table's maximum may not tell of an index's.
    let mut live = made_locally(&schema);
    let table = live.table.as_mut().unwrap();
    table.table_id = Some("1".to_owned());
    let found = compare(&schema, "Log", &live, Allowed::default());
    assert_eq!(found.notes, expected[1..2]);
    assert_eq!(found.steps.len(), 3);
}
