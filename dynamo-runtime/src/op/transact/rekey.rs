//! An item whose key changes: deleted under the old one and put under the new one, both or neither.

use super::write::TransactWrite;
use crate::client::TableAt;
use crate::op::one::delete::Delete;
use crate::op::one::put::Put;
use crate::table::DynamoTable;

/// Moves an item to another key. Made by [`Table::rekey`](crate::Table::rekey).
pub type Rekey<'a, T> = TransactWrite<'a, (Delete<T>, Put<'a, T>)>;

pub(crate) fn rekey<'a, T: DynamoTable>(at: TableAt, old: &T, new: &'a T) -> Rekey<'a, T> {
    let dynamo = at.dynamo.clone();
    let (delete, put) = (Delete::unchanged(at.clone(), old), Put::new(at, new).moved());
    TransactWrite::new(dynamo, (delete, put))
}
