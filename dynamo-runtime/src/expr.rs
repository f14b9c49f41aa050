//! Typed expressions: paths, conditions, key ranges and updates, and the placeholders that carry them.

pub(crate) mod assignment;
pub mod by;
pub(crate) mod changes;
pub(crate) mod condition;
pub(crate) mod diff;
pub(crate) mod elements;
pub(crate) mod flat;
mod guard;
mod key;
pub(crate) mod operand;
pub(crate) mod path;
pub(crate) mod placeholders;
pub(crate) mod predicate;
pub(crate) mod presence;
pub(crate) mod projection;
pub(crate) mod range;
pub(crate) mod results;
pub(crate) mod update;
