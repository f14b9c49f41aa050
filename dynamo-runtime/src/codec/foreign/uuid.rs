//! `Uuid` as S: hyphenated and in lower case, which sorts as its bytes do.

use uuid::Uuid;

use super::parsed;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::{Decode, Encode};

attributes! {
    Uuid: S;
}

impl Encode for Uuid {
    fn encode(&self, to: &mut Encoder) {
        to.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Decode<'_> for Uuid {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        parsed(from, Self::try_parse, "expected a UUID, found a different string")
    }
}
