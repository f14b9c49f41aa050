//! `Vec` and arrays as L (or B, of bytes) and maps as M.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Decode, Encode, Field, Flatten, MapKey, Names, kind, map_key};

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

impl<T: Attribute, const N: usize> Attribute for [T; N] {
    type Kind = T::List;
    type Required = Self;
    type List = kind::L;
    // As a key it is bytes.
    const ONE_FORM: bool = true;
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, to: &mut Encoder) {
        T::encode_list(self, to);
    }
}

impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for [T; N] {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        let list = T::decode_list(from)?;
        let refuse = |list: Vec<T>| {
            from.refuse(format!("expected {N} elements, found {}", list.len()));
        };
        list.try_into().map_err(refuse).ok()
    }
}

impl<K: MapKey, T: Attribute, S> Attribute for HashMap<K, T, S> {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl<K: MapKey, T: Attribute, S> Flatten for HashMap<K, T, S> {
    const FIELDS: &'static [Field] = &[];
    const NAMES: &'static Names = &Names::ANY;
}

impl<K: Encode, T: Encode, S> Encode for HashMap<K, T, S> {
    fn encode(&self, to: &mut Encoder) {
        K::encode_map(self.iter().map(|(key, value)| (key, value as &dyn Encode)), to);
    }
}

impl<'a, K, T, S> Decode<'a> for HashMap<K, T, S>
where
    K: Attribute + Encode + for<'k> Decode<'k> + Eq + Hash,
    T: Decode<'a>,
    S: BuildHasher + Default,
{
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode_map(from, |map: &mut Self, key, value| drop(map.insert(key, value)))
    }
}

impl<K: MapKey, T: Attribute> Attribute for BTreeMap<K, T> {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl<K: MapKey, T: Attribute> Flatten for BTreeMap<K, T> {
    const FIELDS: &'static [Field] = &[];
    const NAMES: &'static Names = &Names::ANY;
}

impl<K: Encode, T: Encode> Encode for BTreeMap<K, T> {
    fn encode(&self, to: &mut Encoder) {
        K::encode_map(self.iter().map(|(key, value)| (key, value as &dyn Encode)), to);
    }
}

impl<'a, K, T> Decode<'a> for BTreeMap<K, T>
where
    K: Attribute + Encode + for<'k> Decode<'k> + Ord,
    T: Decode<'a>,
{
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode_map(from, |map: &mut Self, key, value| drop(map.insert(key, value)))
    }
}

fn decode_map<'a, M, K, T>(from: &mut Decoder<'a>, insert: impl Fn(&mut M, K, T)) -> Option<M>
where
    M: Default,
    K: Attribute + Encode + for<'k> Decode<'k>,
    T: Decode<'a>,
{
    let mut map = M::default();
    from.map(&mut |text, from| {
        let key = map_key::decode(text).map_err(|reason| from.refuse(reason)).ok()?;
        insert(&mut map, key, T::decode(from)?);
        Some(())
    })?;
    Some(map)
}
