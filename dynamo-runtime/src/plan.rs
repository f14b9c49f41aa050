//! The schema in, the request that creates its table out; and, with what is known of a live table, the steps that change it.

pub(crate) mod create_input;
mod keys;
mod later;
mod settings;
mod step;
#[cfg(test)]
mod tests;
mod throughput;
mod update_input;

use aws_sdk_dynamodb::types::{
    GlobalSecondaryIndexDescription, IndexStatus, LocalSecondaryIndexDescription,
    ReplicaDescription, TableDescription, TableStatus, VectorIndexDescription,
};

pub use self::step::{Step, Unchangeable};
use crate::schema::{IndexSchema, IndexScope, TableSchema};

/// What the service tells of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Live {
    /// `None` where there is no table.
    pub(crate) table: Option<TableDescription>,
    /// The attribute of the time to live, where that is on.
    pub(crate) ttl: Told<Option<String>>,
    /// How many days back the table can be restored, where that is kept.
    pub(crate) recovery: Told<Option<u32>>,
    pub(crate) tags: Told<Vec<(String, String)>>,
    /// Asked for only where the schema has a policy.
    pub(crate) policy: Told<Option<String>>,
    /// What has no end yet, and lets no other begin.
    pub(crate) busy: Option<String>,
}

/// The answer of an operation that a local engine may not have.
#[derive(Debug, Clone, Default)]
pub(crate) enum Told<T> {
    #[default]
    NoSuchOperation,
    Is(T),
}

impl<T> Told<T> {
    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Told<U> {
        match self {
            Self::NoSuchOperation => Told::NoSuchOperation,
            Self::Is(answer) => Told::Is(map(answer)),
        }
    }
}

/// What may be taken from the table because the schema does not declare it, and what may be changed at a cost.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is allowed by a method of its own")]
pub(crate) struct Allowed {
    pub(crate) on_demand: bool,
    pub(crate) replacing_stream: bool,
    pub(crate) deleting_indexes: bool,
    pub(crate) removing_tags: bool,
    pub(crate) turning_off: bool,
}

/// How a live table differs from the schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Comparison {
    /// In the order in which they are taken.
    pub(crate) steps: Vec<Step>,
    /// What could not be compared, and what is not declared and stays.
    pub(crate) notes: Vec<String>,
}

/// Compares the table called `name` with its schema. Steps that cannot be taken come first.
pub(crate) fn compare(
    schema: &TableSchema,
    name: &str,
    live: &Live,
    allowed: Allowed,
) -> Comparison {
    let mut found = Comparison::default();
    let Some(table) = live.table.as_ref().filter(|table| !is_going(table)) else {
        if let Some(status) = live.table.as_ref().and_then(TableDescription::table_status) {
            found.awaits(None, status.as_str());
        }
        found.missing(schema, name);
        return found;
    };
    let sides = Sides { schema, table, allowed };
    keys::compare(&sides, &mut found);
    found.unfinished(table);
    found.undeclared_indexes(&sides);
    found.left_alone(&sides);
    throughput::compare(&sides, &mut found);
    for index in sides.declared().filter(|index| sides.live_index(index.name).is_none()) {
        let capacity = throughput::of_new_index(&sides, index);
        found.step(Step::CreateIndex { index: index.name, capacity });
    }
    settings::compare(&sides, live, &mut found);
    found
}

/// Whether the table is being deleted.
pub(crate) fn is_going(table: &TableDescription) -> bool {
    table.table_status() == Some(&TableStatus::Deleting)
}

/// Returns what is to be done about a state that a table does not leave by itself, though it is not ACTIVE.
pub(crate) fn remedy(status: &TableStatus) -> Option<&'static str> {
    use TableStatus::{
        Archived, Archiving, InaccessibleEncryptionCredentials, ReplicationNotAuthorized,
    };
    match status {
        Archived | Archiving => Some(
            "DynamoDB could not use the KMS key of the table for 7 days: restore the table from the backup that DynamoDB made",
        ),
        InaccessibleEncryptionCredentials => Some(
            "DynamoDB cannot use the KMS key of the table: enable the key and allow its use, or the table is archived after 7 days",
        ),
        ReplicationNotAuthorized => Some(
            "DynamoDB has no permission to replicate the table: restore the rights of its replication role",
        ),
        _ => None,
    }
}

/// Whether the table has the keys and the indexes of the schema, and no others.
pub(crate) fn is_of(schema: &TableSchema, table: &TableDescription) -> bool {
    let allowed = Allowed { deleting_indexes: true, ..Allowed::default() };
    let sides = Sides { schema, table, allowed };
    let mut found = Comparison::default();
    keys::compare(&sides, &mut found);
    found.undeclared_indexes(&sides);
    let local = table.local_secondary_indexes().iter();
    let mut local = local.filter_map(LocalSecondaryIndexDescription::index_name);
    found.steps.is_empty()
        && table.vector_indexes().is_empty()
        && local.all(|name| sides.is_declared(name))
        && sides.declared().all(|index| sides.live_index(index.name).is_some())
}

