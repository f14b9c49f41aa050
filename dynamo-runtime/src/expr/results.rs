//! What a read takes of each item in, the same as a `Result` for each item out.

use std::sync::Arc;

use super::path::DocumentPath;
use super::projection::Projects;
use crate::codec::Attributes;
use crate::codec::decoder::Decoder;
use crate::error::{Error, Mistake};
use crate::table::DynamoTable;

/// What a read takes of each item, or the error of one that does not fit, in its place. Made by `results` of
/// [`Query`](crate::op::Query), [`Scan`](crate::op::Scan) and [`Hydrate`](crate::op::Hydrate).
#[derive(Debug, Clone)]
pub struct Results<P> {
    projection: P,
    table: Arc<str>,
}

impl<P> Results<P> {
    pub(crate) fn new(projection: P, table: Arc<str>) -> Self {
        Self { projection, table }
    }
}

#[diagnostic::do_not_recommend]
impl<T: DynamoTable, P: Projects<T>> Projects<T> for Results<P> {
    type Output = Result<P::Output, Error>;

    /// With the key, which tells which item does not fit.
    fn paths(&self) -> Vec<DocumentPath> {
        let mut paths = self.projection.paths();
        if !paths.is_empty() {
            let keys = T::SCHEMA.key_names().map(|name| DocumentPath::attribute(name.into()));
            let keys: Vec<_> = keys.filter(|key| !paths.contains(key)).collect();
            paths.extend(keys);
        }
        paths
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<Self::Output> {
        // What is not read as it comes, the SDK parses, and `decode_map` reads.
        self.projection.decode(from).map(Ok)
    }

    fn tells_entity(&self) -> bool {
        self.projection.tells_entity()
    }

    fn decode_map(&self, item: Attributes) -> Result<Self::Output, Mistake> {
        let read = self.projection.decode_map(item);
        Ok(read.map_err(|mistake| Error::decode(&self.table, &mistake)))
    }
}
