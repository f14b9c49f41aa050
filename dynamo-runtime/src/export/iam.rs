//! Tables and what is done with them in, an IAM policy out.

use serde_json::{Value, json};

use super::{Export, Exported};
use crate::error::Error;
use crate::schema::TableSchema;

/// Something done with a table, for which a policy gives the rights. In a transaction the same rights are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation<'a> {
    /// `get`, `exists`.
    Get,
    /// `put`, `insert`.
    Put,
    /// `update`, `upsert`.
    Update,
    /// `delete`.
    Delete,
    /// A check of a transaction on an item that it does not write.
    Check,
    /// Several gets in one request.
    BatchGet,
    /// Several puts and deletes in one request.
    BatchWrite,
    /// `query` of the table.
    Query,
    /// `query` of the index of this name.
    QueryIndex(&'a str),
    /// `scan` of the table.
    Scan,
    /// `scan` of the index of this name.
    ScanIndex(&'a str),
    /// `create`, with what the schema says.
    Create,
    /// `delete_table`.
    DeleteTable,
    /// `plan` and `check`: reading all that a schema says of a table that exists.
    Describe,
    /// `plan` and `apply` of a table that exists, with all that [`Apply`](crate::op::Apply) may be allowed to take from it. Nothing
    /// removes a resource policy; where there may be no table yet, add [`Create`](Self::Create).
    Change,
}

/// Where tables are, as their ARNs say it: `arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME`. By default in any region
/// and account of the partition `aws`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location<'a> {
    /// The partition: `aws`, `aws-cn`, `aws-us-gov`, ..
    pub partition: &'a str,
    /// The region, or `*`.
    pub region: &'a str,
    /// The account's 12 digits, or `*`.
    pub account: &'a str,
}

impl Default for Location<'_> {
    fn default() -> Self {
        Self { partition: "aws", region: "*", account: "*" }
    }
}

impl<'a> Location<'a> {
    /// A region and an account of the partition `aws`; each may be `*`.
    #[must_use]
    pub fn new(region: &'a str, account: &'a str) -> Self {
        Self { region, account, ..Self::default() }
    }

    /// The same in another partition, such as `aws-cn`.
    #[must_use]
    pub fn partition(mut self, partition: &'a str) -> Self {
        self.partition = partition;
        self
    }

    fn check(&self) -> Result<(), &'static str> {
        let region = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        let is_region = |text: &str| !text.is_empty() && text.chars().all(region);
        let Self { partition, account, .. } = self;
        if !is_region(partition) {
            return Err("the partition must be a name such as `aws`");
        }
        if self.region != "*" && !is_region(self.region) {
            return Err("the region must be `*` or a name such as `eu-central-1`");
        }
        if *account != "*"
            && (account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Err("the account must be `*` or 12 digits");
        }
        Ok(())
    }
}

impl Export<'_> {
    /// Returns an identity-based IAM policy with the least rights for `operations` on every table; `to_string` gives the
    /// JSON. Indexes are named one by one, and only where an operation reads them.
    ///
    /// Rights on a key of KMS are not part of it, as the key's own policy gives them. A managed policy holds at most
    /// 6,144 characters, white space not counted.
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    /// use dynamo_runtime::export::{Location, Operation};
    ///
    /// #[derive(DynamoTable)]
    /// struct Log {
    ///     #[hash_key]
    ///     updated_at: String,
    ///     #[gsi(name = "Status")]
    ///     status: String,
    /// }
    ///
    /// let here = Location::new("eu-central-1", "123456789012");
    /// let policy = Log::SCHEMA.export().iam(&here, &[Operation::Get, Operation::QueryIndex("Status")])?;
    /// let [table, index] = [0, 1].map(|number| &policy["Statement"][number]);
    /// assert_eq!(table["Action"][0], "dynamodb:GetItem");
    /// assert_eq!(index["Resource"][0], "arn:aws:dynamodb:eu-central-1:123456789012:table/Log/index/Status");
    /// # Ok::<(), dynamo_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): a table's name is none that DynamoDB takes, no table has an
    /// index that an operation names, the location is none, or there are no operations.
    pub fn iam(&self, at: &Location<'_>, operations: &[Operation<'_>]) -> Result<Value, Error> {
        let names = || self.tables.iter().map(|table| &*table.name).collect::<Vec<_>>().join(", ");
        at.check().map_err(|problem| Error::invalid(&names(), problem))?;
        if operations.is_empty() {
            return Err(Error::invalid(&names(), "a policy needs at least one operation"));
        }
        let unknown = operations
            .iter()
            .filter_map(Operation::index)
            .find(|name| !self.tables.iter().any(|table| has_index(&table.schema, name)));
        if let Some(index) = unknown {
            return Err(Error::invalid(&names(), format_args!("there is no index `{index}`")));
        }
        let mut statements: Vec<Statement> = Vec::new();
        for table in &self.tables {
            for statement in rights(table, at, operations)? {
                add(&mut statements, statement);
            }
        }
        let statements: Vec<Value> = statements.iter().map(Statement::json).collect();
        Ok(json!({ "Version": "2012-10-17", "Statement": statements }))
    }
}

