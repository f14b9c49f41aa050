//! Tables that between them use everything a schema can say.

use std::collections::BTreeSet;

use dynamo_runtime::DynamoTable;
use dynamo_runtime::schema::{AttributeDefinition, TableSchema};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::123456789012:root" },
    "Action": "dynamodb:GetItem",
    "Resource": "*",
    "Condition": { "StringEquals": { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" } }
  }]
}"#;

/// On demand, with an index of several attributes.
#[derive(DynamoTable)]
#[table(name = "Shipments", rename_all = "camelCase", max_read_units = 100)]
#[table(warm_read_units = 13_000, warm_write_units = 5_000, class = "STANDARD_INFREQUENT_ACCESS")]
#[table(stream = "NEW_AND_OLD_IMAGES", deletion_protection, point_in_time_recovery = 7)]
#[table(
    encryption = "arn:aws:kms:eu-central-1:123456789012:key/0f6b5c8a-7a52-4d8a-9f3d-5b0d3f1e2c4a"
)]
#[table(tags(team = "logistics", "cost-center" = "no", until = "2026-11-22"), resource_policy = POLICY)]
#[gsi(name = "ByRegion", hash = [tenant, region], range = [status, created_at], include = [title, weight])]
#[gsi(name = "ByWeight", hash = [weight], projection = "KEYS_ONLY", max_read_units = 5, max_write_units = 6)]
#[allow(dead_code, reason = "only the schema matters")]
pub(super) struct Shipment {
    #[hash_key]
    tenant: String,
    #[range_key]
    number: u64,
    #[gsi(name = "Region", warm_read_units = 14_000, warm_write_units = 6_000)]
    region: String,
    #[lsi(name = "ByStatus", include = [title])]
    status: String,
    created_at: String,
    title: String,
    weight: Option<u32>,
    #[ttl]
    expires_at: Option<u64>,
    labels: BTreeSet<String>,
    open: bool,
    #[dynamo(rename = "the \"note\" | #1 <b>")]
    #[dynamo(serde)]
    note: Option<String>,
}

/// Provisioned, with an index of its own capacity.
#[derive(DynamoTable)]
#[table(read_capacity = 3, write_capacity = 4, stream = "KEYS_ONLY", encryption = "MANAGED")]
#[allow(dead_code, reason = "only the schema matters")]
pub(super) struct Machine {
    #[hash_key]
    id: Vec<u8>,
    #[gsi(name = "ByName", read_capacity = 5, write_capacity = 6)]
    name: String,
    #[gsi(name = "ByPlace")]
    place: Option<String>,
    parts: Vec<String>,
}

/// Of a capacity that is scaled, which one index has as well, and the other has of its own.
#[derive(DynamoTable)]
#[table(name = "staging.Meter", read_capacity = 5..=100, write_capacity = 5)]
#[allow(dead_code, reason = "only the schema matters")]
pub(super) struct Meter {
    #[hash_key]
    id: String,
    #[gsi(name = "By-Place")]
    place: String,
    #[gsi(name = "ByOwner", include = [place, id], read_capacity = 1, write_capacity = 2..=20)]
    owner: String,
}

/// A table called `Plain`, with a hash key and nothing else.
pub(super) const fn plain() -> TableSchema {
    TableSchema::new("Plain", AttributeDefinition::key::<String>("id"))
}

/// What NoSQL Workbench can say of a table on demand.
#[derive(DynamoTable)]
#[gsi(name = "ByKind", hash = [kind], range = [size], include = [title])]
#[allow(dead_code, reason = "only the schema matters")]
pub(super) struct Plain {
    #[hash_key]
    id: String,
    #[range_key]
    part: u8,
    kind: String,
    size: u32,
    title: String,
    flags: std::collections::HashMap<String, bool>,
}
