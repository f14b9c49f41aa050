//! A key and the path of one of its attributes, or of a field that they are made of, in; the value out.

use super::path::KeyPath;
use crate::codec::Decode;
use crate::codec::decoder::Decoder;
use crate::error::{Error, Mistake, Step};
use crate::table::DynamoTable;
use crate::table::key::Key;

impl<T: DynamoTable> Key<T> {
    /// Returns the value of one of the key's attributes, or of a field that a template makes one of, as the field's type reads it.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): what is stored does not fit the type; [`attributes`](Self::attributes) has it.
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold the key.
    pub fn get<V: for<'a> Decode<'a>>(&self, path: KeyPath<T, V>) -> Result<V, Error> {
        let known = self.values.known(T::SCHEMA);
        let known = known.map_err(|mistake| Error::encode(T::SCHEMA.name, &mistake))?;
        let (path, _) = path.into_parts();
        let read = match known.into_iter().find(|(name, _)| *name == path.root) {
            Some((_, mut value)) => Decoder::attribute(&mut value, |from| V::decode(from)),
            None => Err(Mistake::new("the attribute is missing")),
        };
        read.map_err(|mut mistake| {
            mistake.within(Step::Name(path.root));
            Error::decode(T::SCHEMA.name, &mistake)
        })
    }
}
