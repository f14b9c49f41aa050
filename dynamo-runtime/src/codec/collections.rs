//! `Vec` as L (or B, of bytes) and maps with string keys as M.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Decode, Encode, Field, Flatten, kind};

impl<T: Attribute> Attribute for Vec<T> {
    type Kind = T::List;
    type Required = Self;
    type List = kind::L;
    // As a key it is bytes.
    const ONE_FORM: bool = true;
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, to: &mut Encoder) {
        T::encode_list(self, to);
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Vec<T> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        T::decode_list(from)
    }
}

impl<T: Attribute, S> Attribute for HashMap<String, T, S> {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl<T: Attribute, S> Flatten for HashMap<String, T, S> {
    const FIELDS: &'static [Field] = &[];
}

impl<T: Encode, S> Encode for HashMap<String, T, S> {
    fn encode(&self, to: &mut Encoder) {
        to.map_of_distinct(
            &mut self.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)),
        );
    }
}

impl<'a, T: Decode<'a>, S: BuildHasher + Default> Decode<'a> for HashMap<String, T, S> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode_map(from, |map: &mut Self, key, value| drop(map.insert(key, value)))
    }
}

impl<T: Attribute> Attribute for BTreeMap<String, T> {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl<T: Attribute> Flatten for BTreeMap<String, T> {
    const FIELDS: &'static [Field] = &[];
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, to: &mut Encoder) {
        to.map_of_distinct(
            &mut self.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)),
        );
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for BTreeMap<String, T> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode_map(from, |map: &mut Self, key, value| drop(map.insert(key, value)))
    }
}

fn decode_map<'a, M: Default, T: Decode<'a>>(
    from: &mut Decoder<'a>,
    insert: impl Fn(&mut M, String, T),
) -> Option<M> {
    let mut map = M::default();
    from.map(&mut |key, from| {
        insert(&mut map, key.to_owned(), T::decode(from)?);
        Some(())
    })?;
    Some(map)
}
