//! Many items that are found: by the key of a table or an index, by going through all, or by a statement.

pub(crate) mod claim_all;
pub(crate) mod collection;
pub(crate) mod hydrate;
pub(crate) mod partiql;
pub(crate) mod query;
mod reads;
pub(crate) mod scan;
pub(crate) mod segments;
