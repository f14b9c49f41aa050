//! Many items that a read finds, deleted or updated.

mod batch_delete;
pub(crate) mod delete_all;
pub(crate) mod update_all;
pub(crate) mod write_all;
