//! The size of an item as DynamoDB counts it: "DynamoDB item sizes and formats" of the guide.

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::Attributes;
use crate::codec::digits::least_size;
use crate::error::Mistake;
use crate::schema::TableSchema;

/// "Service, account, and table quotas" of the DynamoDB guide: names and values together.
pub(crate) const MAX_ITEM_BYTES: usize = 400 * 1024;

/// Refuses an item that is surely too large, and names what makes it so: of attributes that `schema` does not have,
/// which may be keys of a map, it shows no names.
pub(crate) fn check(item: &Attributes, schema: &TableSchema) -> Result<(), Mistake> {
    let sizes = item.iter().map(|(name, value)| (name.len() + of(value), name));
    let mut sizes: Vec<(usize, &String)> = sizes.collect();
    let total: usize = sizes.iter().map(|(size, _)| size).sum();
    if total <= MAX_ITEM_BYTES {
        return Ok(());
    }
    sizes.sort_unstable_by(|one, two| two.cmp(one));
    let shown = |name| schema.fields.iter().map(|field| field.name).find(|known| *known == name);
    let largest = sizes.iter().take(3).map(|(size, name)| {
        format!("`{}` with {size} bytes", shown(name.as_str()).unwrap_or("[key]"))
    });
    let largest = largest.collect::<Vec<_>>().join(", ");
    let problem = format!(
        "the item has {total} bytes, and the limit is 400 KB; its largest attributes: {largest}"
    );
    Err(Mistake::new(problem))
}

/// The bytes that the attributes, with their names, take at least.
pub(crate) fn total(attributes: &Attributes) -> usize {
    attributes.iter().map(|(name, value)| name.len() + of(value)).sum()
}

/// The bytes that the value takes at least.
fn of(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => least_size(number),
        AttributeValue::B(blob) => blob.as_ref().len(),
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + of(value)).sum::<usize>(),
        AttributeValue::M(map) => {
            3 + map.iter().map(|(key, value)| 1 + key.len() + of(value)).sum::<usize>()
        }
        AttributeValue::Ss(set) => set.iter().map(String::len).sum(),
        AttributeValue::Ns(set) => set.iter().map(|number| least_size(number)).sum(),
        AttributeValue::Bs(set) => set.iter().map(|blob| blob.as_ref().len()).sum(),
        _ => 1,
    }
}
