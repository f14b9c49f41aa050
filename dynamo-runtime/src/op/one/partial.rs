//! The attributes that an update changed, as far as the service returns them, read by typed paths.

use std::fmt;
use std::marker::PhantomData;

use crate::codec::decoder::Decoder;
use crate::codec::{Attribute, Attributes, Decode, Encode, key};
use crate::error::{Error, Mistake, Step};
use crate::expr::path::{DocumentPath, Path};
use crate::table::DynamoTable;

/// The attributes of an item that an update changed. Made by [`Update::return_updated_new`](crate::op::Update::return_updated_new)
/// and [`Update::return_updated_old`](crate::op::Update::return_updated_old).
///
/// Of a nested attribute, the service returns what leads to it, with or without the attributes beside it; of a list, perhaps
/// only the changed elements, without their places. So a nested attribute is read by its own path, and a list as a whole.
///
/// Its `Debug` does not show values.
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Log {
/// #     #[hash_key]
/// #     updated_at: String,
/// #     reads: u64,
/// # }
/// # async fn example(logs: LogTable) -> Result<(), dynamo_runtime::Error> {
/// let updated = logs.update("2026-11-22T10:00").add(Log::READS, 1).return_updated_new().await?;
/// let reads: Option<u64> = updated.get(Log::READS)?;
/// # Ok(())
/// # }
/// ```
pub struct Partial<T> {
    table: String,
    attributes: Attributes,
    marker: PhantomData<fn() -> T>,
}

impl<T> Partial<T> {
    pub(super) fn new(table: &str, attributes: Attributes) -> Self {
        Self { table: table.to_owned(), attributes, marker: PhantomData }
    }

    /// Returns the attribute; `None` where it is not among the changed ones, or absent.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): the attribute does not fit its type, which a nested struct does not if only some
    /// of its attributes were returned. [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the path leads to or through an
    /// element of a list, or to an entry of a map that the map cannot hold.
    pub fn get<V, R>(&self, path: Path<T, V, R>) -> Result<Option<V::Required>, Error>
    where
        T: DynamoTable,
        V: Attribute<Required: Attribute + Encode + for<'a> Decode<'a>>,
    {
        let path = path.document;
        path.check().map_err(|mistake| Error::encode(&self.table, &mistake))?;
        if path.steps.iter().any(|step| matches!(step, Step::Index(_))) {
            let problem = format!(
                "the returned attributes do not keep the positions in `{path}`; read the whole list"
            );
            return Err(Error::invalid(&self.table, problem));
        }
        let Some(mut value) = path.find(&self.attributes).cloned() else { return Ok(None) };
        let is_key = path.steps.is_empty() && T::SCHEMA.is_key(&path.root);
        let decode = |from: &mut Decoder<'_>| key::decode::<Option<V::Required>>(from, is_key);
        Decoder::attribute(&mut value, decode).map_err(|mistake| {
            let mistake = within(mistake, path);
            Error::decode(&self.table, &mistake).of_item(Some(self.attributes.clone()))
        })
    }
}

fn within(mut mistake: Mistake, path: DocumentPath) -> Mistake {
    path.steps.into_iter().rev().for_each(|step| mistake.within(step));
    mistake.within(Step::Name(path.root));
    mistake
}

impl<T> fmt::Debug for Partial<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<_> = self.attributes.keys().collect();
        names.sort_unstable();
        f.debug_struct("Partial").field("table", &self.table).field("attributes", &names).finish()
    }
}
