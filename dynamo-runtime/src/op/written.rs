//! Many items that a read finds, deleted or updated.

pub(crate) mod delete_all;
pub(crate) mod update_all;
pub(crate) mod write_all;
