//! Two structs in, the smallest update that turns one into the other out, and the condition that nothing came between.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;

use super::assignment::Term;
use super::changes::Changes;
use super::condition::Condition;
use super::elements;
use super::path::{DocumentPath, Path};
use super::update::Clauses;
use super::value::Value;
use crate::codec::Attributes;
use crate::codec::encoder::Encoder;
use crate::codec::kind::SetType;
use crate::error::{Mistake, Step};
use crate::schema::AttributeType;
use crate::table::DynamoTable;

/// With more, maps are replaced whole, so that the expressions keep within 4 KB and 300 operators.
const MAX_NESTED: usize = 64;

/// An attribute that differs.
struct Difference<'i> {
    path: DocumentPath,
    old: Option<&'i AttributeValue>,
    new: Option<&'i AttributeValue>,
    /// `old` may have been read as the default of an absent attribute.
    defaulted: bool,
}

/// What turns `old` into `new`, and what then still holds of an item that is as `old` in all that differs. `None` where
/// nothing differs.
pub(crate) fn between<T: DynamoTable>(
    old: &T,
    new: &T,
) -> Option<(Changes<T>, Option<Condition<T>>)> {
    let mut changes = Changes::new();
    let (read, (old, new, version)) = match encoded(old, new) {
        Ok(encoded) => encoded,
        Err(mistake) => {
            changes.clauses.refuse(mistake);
            return Some((changes, None));
        }
    };
    let mut differences = differences(&old, &new);
    for difference in &mut differences {
        difference.defaulted = is_default::<T>(&read, difference);
    }
    for difference in &differences {
        difference.change(&mut changes.clauses);
    }
    let unchanged = differences.iter().map(Difference::unchanged).reduce(|all, one| all & one)?;
    let guard = parents(&differences).map(is_map).fold(unchanged, |all, one| all & one);
    Some((changes, Some(version.into_iter().fold(guard, |all, one| one & all))))
}

/// What is compared: the attributes of both but for those that the mapper writes by itself, and the condition that the version
/// is the old one.
type Compared<T> = (Attributes, Attributes, Option<Condition<T>>);

/// All attributes of `old`, and what is compared.
fn encoded<T: DynamoTable>(old: &T, new: &T) -> Result<(Attributes, Compared<T>), Mistake> {
    let (mut old, mut new) = (Encoder::item(old)?, Encoder::item(new)?);
    let read = old.clone();
    if T::SCHEMA.key_names().any(|key| old.get(key) != new.get(key)) {
        return Err(Mistake::new("the items differ in their keys; an update cannot change a key"));
    }
    let mut version = None;
    for behaviour in T::BEHAVIOURS {
        let read = old.remove(behaviour.name);
        new.remove(behaviour.name);
        if behaviour.is_version() {
            version = Some(Condition::version(behaviour.name, Value::of(&read)));
        }
    }
    old.values_mut().chain(new.values_mut()).for_each(sort_sets);
    Ok((read, (old, new, version)))
}

/// Whether the old attribute would be read of the item as it is if it were absent.
fn is_default<T: DynamoTable>(item: &Attributes, difference: &Difference<'_>) -> bool {
    let Some(old) = difference.old else { return false };
    let mut without = item.clone();
    take(&mut without, &difference.path);
    let read = T::from_item(without).and_then(|item| item.to_item());
    read.ok().and_then(|mut read| take(&mut read, &difference.path)).is_some_and(|mut read| {
        sort_sets(&mut read);
        *old == read
    })
}

fn take(item: &mut Attributes, path: &DocumentPath) -> Option<AttributeValue> {
    let names = [&path.root].into_iter().chain(path.steps.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name),
        Step::Index(_) => None,
    }));
    let mut names = names.map(|name| &**name).peekable();
    let mut map = item;
    while let Some(name) = names.next() {
        if names.peek().is_none() {
            return map.remove(name);
        }
        let AttributeValue::M(inner) = map.get_mut(name)? else { return None };
        map = inner;
    }
    None
}

/// A set has no order, but its `AttributeValue` has.
fn sort_sets(value: &mut AttributeValue) {
    match value {
        AttributeValue::L(list) => list.iter_mut().for_each(sort_sets),
        AttributeValue::M(map) => map.values_mut().for_each(sort_sets),
        AttributeValue::Ss(texts) | AttributeValue::Ns(texts) => texts.sort_unstable(),
        AttributeValue::Bs(blobs) => blobs.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref())),
        _ => {}
    }
}

