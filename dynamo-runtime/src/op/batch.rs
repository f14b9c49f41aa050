//! Many items by their keys: read, put and deleted, in as few requests as it takes.

pub(crate) mod batch_get;
pub(crate) mod batch_write;
pub(crate) mod delete_all_of;
mod entry;
pub(crate) mod get_all;
pub(crate) mod of_keys;
pub(crate) mod put_all;
pub(crate) mod put_all_attributes;
mod reads;
mod requests;
mod settle;
pub(crate) mod source;
pub(crate) mod unfinished;
mod window;
mod writes;
