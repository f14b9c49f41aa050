//! The table itself: created, compared with its struct, brought to it, deleted.

pub(crate) mod all;
pub(crate) mod apply;
pub(crate) mod create;
pub(crate) mod delete_table;
mod identity;
mod live;
pub(crate) mod plan;
mod settings;
mod take;
mod wait;