fn differences<'i>(old: &'i Attributes, new: &'i Attributes) -> Vec<Difference<'i>> {
    let mut found = Vec::new();
    collect(None, old, new, true, &mut found);
    if found.len() > MAX_NESTED {
        found.clear();
        collect(None, old, new, false, &mut found);
    }
    found
}

fn collect<'i>(
    parent: Option<&DocumentPath>,
    old: &'i Attributes,
    new: &'i Attributes,
    nested: bool,
    found: &mut Vec<Difference<'i>>,
) {
    for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let path = match parent {
            Some(parent) => parent.with(Step::Name(name.clone().into())),
            None => DocumentPath::attribute(name.clone().into()),
        };
        match (old.get(name), new.get(name)) {
            (old, new) if old == new => {}
            (Some(AttributeValue::M(old)), Some(AttributeValue::M(new))) if nested => {
                collect(Some(&path), old, new, nested, found);
            }
            (old, new) => found.push(Difference { path, old, new, defaulted: false }),
        }
    }
}

/// The maps that get entries.
fn parents(differences: &[Difference<'_>]) -> impl Iterator<Item = DocumentPath> {
    let may_be_absent =
        |difference: &&Difference<'_>| difference.old.is_none() || difference.defaulted;
    let added = differences.iter().filter(may_be_absent);
    let mut parents = Vec::new();
    for parent in added.filter_map(|difference| difference.path.parent()) {
        if !parents.contains(&parent) {
            parents.push(parent);
        }
    }
    parents.into_iter()
}

// Without it, an entry of a map that is gone would be absent as before, and then could not be set.
fn is_map<T>(path: DocumentPath) -> Condition<T> {
    Path::<T, AttributeValue>::of(path).attribute_type(AttributeType::M)
}

impl Difference<'_> {
    fn unchanged<T>(&self) -> Condition<T> {
        let path = Path::<T, AttributeValue>::of(self.path.clone());
        match self.old {
            Some(old) if self.defaulted => path.clone().not_exists() | path.eq(old),
            Some(old) => path.eq(old),
            // An attribute that was read as absent may be NULL; an entry of a map is then one.
            None if self.path.steps.is_empty() => {
                path.clone().not_exists() | path.attribute_type(AttributeType::Null)
            }
            None => path.not_exists(),
        }
    }

    fn change(&self, clauses: &mut Clauses) {
        let path = self.path.clone();
        match (self.old, self.new) {
            (_, None) => clauses.remove(path),
            (Some(old), Some(new)) if !self.defaulted => change_set(path, old, new, clauses),
            (_, Some(new)) => clauses.set(path, Term::Value(Value::of(new))),
        }
    }
}

/// Adds to a set or deletes from it what differs, where that is less than the whole set.
fn change_set(
    path: DocumentPath,
    old: &AttributeValue,
    new: &AttributeValue,
    clauses: &mut Clauses,
) {
    if let (Some((ty, old)), Some((_, new))) = (elements_of(old), elements_of(new)) {
        let values = |elements: &[AttributeValue], others: &[AttributeValue]| {
            let rest = elements.iter().filter(|element| !others.contains(element));
            rest.map(|element| Value::of(element)).collect::<Vec<_>>()
        };
        let (added, removed) = (values(&new, &old), values(&old, &new));
        if removed.is_empty() {
            return clauses.add(path, elements::set(ty, added.into_iter()));
        }
        if added.is_empty() && removed.len() < new.len() {
            return clauses.delete(path, elements::set(ty, removed.into_iter()));
        }
    }
    clauses.set(path, Term::Value(Value::of(new)));
}

fn elements_of(value: &AttributeValue) -> Option<(SetType, Vec<AttributeValue>)> {
    match value {
        AttributeValue::Ss(texts) => {
            Some((SetType::Ss, texts.iter().cloned().map(AttributeValue::S).collect()))
        }
        AttributeValue::Ns(texts) => {
            Some((SetType::Ns, texts.iter().cloned().map(AttributeValue::N).collect()))
        }
        AttributeValue::Bs(blobs) => {
            Some((SetType::Bs, blobs.iter().cloned().map(AttributeValue::B).collect()))
        }
        _ => None,
    }
}
