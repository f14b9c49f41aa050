//! The bodies of responses in, items out; or a mistake, for whatever DynamoDB does not spell so.
//!
//! A body that is taken here must be one that the SDK's parser takes, and must mean the same to it: what is passed over is
//! checked, and nothing may stand behind the end. The reverse need not hold, since the SDK parses what is refused here.

use aws_smithy_types::body::SdkBody;

use super::raw::RawItem;
use crate::codec::cursor::MALFORMED;
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
    /// The places, among all items of the response, of those that are of others.
    pub(crate) passed: Vec<usize>,
}

/// What tells the items of one entity among those of a response; and whether what reads an item tells it by itself.
pub(crate) type Owned<'o> = (&'o dyn Fn(&Attributes) -> bool, bool);

impl<T> Page<T> {
    pub(crate) fn empty() -> Self {
        let (items, mistake, last_key, passed) = (Vec::new(), None, None, Vec::new());
        Self { items, mistake, count: 0, scanned_count: 0, consumed: 0.0, last_key, passed }
    }

    /// Returns the place, among all items of the response, of the `nth` of the page.
    pub(crate) fn place(&self, nth: usize) -> usize {
        self.passed.iter().fold(nth, |place, passed| place + usize::from(*passed <= place))
    }

    /// Drops what is beyond the items still wanted.
    pub(crate) fn cut(&mut self, wanted: usize) {
        self.mistake = self.mistake.take().filter(|_| self.items.len() < wanted);
        self.items.truncate(wanted);
        self.count = self.count.max(self.items.len()).min(wanted);
    }
}

/// An item that is passed over.
pub(crate) struct Unread;

impl Decode<'_> for Unread {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.json_pass_item().map(|()| Self)
    }
}

/// Reads the body of a write that returns nothing, but for what it has consumed if that was asked for.
pub(crate) fn nothing(body: &SdkBody) -> Result<(), Mistake> {
    if body.bytes() == Some(b"{}") {
        return Ok(());
    }
    members(text(body)?, &mut |name, from| match name {
        "ConsumedCapacity" => units(from).map(drop),
        _ => from.json_refuse(),
    })
}

/// Reads the page in the body of a Query or Scan, each item with `decode`, and those alone that are `owned`.
pub(crate) fn page<'a, T>(
    body: &'a SdkBody,
    owned: Option<Owned<'_>>,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Page<T>, Mistake> {
    let mut page = Page::empty();
    members(text(body)?, &mut |key, from| match key {
        "Items" => {
            page.items.reserve(page.count.min(MAX_RESERVED));
            match owned {
                None => array(from, &decode, &mut page.items),
                Some(owned) => own_array(from, owned, &decode, &mut page),
            }
        }
        "Count" => from.json_count().map(|count| page.count = count),
        "ScannedCount" => from.json_count().map(|count| page.scanned_count = count),
        "LastEvaluatedKey" => {
            from.json_item(Attributes::decode).map(|key| page.last_key = Some(key))
        }
        "ConsumedCapacity" => units(from).map(|units| page.consumed = units),
        _ => Some(()),
    })?;
    if owned.is_some() {
        page.count = page.items.len();
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
    members(text(body)?, &mut |key, from| match key {
        _ if key == name => {
            item = None;
            if empty || !from.json_is_empty() {
                item = Some(from.json_item(&decode)?);
            }
            Some(())
        }
        "ConsumedCapacity" => units(from).map(drop),
        "ItemCollectionMetrics" => from.json_refuse(),
        _ => Some(()),
    })?;
    Ok(item)
}

/// Reads the capacity units that were consumed of one table, as far as they are known here.
pub(super) fn units(from: &mut Decoder<'_>) -> Option<f64> {
    let mut consumed = 0.0;
    from.json_object(&mut |key, from| match key {
        "TableName" => from.json_string().map(drop),
        "CapacityUnits" => from.json_units().map(|units| consumed = units),
        "ReadCapacityUnits" | "WriteCapacityUnits" => from.json_units().map(drop),
        "Table" => capacity(from),
        "LocalSecondaryIndexes" | "GlobalSecondaryIndexes" => {
            from.json_object(&mut |_, from| capacity(from))
        }
        _ => from.json_refuse(),
    })?;
    Some(consumed)
}

