//! The schema as a person reads it.

use std::fmt::{self, Display, Formatter};

use super::{
    AttributeDefinition, AttributeType, Bounds, Capacity, Encryption, FieldSchema, IndexSchema,
    IndexScope, Projection, TableSchema, Template, Units,
};

impl Display for TableSchema {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let takes = throughput(self.bounds(), self.maximum, self.warm);
        match self.entity {
            None => write!(f, "table {}, {takes}", self.name)?,
            Some(entity) => write!(f, "entity {entity} in table {}", self.name)?,
        }
        let fields = [self.stored(), self.read_from_keys()].concat();
        let width = fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0);
        for field in &fields {
            let line = format!("{:width$}  {:4}  {}", field.name, field.ty, self.remarks(field));
            write!(f, "\n  {}", line.trim_end())?;
        }
        for index in self.indexes {
            if self.entity.is_none() || self.is_in(index) {
                write!(f, "\n{index}")?;
            }
        }
        // The others are the table's.
        let settings = if self.entity.is_none() { self.settings() } else { Vec::new() };
        settings.iter().try_for_each(|setting| write!(f, "\n{setting}"))
    }
}

impl TableSchema {
    /// What an attribute is to the table.
    pub(crate) fn remarks(&self, field: &FieldSchema) -> String {
        let is = |key: Option<AttributeDefinition>| key.is_some_and(|key| key.name == field.name);
        let said = |holds: bool, remark: &str| holds.then(|| remark.to_owned());
        let remarks = [
            said(is(Some(self.hash_key)), "hash key"),
            said(is(self.range_key), "range key"),
            self.template(field.name).map(made),
            self.read_from(field.name).map(|key| format!("read from {key}")),
            said(self.ttl == Some(field.name), "time to live"),
            said(field.optional, "optional"),
        ];
        remarks.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// A line for each thing that is not as the service has it by default. A policy is not shown.
    pub(crate) fn settings(&self) -> Vec<String> {
        let tag = |(key, value): &(&str, &str)| format!("{key}={value}");
        let tags = self.tags.iter().map(tag).collect::<Vec<_>>().join(", ");
        let settings = [
            self.class.map(|class| format!("class {}", class.as_str())),
            self.stream.map(|view| format!("stream of {}", view.as_str())),
            self.encryption.map(|key| format!("encrypted with {key}")),
            self.deletion_protection.then(|| "protected from deletion".to_owned()),
            self.point_in_time_recovery.map(|days| format!("point-in-time recovery, {days} days")),
            (!tags.is_empty()).then(|| format!("tags {tags}")),
            self.resource_policy.map(|_| "a resource policy".to_owned()),
        ];
        settings.into_iter().flatten().collect()
    }
}

impl Display for IndexSchema {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let scope = match self.scope {
            IndexScope::Global => "global",
            IndexScope::Local => "local",
        };
        write!(f, "{scope} index {}: hash {}", self.name, names(self.hash))?;
        if !self.range.is_empty() {
            write!(f, ", range {}", names(self.range))?;
        }
        match self.projection {
            Projection::All => {}
            Projection::KeysOnly => f.write_str(", keys only")?,
            Projection::Include(names) => write!(f, ", with {}", names.join(", "))?,
        }
        if let Some(low) = self.capacity {
            write!(f, ", {}", Bounds { low, high: self.scaled_to })?;
        }
        f.write_str(&units(self.maximum, self.warm))
    }
}

impl Display for Capacity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Bounds { low: *self, high: Units::NONE }.fmt(f)
    }
}

impl Display for Bounds {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let one = |low: u64, high: Option<u64>| match high {
            Some(high) => format!("{low} to {high}"),
            None => low.to_string(),
        };
        let Self { low, high } = self;
        let (read, write) = (one(low.read, high.read), one(low.write, high.write));
        write!(f, "{read} read and {write} write capacity units")
    }
}

impl Display for Encryption {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Owned => "a key of DynamoDB",
            Self::Managed => "aws/dynamodb",
            Self::Key(key) => key,
        })
    }
}

impl Display for AttributeType {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::L => "L",
            Self::M => "M",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::Bs => "BS",
            Self::Null => "NULL",
            Self::Any => "any",
        })
    }
}

fn made(template: &Template) -> String {
    let what = if template.fields().next().is_some() { "made of" } else { "always" };
    format!("{what} {template}")
}

fn names(keys: &[AttributeDefinition]) -> String {
    keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
}

/// What a table or a global index takes.
pub(crate) fn throughput(capacity: Option<Bounds>, maximum: Units, warm: Units) -> String {
    let mode = capacity.map_or_else(|| "on demand".to_owned(), |capacity| capacity.to_string());
    mode + &units(maximum, warm)
}

fn units(maximum: Units, warm: Units) -> String {
    let one = |(what, units): (&str, Units)| {
        let read = units.read.map(|read| format!("{read} read"));
        let write = units.write.map(|write| format!("{write} write"));
        let both: Vec<String> = read.into_iter().chain(write).collect();
        if both.is_empty() {
            String::new()
        } else {
            format!(", {what} {} units", both.join(" and "))
        }
    };
    [("at most", maximum), ("warm for", warm)].map(one).concat()
}
