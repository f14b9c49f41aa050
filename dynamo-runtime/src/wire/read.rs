//! The bodies of responses in, items out.

use aws_smithy_types::body::SdkBody;

use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::error::Mistake;

/// A page of a query or scan.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// What was found behind the items, which cannot be read.
    pub(crate) mistake: Option<Mistake>,
    /// The number of items that fit the filter.
    pub(crate) count: usize,
    pub(crate) scanned_count: usize,
    /// In capacity units; 0 where the request does not ask for it.
    pub(crate) consumed: f64,
    pub(crate) last_key: Option<Attributes>,
}

impl<T> Page<T> {
    pub(crate) fn empty() -> Self {
        let (items, mistake, last_key) = (Vec::new(), None, None);
        Self { items, mistake, count: 0, scanned_count: 0, consumed: 0.0, last_key }
    }

    /// Whether there is more in it than the items still wanted.
    pub(crate) fn exceeds(&self, wanted: usize) -> bool {
        let all = self.items.len() + usize::from(self.mistake.is_some());
        all.max(self.count) > wanted
    }

    /// Drops what is beyond the items still wanted.
    pub(crate) fn cut(&mut self, wanted: usize) {
        self.mistake = self.mistake.take().filter(|_| self.items.len() < wanted);
        self.items.truncate(wanted);
        // The count may stand behind an item that has not been read.
        self.count = self.count.max(self.items.len()).min(wanted);
    }
}

/// An item that is passed over.
pub(crate) struct Unread;

impl Decode<'_> for Unread {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.pass().map(|()| Self)
    }
}

/// Reads the page in the body of a Query or Scan, each item with `decode`.
pub(crate) fn page<'a, T>(
    body: &'a SdkBody,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Page<T>, Mistake> {
    let mut page = Page::empty();
    let mut decoder = Decoder::of_response(text(body)?);
    let read = decoder.json_object(&mut |key, from| match key {
        "Items" => {
            page.items.reserve(page.count.min(MAX_RESERVED));
            from.json_array(&mut |from| from.json_item(&decode).map(|item| page.items.push(item)))
        }
        "Count" => from.json_number().map(|count| page.count = count),
        "ScannedCount" => from.json_number().map(|count| page.scanned_count = count),
        "ConsumedCapacity" => units(from).map(|units| page.consumed = units),
        "LastEvaluatedKey" => {
            from.json_item(Attributes::decode).map(|key| page.last_key = Some(key))
        }
        _ => Some(()),
    });
    if read.is_none() {
        page.mistake = Some(decoder.into_mistake());
    }
    Ok(page)
}

/// More items than a page of 1 MB is likely to hold, whatever number the response names.
const MAX_RESERVED: usize = 10_000;

/// Reads the item in the member `name` of a response with `decode`: `None` where it is absent, and where it has no attributes,
/// unless `empty` is an item too.
pub(crate) fn attributes<'a, T>(
    body: &'a SdkBody,
    name: &str,
    empty: bool,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Option<T>, Mistake> {
    let mut item = None;
    members(text(body)?, &mut |key, from| {
        if key == name && (empty || !from.json_is_empty()) {
            item = Some(from.json_item(&decode)?);
        }
        Some(())
    })?;
    Ok(item)
}

/// What a statement of PartiQL returns.
pub(crate) struct Statement<T> {
    pub(crate) items: Vec<T>,
    /// What the next page is asked for with; `None` after the last.
    pub(crate) next_token: Option<String>,
}

/// Reads the page in the body of an ExecuteStatement, each item with `decode`.
pub(crate) fn statement<'a, T>(
    body: &'a SdkBody,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Statement<T>, Mistake> {
    let mut page = Statement { items: Vec::new(), next_token: None };
    members(text(body)?, &mut |key, from| match key {
        "Items" => array(from, &decode, &mut page.items),
        "NextToken" => from.json_string().map(|token| page.next_token = Some(token)),
        _ => Some(()),
    })?;
    Ok(page)
}

/// The items of one table, each with its key, and the keys that are still to be asked for.
#[derive(Debug)]
pub(crate) struct Batch<K, T> {
    pub(crate) items: Vec<(K, T)>,
    pub(crate) unprocessed: Vec<K>,
    /// In capacity units; 0 where the request does not ask for it.
    pub(crate) consumed: f64,
}

/// Reads the body of a BatchGetItem from one table: the items with `decode`, and their keys and those left with `key`.
pub(crate) fn batch<'a, K, T>(
    body: &'a SdkBody,
    key: impl Fn(&mut Decoder<'a>) -> Option<K>,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Batch<K, T>, Mistake> {
    let text = text(body)?;
    let (mut keys, mut items, mut unprocessed) = (Vec::new(), Vec::new(), Vec::new());
    let mut consumed = 0.0;
    // Read by themselves: a decoded item may spell its key in another way than it was asked for.
    members(text, &mut |name, from| match name {
        "Responses" => from.json_object(&mut |_, from| array(from, &key, &mut keys)),
        "UnprocessedKeys" => from.json_object(&mut |_, from| {
            from.json_object(&mut |name, from| match name {
                "Keys" => array(from, &key, &mut unprocessed),
                _ => Some(()),
            })
        }),
        "ConsumedCapacity" => {
            from.json_array(&mut |from| units(from).map(|units| consumed += units))
        }
        _ => Some(()),
    })?;
    members(text, &mut |name, from| match name {
        "Responses" => from.json_object(&mut |_, from| array(from, &decode, &mut items)),
        _ => Some(()),
    })?;
    Ok(Batch { items: keys.into_iter().zip(items).collect(), unprocessed, consumed })
}

/// Reads what the answered write has consumed, in capacity units; 0 where the request did not ask for it.
pub(crate) fn consumed(body: &SdkBody) -> Result<f64, Mistake> {
    let mut consumed = 0.0;
    members(text(body)?, &mut |name, from| match name {
        "ConsumedCapacity" => units(from).map(|units| consumed = units),
        _ => Some(()),
    })?;
    Ok(consumed)
}

/// Reads the capacity units that were consumed of one table.
fn units(from: &mut Decoder<'_>) -> Option<f64> {
    let mut consumed = 0.0;
    from.json_object(&mut |key, from| match key {
        "CapacityUnits" => from.json_number().map(|units| consumed = units),
        _ => Some(()),
    })?;
    Some(consumed)
}

/// Reads the members of a response.
fn members<'a>(
    text: &'a str,
    read: &mut dyn FnMut(&str, &mut Decoder<'a>) -> Option<()>,
) -> Result<(), Mistake> {
    let mut decoder = Decoder::of_response(text);
    decoder.json_object(read).ok_or_else(|| decoder.into_mistake())
}

/// Reads an array of items.
fn array<'a, T>(
    from: &mut Decoder<'a>,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
    to: &mut Vec<T>,
) -> Option<()> {
    from.json_array(&mut |from| from.json_item(&decode).map(|item| to.push(item)))
}

/// The whole body is checked once, so that no string in it needs a check.
fn text(body: &SdkBody) -> Result<&str, Mistake> {
    let bytes = body.bytes().unwrap_or_default();
    simdutf8::basic::from_utf8(bytes).map_err(|_| Mistake::new("the response is not UTF-8"))
}
