//! `Bytes` as B.

use bytes::Bytes;

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::value::{IntoValue, Value};
use crate::codec::{Decode, Encode};

attributes! {
    Bytes: B = true;
}

impl Encode for Bytes {
    fn encode(&self, to: &mut Encoder) {
        to.bytes(self);
    }
}

impl Decode<'_> for Bytes {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.bytes().map(Self::from)
    }
}

impl IntoValue<Bytes> for &[u8] {
    fn into_value(self) -> Value {
        Value::of(&self)
    }
}

impl IntoValue<Option<Bytes>> for &[u8] {
    fn into_value(self) -> Value {
        Value::of(&self)
    }
}

impl<const N: usize> IntoValue<Bytes> for &[u8; N] {
    fn into_value(self) -> Value {
        Value::of(&self.as_slice())
    }
}