/// Passes the capacity consumed of a table or index.
fn capacity(from: &mut Decoder<'_>) -> Option<()> {
    from.json_object(&mut |key, from| match key {
        "CapacityUnits" | "ReadCapacityUnits" | "WriteCapacityUnits" => from.json_units().map(drop),
        _ => from.json_refuse(),
    })
}

/// What a statement of PartiQL returns.
pub(crate) struct Statement<T> {
    pub(crate) items: Vec<T>,
    /// What the next page is asked for with; `None` after the last.
    pub(crate) next_token: Option<String>,
    /// In capacity units; 0 where the request does not ask for it.
    pub(crate) consumed: f64,
}

/// Reads the page in the body of an ExecuteStatement, each item with `decode`.
pub(crate) fn statement<'a, T>(
    body: &'a SdkBody,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
) -> Result<Statement<T>, Mistake> {
    let mut page = Statement { items: Vec::new(), next_token: None, consumed: 0.0 };
    members(text(body)?, &mut |key, from| match key {
        "Items" => array(from, &decode, &mut page.items),
        "NextToken" => from.json_string().map(|token| page.next_token = Some(token)),
        "LastEvaluatedKey" => from.json_pass_item(),
        "ConsumedCapacity" => units(from).map(|units| page.consumed = units),
        _ => Some(()),
    })?;
    Ok(page)
}

/// Reads the body of a `TransactGetItems`: an item, which is only passed, or none for each get; and the capacity units consumed.
pub(crate) fn responses(body: &SdkBody) -> Result<(Vec<Option<RawItem<'_>>>, f64), Mistake> {
    let (mut items, mut consumed) = (Vec::new(), 0.0);
    members(text(body)?, &mut |name, from| match name {
        "Responses" => {
            items.clear();
            from.json_array(&mut |from| response(from, &mut items))
        }
        "ConsumedCapacity" => {
            consumed = 0.0;
            from.json_array(&mut |from| units(from).map(|units| consumed += units))
        }
        _ => Some(()),
    })?;
    Ok((items, consumed))
}

fn response<'a>(from: &mut Decoder<'a>, to: &mut Vec<Option<RawItem<'a>>>) -> Option<()> {
    let mut item = None;
    from.json_object(&mut |name, from| match name {
        "Item" => from.json_item_text().map(|text| item = Some(RawItem::Json(text))),
        _ => Some(()),
    })?;
    to.push(item);
    Some(())
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

/// Reads the members of a response, behind which nothing may stand.
pub(super) fn members<'a>(
    text: &'a str,
    read: &mut dyn FnMut(&str, &mut Decoder<'a>) -> Option<()>,
) -> Result<(), Mistake> {
    let mut decoder = Decoder::of_response(text);
    let read = decoder.json_object(read).and_then(|()| decoder.json_end());
    read.ok_or_else(|| decoder.into_mistake())
}

/// Reads an array of items.
pub(super) fn array<'a, T>(
    from: &mut Decoder<'a>,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
    to: &mut Vec<T>,
) -> Option<()> {
    // Of a member that stands there twice, the second counts.
    to.clear();
    from.json_array(&mut |from| from.json_item(&decode).map(|item| to.push(item)))
}

/// Reads an array of items, of which some are of others.
fn own_array<'a, T>(
    from: &mut Decoder<'a>,
    (owns, tells): Owned<'_>,
    decode: impl Fn(&mut Decoder<'a>) -> Option<T>,
    page: &mut Page<T>,
) -> Option<()> {
    page.items.clear();
    page.passed.clear();
    let mut place = 0;
    from.json_array(&mut |from| {
        let asked = if tells { true } else { from.json_is_own(owns)? };
        match asked.then(|| from.json_item(&decode)) {
            Some(Some(item)) => page.items.push(item),
            None => page.passed.push(place),
            Some(None) if from.json_was_of_another(owns) => page.passed.push(place),
            Some(None) => return None,
        }
        place += 1;
        Some(())
    })
}

/// The whole body is checked once, so that no string in it needs a check.
pub(super) fn text(body: &SdkBody) -> Result<&str, Mistake> {
    text_of(body.bytes().unwrap_or_default())
}

pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, Mistake> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| Mistake::new(MALFORMED))
}
