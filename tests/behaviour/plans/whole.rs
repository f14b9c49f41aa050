//! A table that uses all that the engines have: what is described is what was declared, and nothing is left to do.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{KeySchemaElement, Projection, StreamViewType, TableDescription};
use dynamo_runtime::DynamoTable;
use dynamo_testkit::Engine;

use super::{Outcome, created};

/// Without class, tags and maxima, which DynamoDB Local refuses, and without what no local engine has.
#[derive(DynamoTable)]
#[table(name = "Whole", read_capacity = 3, write_capacity = 4, stream = "NEW_AND_OLD_IMAGES")]
#[table(deletion_protection, rename_all = "camelCase")]
#[gsi(name = "ByRegion", hash = [tenant, region], range = [status, created_at], include = [title])]
#[gsi(name = "ByWeight", hash = [weight], projection = "KEYS_ONLY", read_capacity = 5, write_capacity = 6)]
struct Whole {
    #[hash_key]
    tenant: String,
    #[range_key]
    number: u64,
    #[gsi(name = "Region")]
    region: String,
    #[lsi(name = "ByStatus", include = [title])]
    status: String,
    created_at: String,
    title: String,
    weight: Option<Vec<u8>>,
    #[ttl]
    expires_at: Option<u64>,
}

/// An index's name, its keys, and what it holds, as one text each.
fn indexes(table: &TableDescription) -> BTreeSet<String> {
    let text = |name: Option<&str>, keys: &[KeySchemaElement], held: Option<&Projection>| {
        let keys: Vec<_> =
            keys.iter().map(|key| format!("{} {}", key.attribute_name(), key.key_type())).collect();
        let held = held.expect("a projection");
        let kind = held.projection_type().expect("its type");
        format!(
            "{}: {}; {kind} {}",
            name.unwrap_or_default(),
            keys.join(", "),
            held.non_key_attributes().join(", ")
        )
    };
    let global = table.global_secondary_indexes().iter();
    let global =
        global.map(|index| text(index.index_name(), index.key_schema(), index.projection()));
    let local = table.local_secondary_indexes().iter();
    let local = local.map(|index| text(index.index_name(), index.key_schema(), index.projection()));
    global.chain(local).map(|text| text.trim_end().to_owned()).collect()
}

#[tokio::test]
async fn a_table_that_uses_what_both_engines_have_is_as_declared() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let whole = created::<Whole>(&engine).await?;
    let described = engine.client().describe_table().table_name("Whole").send().await;
    let table = described.expect("a description").table.expect("a table");
    let expected = [
        "ByRegion: tenant HASH, region HASH, status RANGE, createdAt RANGE; INCLUDE title",
        "ByStatus: tenant HASH, status RANGE; INCLUDE title",
        "ByWeight: weight HASH; KEYS_ONLY",
        "Region: region HASH; ALL",
    ];
    assert_eq!(indexes(&table), expected.map(str::to_owned).into());
    let throughput = table.provisioned_throughput().expect("a capacity");
    assert_eq!(
        (throughput.read_capacity_units(), throughput.write_capacity_units()),
        (Some(3), Some(4))
    );
    let stream = table.stream_specification().and_then(|stream| stream.stream_view_type());
    assert_eq!(stream, Some(&StreamViewType::NewAndOldImages));
    assert_eq!(table.deletion_protection_enabled(), Some(true));
    let plan = whole.plan().await?;
    assert!(plan.is_empty(), "{plan}");
    assert!(whole.check().await?.is_empty());
    Ok(())
}
