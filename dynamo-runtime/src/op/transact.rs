//! Several items in one request that is carried out as a whole or not at all: written together, or read together.

pub(crate) mod action;
pub(crate) mod check;
mod explain;
pub(crate) mod get;
mod idempotent;
pub(crate) mod reason;
pub(crate) mod rekey;
pub(crate) mod write;
pub(crate) mod writes;
