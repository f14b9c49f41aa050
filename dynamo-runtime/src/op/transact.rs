//! Several items in one request that is carried out as a whole or not at all: written together, or read together.

pub(crate) mod action;
pub(crate) mod check;
mod explain;
pub(crate) mod get;
mod idempotent;
mod limits;
pub(crate) mod reason;
mod resend;
mod token;
pub(crate) mod write;
pub(crate) mod writes;
