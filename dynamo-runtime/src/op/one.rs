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

use crate::client::wire::{self, Answer, Found, RawItem};
use crate::error::{Error, Mistake};
use crate::expr::entity::IsOwn;
use crate::expr::projection::Projects;
use crate::table::DynamoTable;

/// Reads what `projection` takes of the item of a `T` in a response; `None` too where the item is of another entity.
fn read_own<T: DynamoTable, P: Projects<T>>(
    answer: Answer<Found>,
    name: &str,
    projection: &P,
) -> Result<Option<P::Output>, Error> {
    let discriminated = T::SCHEMA.discriminator().is_some();
    if discriminated && read::<T, _>(answer.clone(), name, &IsOwn)? != Some(true) {
        return Ok(None);
    }
    read(answer, name, projection)
}

/// Whether the item that a request of several gets has found is one of a `T`.
pub(crate) fn is_own<T: DynamoTable>(item: &RawItem<'_>) -> Result<bool, Mistake> {
    if T::SCHEMA.discriminator().is_none() {
        return Ok(true);
    }
    let own = item.read(true, |from| Projects::<T>::decode(&IsOwn, from))?;
    Ok(own == Some(true))
}

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
