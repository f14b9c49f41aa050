//! `HashSet` and `BTreeSet` as SS, NS or BS, after the type of their elements.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::kind::ElementKind;
use super::{Attribute, Decode, Encode, kind};

/// A type that a set can hold: strings, numbers, bytes, newtypes of them, and enums without data.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a DynamoDB set cannot hold `{Self}`",
    label = "a set holds strings, numbers or bytes",
    note = "use a `Vec`, which is stored as a list (L)"
)]
pub trait Element: Attribute<Kind: ElementKind> {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: ElementKind>> Element for T {}

type SetKind<T> = <<T as Attribute>::Kind as ElementKind>::Set;

fn encode<'v, T: Element + Encode + 'v>(set: impl Iterator<Item = &'v T>, to: &mut Encoder) {
    to.set(<T::Kind as ElementKind>::SET, &mut set.map(|element| element as &dyn Encode));
}

fn decode<'a, T: Decode<'a>, C: Default>(
    from: &mut Decoder<'a>,
    insert: impl Fn(&mut C, T) -> bool,
) -> Option<C> {
    let mut set = C::default();
    from.set(&mut |from| {
        insert(&mut set, T::decode(from)?);
        Some(())
    })?;
    Some(set)
}

impl<T: Element, S> Attribute for HashSet<T, S> {
    type Kind = SetKind<T>;
    type Required = Self;
    type List = kind::L;
}

impl<T: Element + Encode, S> Encode for HashSet<T, S> {
    fn encode(&self, to: &mut Encoder) {
        encode(self.iter(), to);
    }
}

impl<'a, T, S> Decode<'a> for HashSet<T, S>
where
    T: Element + Decode<'a> + Eq + Hash,
    S: BuildHasher + Default,
{
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode(from, Self::insert)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl<T: Element> Attribute for BTreeSet<T> {
    type Kind = SetKind<T>;
    type Required = Self;
    type List = kind::L;
}

impl<T: Element + Encode> Encode for BTreeSet<T> {
    fn encode(&self, to: &mut Encoder) {
        encode(self.iter(), to);
    }
}

impl<'a, T: Element + Decode<'a> + Ord> Decode<'a> for BTreeSet<T> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        decode(from, Self::insert)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}
