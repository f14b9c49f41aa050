//! One item by its key: read, written, changed or deleted, and what that returns.

pub(crate) mod claims;
pub(crate) mod delete;
pub(crate) mod exists;
pub(crate) mod get;
pub(crate) mod gets;
pub(crate) mod outcome;
pub(crate) mod partial;
pub(crate) mod put;
pub(crate) mod returning;
pub(crate) mod update;
pub(crate) mod write;

use crate::client::wire::{self, Answer, Found};
use crate::error::Error;
use crate::expr::projection::Projects;

/// Reads what `projection` takes of the item in a response, whose body has it in the member `name`.
fn read<T, P: Projects<T>>(
    answer: Answer<Found>,
    name: &str,
    projection: &P,
) -> Result<Option<P::Output>, Error> {
    // An item may have none of the attributes that are read; of a whole one, an empty map is how the service may say that there is
    // none.
    let empty = !projection.paths().is_empty();
    answer.read(
        |body| wire::attributes(body, name, empty, |from| projection.decode(from)),
        |found| {
            let item = found.item.filter(|item| empty || !item.is_empty());
            item.map(|item| projection.decode_map(item)).transpose()
        },
    )
}