/// What is compared.
struct Sides<'a> {
    schema: &'a TableSchema,
    table: &'a TableDescription,
    allowed: Allowed,
}

impl<'a> Sides<'a> {
    /// The global indexes of the schema.
    fn declared(&self) -> impl Iterator<Item = &'static IndexSchema> + use<> {
        self.schema.indexes.iter().copied().filter(|index| index.scope == IndexScope::Global)
    }

    /// The global indexes of the table, but for those that are going.
    fn live_indexes(&self) -> impl Iterator<Item = (&'a str, &'a GlobalSecondaryIndexDescription)> {
        let indexes = self.table.global_secondary_indexes().iter();
        let indexes = indexes.filter(|index| index.index_status() != Some(&IndexStatus::Deleting));
        indexes.map(|index| (index.index_name().unwrap_or_default(), index))
    }

    /// The global indexes of the table when nothing is left of what may be deleted.
    fn remaining_indexes(
        &self,
    ) -> impl Iterator<Item = (&'a str, &'a GlobalSecondaryIndexDescription)> {
        let deleting = self.allowed.deleting_indexes;
        self.live_indexes().filter(move |(name, _)| !deleting || self.is_declared(name))
    }

    fn live_index(&self, name: &str) -> Option<&'a GlobalSecondaryIndexDescription> {
        self.live_indexes().find(|(live, _)| *live == name).map(|(_, index)| index)
    }

    /// Whether the engine tells all settings that are on. DynamoDB Local ignores most, and tells neither an id nor warm throughput,
    /// which the service has of every table.
    fn is_complete(&self) -> bool {
        self.table.table_id().is_some() || self.table.warm_throughput().is_some()
    }

    fn is_declared(&self, name: &str) -> bool {
        self.schema.indexes.iter().any(|index| index.name == name)
    }
}

impl Comparison {
    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    fn not_told(&mut self, what: impl AsRef<str>) {
        self.notes.push(format!("{} cannot be compared", what.as_ref()));
    }

    /// Takes from the table what is not declared, if that is allowed.
    fn undeclared(&mut self, allowed: bool, what: impl AsRef<str>, step: Step) {
        if allowed {
            self.step(step);
        } else {
            self.stays(what);
        }
    }

    fn stays(&mut self, what: impl AsRef<str>) {
        self.notes.push(format!("{} is not declared", what.as_ref()));
    }

    /// CreateTable takes all but these two.
    fn missing(&mut self, schema: &TableSchema, name: &str) {
        self.step(Step::CreateTable { table: name.to_owned() });
        if schema.ttl.is_some() {
            self.step(Step::Ttl { from: None, to: schema.ttl });
        }
        if schema.point_in_time_recovery.is_some() {
            self.step(Step::Recovery { from: None, to: schema.point_in_time_recovery });
        }
    }

    /// What an earlier change has begun. An index that is going needs no mention: who declares it has it made anew.
    fn unfinished(&mut self, table: &TableDescription) {
        let updating = table.table_status().filter(|status| **status != TableStatus::Active);
        match updating {
            Some(status) if remedy(status).is_some() => {
                let status = status.as_str().to_owned();
                self.step(Step::CannotChange(Unchangeable::Status { status }));
            }
            Some(status) => self.awaits(None, status.as_str()),
            None => {}
        }
        for index in table.global_secondary_indexes() {
            let filling = index.backfilling() == Some(true);
            match index.index_status() {
                Some(IndexStatus::Active) if filling => {
                    self.awaits(index.index_name(), "BACKFILLING");
                }
                Some(IndexStatus::Active | IndexStatus::Deleting) | None => {}
                Some(status) => self.awaits(index.index_name(), status.as_str()),
            }
        }
    }

    fn awaits(&mut self, index: Option<&str>, state: &str) {
        self.step(Step::Await { index: index.map(str::to_owned), state: state.to_owned() });
    }

    fn undeclared_indexes(&mut self, sides: &Sides<'_>) {
        for (name, _) in sides.live_indexes().filter(|(name, _)| !sides.is_declared(name)) {
            let step = Step::DeleteIndex { index: name.to_owned() };
            self.undeclared(sides.allowed.deleting_indexes, format!("index {name}"), step);
        }
    }

    /// What no struct declares, or no request takes away.
    fn left_alone(&mut self, sides: &Sides<'_>) {
        let table = sides.table;
        let local = table.local_secondary_indexes().iter();
        let local = local.filter_map(LocalSecondaryIndexDescription::index_name);
        let vector = table.vector_indexes().iter().filter_map(VectorIndexDescription::index_name);
        let replicas = table.replicas().iter().filter_map(ReplicaDescription::region_name);
        let local = local.filter(|name| !sides.is_declared(name));
        local.for_each(|name| self.stays(format!("local index {name}")));
        vector.for_each(|name| self.stays(format!("vector index {name}")));
        replicas.for_each(|region| self.stays(format!("replica in {region}")));
    }
}
