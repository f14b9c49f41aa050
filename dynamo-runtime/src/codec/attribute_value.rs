//! The SDK's own type as a value: for request parameters, paging keys, and code that takes any attribute.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::kind::SetType;
use super::{Attribute, Decode, Encode, kind};

/// Its attribute type is known only when it is there; no operator but equality makes sense for all.
impl Attribute for AttributeValue {
    type Kind = kind::Optional<std::convert::Infallible>;
    type Required = Self;
    type List = kind::L;
}

impl Encode for AttributeValue {
    fn encode(&self, to: &mut Encoder) {
        match self {
            Self::S(text) => to.string(text),
            Self::N(text) => to.number(text),
            Self::B(blob) => to.bytes(blob.as_ref()),
            Self::Bool(value) => to.boolean(*value),
            Self::Null(_) => to.null(),
            Self::L(list) => Self::encode_list(list, to),
            Self::M(map) => map.encode(to),
            Self::Ss(texts) => {
                to.set(SetType::Ss, &mut texts.iter().map(|text| text as &dyn Encode));
            }
            Self::Ns(texts) => {
                let numbers: Vec<_> = texts.iter().map(|text| Number(text)).collect();
                to.set(SetType::Ns, &mut numbers.iter().map(|number| number as &dyn Encode));
            }
            Self::Bs(blobs) => {
                let blobs: Vec<&[u8]> = blobs.iter().map(AsRef::as_ref).collect();
                to.set(SetType::Bs, &mut blobs.iter().map(|blob| blob as &dyn Encode));
            }
            _ => to.refuse("the `AttributeValue` has a type that this version does not know"),
        }
    }
}

/// The text of an N.
struct Number<'a>(&'a str);

impl Encode for Number<'_> {
    fn encode(&self, to: &mut Encoder) {
        to.number(self.0);
    }
}

impl<'a> Decode<'a> for AttributeValue {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        from.attribute_value()
    }
}

impl Decoder<'_> {
    /// Reads the attribute value of type `tag` that stands here.
    pub(super) fn of_type(&mut self, tag: &str) -> Option<AttributeValue> {
        let mut texts = Vec::new();
        Some(match tag {
            "S" => AttributeValue::S(self.string()?),
            "N" => AttributeValue::N(self.number()?.into_owned()),
            "B" => AttributeValue::B(Blob::new(self.bytes()?)),
            "BOOL" => AttributeValue::Bool(self.boolean()?),
            "NULL" => AttributeValue::Null(self.take_null()),
            "L" => AttributeValue::L(AttributeValue::decode_list(self)?),
            "M" => AttributeValue::M(Decode::decode(self)?),
            "SS" => {
                self.set(&mut |from| from.string().map(|text| texts.push(text)))?;
                AttributeValue::Ss(texts)
            }
            "NS" => {
                self.set(&mut |from| from.number().map(|text| texts.push(text.into_owned())))?;
                AttributeValue::Ns(texts)
            }
            "BS" => {
                let mut blobs = Vec::new();
                self.set(&mut |from| from.bytes().map(|bytes| blobs.push(Blob::new(bytes))))?;
                AttributeValue::Bs(blobs)
            }
            _ => {
                self.refuse("the attribute has a type that this version does not know");
                return None;
            }
        })
    }
}
