//! Strings, booleans, and the types that stand for another: `Option`, `Box`, references.

use std::borrow::Cow;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Bounds, Decode, Encode, kind};
use crate::error::Mistake;

impl Attribute for String {
    type Kind = kind::S;
    type Required = Self;
    type List = kind::L;
    const ONE_FORM: bool = true;
    const IS_TEXT: bool = true;
}

impl Encode for String {
    fn encode(&self, to: &mut Encoder) {
        to.string(self);
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }

    // They are texts that differ.
    fn encode_map<'v>(
        entries: impl ExactSizeIterator<Item = (&'v Self, &'v dyn Encode)>,
        to: &mut Encoder,
    ) {
        to.map_of_distinct(&mut entries.map(|(key, value)| (key.as_str(), value)));
    }
}

impl Decode<'_> for String {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.string()
    }

    fn decode_key(text: &str) -> Result<Self, Mistake> {
        Ok(text.to_owned())
    }
}

impl Encode for str {
    fn encode(&self, to: &mut Encoder) {
        to.string(self);
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Attribute for &str {
    type Kind = kind::S;
    type Required = Self;
    type List = kind::L;
    const ONE_FORM: bool = true;
}

/// A text with escapes stands nowhere in the response as it is; `Cow<str>` takes those too.
impl<'a> Decode<'a> for &'a str {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        let text = from.text()?;
        if let Cow::Borrowed(text) = text {
            return Some(text);
        }
        from.refuse("a string with escapes cannot be borrowed as `&str`; read it as `Cow<str>`");
        None
    }
}

impl Attribute for Cow<'_, str> {
    type Kind = kind::S;
    type Required = Self;
    type List = kind::L;
    const ONE_FORM: bool = true;
}

impl Encode for Cow<'_, str> {
    fn encode(&self, to: &mut Encoder) {
        to.string(self);
    }
}

impl<'a> Decode<'a> for Cow<'a, str> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        from.text()
    }
}

impl Attribute for bool {
    type Kind = kind::BOOL;
    type Required = Self;
    type List = kind::L;
}

impl Encode for bool {
    fn encode(&self, to: &mut Encoder) {
        to.boolean(*self);
    }
}

impl Decode<'_> for bool {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.boolean()
    }
}

impl<T: Attribute> Attribute for Option<T> {
    type Kind = kind::Optional<T::Kind>;
    type Required = T::Required;
    type List = kind::L;
    const ONE_FORM: bool = T::ONE_FORM;
    const BOUNDS: Option<Bounds> = T::BOUNDS;
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, to: &mut Encoder) {
        if let Some(value) = self {
            value.encode(to);
        }
    }
}

/// NULL and an absent attribute read as `None`.
impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        if from.take_null() { Some(None) } else { T::decode(from).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Attribute> Attribute for Box<T> {
    type Kind = T::Kind;
    type Required = T::Required;
    type List = kind::L;
    const ONE_FORM: bool = T::ONE_FORM;
    const BOUNDS: Option<Bounds> = T::BOUNDS;
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, to: &mut Encoder) {
        T::encode(self, to);
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Box<T> {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        T::decode(from).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, to: &mut Encoder) {
        T::encode(self, to);
    }

    fn as_text(&self) -> Option<&str> {
        T::as_text(self)
    }
}

impl Encode for [u8] {
    fn encode(&self, to: &mut Encoder) {
        to.bytes(self);
    }
}