#[derive(Debug)]
struct Statement {
    actions: Vec<&'static str>,
    resources: Vec<String>,
}

impl Statement {
    fn json(&self) -> Value {
        let actions: Vec<_> = self.actions.iter().map(|name| format!("dynamodb:{name}")).collect();
        json!({ "Effect": "Allow", "Action": actions, "Resource": self.resources })
    }
}

/// Adds a statement, or its resource to the one that allows the same.
fn add(all: &mut Vec<Statement>, new: Statement) {
    match all.iter_mut().find(|known| known.actions == new.actions) {
        Some(known) => known.resources.extend(new.resources),
        None => all.push(new),
    }
}

/// Returns what is allowed on the table, and then on each index.
fn rights(
    table: &Exported<'_>,
    at: &Location<'_>,
    operations: &[Operation<'_>],
) -> Result<Vec<Statement>, Error> {
    let Location { partition, region, account } = at;
    let name = table.checked_name()?;
    let arn = format!("arn:{partition}:dynamodb:{region}:{account}:table/{name}");
    let allowed = |index: Option<&str>| {
        let here = operations.iter().filter(|operation| operation.index() == index);
        let mut actions = Vec::new();
        for action in here.flat_map(|operation| operation.actions(&table.schema)) {
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
        actions
    };
    let on_table = Statement { actions: allowed(None), resources: vec![arn.clone()] };
    let on_index = table.schema.indexes.iter().map(|index| {
        let resource = format!("{arn}/index/{}", index.name);
        Statement { actions: allowed(Some(index.name)), resources: vec![resource] }
    });
    let all = [on_table].into_iter().chain(on_index);
    Ok(all.filter(|statement| !statement.actions.is_empty()).collect())
}

fn has_index(schema: &TableSchema, name: &str) -> bool {
    schema.indexes.iter().any(|index| index.name == name)
}

impl<'a> Operation<'a> {
    fn index(&self) -> Option<&'a str> {
        match self {
            Self::QueryIndex(index) | Self::ScanIndex(index) => Some(index),
            _ => None,
        }
    }

    fn actions(self, schema: &TableSchema) -> Vec<&'static str> {
        match self {
            Self::Get => vec!["GetItem"],
            Self::Put => vec!["PutItem"],
            Self::Update => vec!["UpdateItem"],
            Self::Delete => vec!["DeleteItem"],
            Self::Check => vec!["ConditionCheckItem"],
            Self::BatchGet => vec!["BatchGetItem"],
            Self::BatchWrite => vec!["BatchWriteItem"],
            Self::Query | Self::QueryIndex(_) => vec!["Query"],
            Self::Scan | Self::ScanIndex(_) => vec!["Scan"],
            Self::Create => create(schema),
            Self::DeleteTable => vec!["DescribeTable", "DeleteTable"],
            Self::Describe => describe(schema),
            Self::Change => [describe(schema), change(schema)].concat(),
        }
    }
}

/// The actions whose conditions hold.
fn asked(actions: &[(bool, &'static str)]) -> Vec<&'static str> {
    actions.iter().filter(|(asked, _)| *asked).map(|(_, action)| *action).collect()
}

fn describe(schema: &TableSchema) -> Vec<&'static str> {
    asked(&[
        (true, "DescribeTable"),
        (true, "DescribeTimeToLive"),
        (true, "DescribeContinuousBackups"),
        (true, "ListTagsOfResource"),
        (schema.resource_policy.is_some(), "GetResourcePolicy"),
    ])
}

/// What is not declared may be turned off or removed, but for a policy.
fn change(schema: &TableSchema) -> Vec<&'static str> {
    asked(&[
        (true, "UpdateTable"),
        (true, "UpdateTimeToLive"),
        (true, "UpdateContinuousBackups"),
        (!schema.tags.is_empty(), "TagResource"),
        (true, "UntagResource"),
        (schema.resource_policy.is_some(), "PutResourcePolicy"),
    ])
}

/// CreateTable with tags or a policy asks for the rights to set these alone.
fn create(schema: &TableSchema) -> Vec<&'static str> {
    let (ttl, recovery) = (schema.ttl.is_some(), schema.point_in_time_recovery.is_some());
    asked(&[
        (true, "DescribeTable"),
        (true, "CreateTable"),
        (ttl, "DescribeTimeToLive"),
        (ttl, "UpdateTimeToLive"),
        (recovery, "DescribeContinuousBackups"),
        (recovery, "UpdateContinuousBackups"),
        (!schema.tags.is_empty(), "TagResource"),
        (schema.resource_policy.is_some(), "PutResourcePolicy"),
    ])
}
