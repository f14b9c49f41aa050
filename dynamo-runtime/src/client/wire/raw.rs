//! The items of a response that has them of several gets, in; what each get reads of its own, out.

use std::sync::LazyLock;
use std::vec;

use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemOutput};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_types::body::SdkBody;

use super::{Operation, Output};
use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::error::Mistake;

/// An item that is still to be read.
pub(crate) enum RawItem<'a> {
    /// As the response has it, and the reader of JSON has passed it.
    Json(&'a str),
    /// As the SDK has parsed it.
    Parsed(Attributes),
}

impl RawItem<'_> {
    /// Reads the item with `decode`: `None` where it has no attributes, unless `empty` is an item too. What the reader of JSON does
    /// not take is read from what the SDK parses.
    pub(crate) fn read<T>(
        &self,
        empty: bool,
        decode: impl Fn(&mut Decoder<'_>) -> Option<T>,
    ) -> Result<Option<T>, Mistake> {
        match self {
            Self::Json(text) => {
                let mut decoder = Decoder::of_response(text);
                if !empty && decoder.json_is_empty() {
                    return Ok(None);
                }
                if let Some(item) = decoder.json_item(&decode) {
                    return Ok(Some(item));
                }
                let parsed = parsed(text).ok_or_else(|| decoder.into_mistake())?;
                Decoder::whole_item(parsed, decode).map(Some)
            }
            Self::Parsed(item) if !empty && item.is_empty() => Ok(None),
            Self::Parsed(item) => Decoder::whole_item(item.clone(), decode).map(Some),
        }
    }
}

impl RawItem<'_> {
    /// Returns all attributes of the item.
    pub(crate) fn attributes(&self) -> Result<Attributes, Mistake> {
        match self {
            Self::Json(text) => {
                let mut decoder = Decoder::of_response(text);
                let read = decoder.json_item(Attributes::decode).or_else(|| parsed(text));
                read.ok_or_else(|| decoder.into_mistake())
            }
            Self::Parsed(item) => Ok(item.clone()),
        }
    }
}

/// The item as the SDK parses it.
fn parsed(text: &str) -> Option<Attributes> {
    static GET_ITEM: LazyLock<Operation> = LazyLock::new(|| Operation {
        config: GetItem::new().config(),
        empty: || Output::erase(GetItemOutput::builder().build()),
    });
    let body = ["{\"Item\":", text, "}"].concat();
    GET_ITEM.parse::<GetItemOutput>(SdkBody::from(body))?.item
}

/// An item, or none, for each of several gets, in their order. Public only because a hidden method of a public trait takes it.
pub struct RawItems<'a>(vec::IntoIter<Option<RawItem<'a>>>);

impl<'a> RawItems<'a> {
    pub(crate) fn new(items: Vec<Option<RawItem<'a>>>) -> Self {
        Self(items.into_iter())
    }

    /// Takes the item of the next get.
    pub(crate) fn take(&mut self) -> Option<RawItem<'a>> {
        self.0.next().flatten()
    }
}
