//! The size of an item as DynamoDB counts it: "DynamoDB item sizes and formats" of the guide.

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::Attributes;
use crate::error::Mistake;

/// "Service, account, and table quotas" of the DynamoDB guide: names and values together.
pub(crate) const MAX_ITEM_BYTES: usize = 400 * 1024;

/// Refuses an item that is too large, and names what makes it so.
pub(crate) fn check(item: &Attributes) -> Result<(), Mistake> {
    let sizes = item.iter().map(|(name, value)| (name.len() + of(value), name));
    let mut sizes: Vec<(usize, &String)> = sizes.collect();
    let total: usize = sizes.iter().map(|(size, _)| size).sum();
    if total <= MAX_ITEM_BYTES {
        return Ok(());
    }
    sizes.sort_unstable_by(|one, two| two.cmp(one));
    let largest = sizes.iter().take(3).map(|(size, name)| format!("`{name}` with {size} bytes"));
    let largest = largest.collect::<Vec<_>>().join(", ");
    let problem =
        format!("an item of {total} bytes is larger than 400 KB; the most is in {largest}");
    Err(Mistake::new(problem))
}

fn of(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => of_number(number),
        AttributeValue::B(blob) => blob.as_ref().len(),
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + of(value)).sum::<usize>(),
        AttributeValue::M(map) => {
            3 + map.iter().map(|(key, value)| 1 + key.len() + of(value)).sum::<usize>()
        }
        AttributeValue::Ss(set) => set.iter().map(String::len).sum(),
        AttributeValue::Ns(set) => set.iter().map(|number| of_number(number)).sum(),
        AttributeValue::Bs(set) => set.iter().map(|blob| blob.as_ref().len()).sum(),
        _ => 1,
    }
}

/// A byte for two significant digits, and one more.
fn of_number(number: &str) -> usize {
    number.bytes().filter(u8::is_ascii_digit).count().div_ceil(2) + 1
}
