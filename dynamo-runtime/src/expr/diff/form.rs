//! What differs between two items in, the changes and the guard of an update out, in finer or coarser form.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue::{self, L, M};

use super::set;
use crate::codec::Attributes;
use crate::codec::value::Value;
use crate::error::Step;
use crate::expr::assignment::Term;
use crate::expr::operand::Operand;
use crate::expr::path::DocumentPath;
use crate::expr::predicate::{Node, Predicate};
use crate::expr::update::Clauses;

/// The differences between two items, each with what is stored there.
pub(super) struct Form<'i> {
    /// A map in which more than these attributes differ is one difference.
    most: usize,
    pub(super) differences: Vec<Difference<'i>>,
    /// The maps that are changed within, and whether they get an entry.
    maps: Vec<(DocumentPath, bool)>,
}

/// An attribute that differs.
pub(super) struct Difference<'i> {
    pub(super) path: DocumentPath,
    pub(super) stored: Option<&'i AttributeValue>,
    old: Option<&'i AttributeValue>,
    new: Option<&'i AttributeValue>,
}

impl<'i> Form<'i> {
    pub(super) fn new(
        stored: &'i Attributes,
        old: &'i Attributes,
        new: &'i Attributes,
        most: usize,
    ) -> Self {
        let mut form = Self { most, differences: Vec::new(), maps: Vec::new() };
        form.collect(None, [stored, old, new]);
        form
    }

    /// Collects how the second of `items` differs from the third; returns whether the first lacks an attribute that does.
    fn collect(&mut self, parent: Option<&DocumentPath>, items: [&'i Attributes; 3]) -> bool {
        let [_, old, new] = items;
        let mut grows = false;
        for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let [stored, old, new] = items.map(|item| item.get(name));
            if old == new {
                continue;
            }
            let path = match parent {
                Some(parent) => parent.with(Step::Name(name.clone().into())),
                None => DocumentPath::attribute(name.clone().into()),
            };
            if let (Some(M(stored)), Some(M(old)), Some(M(new))) = (stored, old, new) {
                let (differences, maps) = (self.differences.len(), self.maps.len());
                let grows = self.collect(Some(&path), [stored, old, new]);
                if self.differences.len() - differences <= self.most {
                    self.maps.push((path, grows));
                    continue;
                }
                self.differences.truncate(differences);
                self.maps.truncate(maps);
            }
            grows |= stored.is_none();
            self.differences.push(Difference { path, stored, old, new });
        }
        grows
    }

    pub(super) fn changes(&self) -> Clauses {
        let mut changes = Clauses::default();
        self.differences.iter().for_each(|difference| difference.change(&mut changes));
        changes
    }

    /// All that differs is as it is stored.
    pub(super) fn unchanged(&self) -> Option<Predicate> {
        // Without it, an entry of a map that is gone would be absent as before, and then could not be set.
        let maps = self.maps.iter().filter(|(_, grows)| *grows).map(|(path, _)| is_map(path));
        self.differences.iter().map(Difference::unchanged).chain(maps).reduce(Predicate::and)
    }

    /// Of an item whose version is known to be the old one: the maps are there, and what is written whole is as it is stored,
    /// for it may hold what the struct does not know.
    pub(super) fn whole_unchanged(&self) -> Option<Predicate> {
        let whole = self.differences.iter().filter(|difference| difference.is_map());
        let maps = self.maps.iter().map(|(path, _)| is_map(path));
        whole.map(Difference::unchanged).chain(maps).reduce(Predicate::and)
    }
}

impl Difference<'_> {
    /// What is stored is spelt as the struct writes it.
    pub(super) fn is_as_written(&self) -> bool {
        self.stored == self.old
    }

    /// What is stored is a list with the elements that the struct writes.
    pub(super) fn is_reordered(&self) -> bool {
        let sorted = |list: &[AttributeValue]| {
            let mut texts: Vec<_> = list.iter().map(|element| format!("{element:?}")).collect();
            texts.sort_unstable();
            texts
        };
        match (self.stored, self.old) {
            (Some(L(stored)), Some(L(old))) => sorted(stored) == sorted(old),
            _ => false,
        }
    }

    /// A list takes the place of one that holds more than was read of it.
    pub(super) fn forgets(&self) -> bool {
        match (self.stored, self.old, self.new) {
            (Some(stored @ L(_)), Some(old), Some(L(_))) => holds_more(stored, old),
            _ => false,
        }
    }

    fn is_map(&self) -> bool {
        self.stored.is_some_and(AttributeValue::is_m)
    }

    fn unchanged(&self) -> Predicate {
        let path = self.path.clone();
        Predicate::new(match self.stored {
            Some(stored) => {
                Node::Compare(Operand::path(path), " = ", Operand::value(Value::of(stored)))
            }
            None => Node::Function("attribute_not_exists", path, None),
        })
    }

    fn change(&self, clauses: &mut Clauses) {
        let path = self.path.clone();
        match (self.old, self.new) {
            (_, None) => clauses.remove(path),
            (Some(old), Some(new)) if self.is_as_written() => replace(path, old, new, clauses),
            (old, Some(new)) => {
                let value = changed(self.stored, old, new);
                clauses.set(path, Term::Value(Value::of(&value)));
            }
        }
    }
}

fn is_map(path: &DocumentPath) -> Predicate {
    let ty = Operand::value(Value::of(&AttributeValue::S("M".to_owned())));
    Predicate::new(Node::Function("attribute_type", path.clone(), Some(ty)))
}

/// Adds to a set or deletes from it what differs, where that is less than the whole set.
fn replace(path: DocumentPath, old: &AttributeValue, new: &AttributeValue, clauses: &mut Clauses) {
    if let (Some(added), Some(removed)) = (set::without(new, old), set::without(old, new)) {
        if set::len(&removed) == 0 {
            return clauses.add(path, Value::of(&added), None);
        }
        if set::len(&added) == 0 && set::len(&removed) < set::len(new) {
            return clauses.delete(path, Value::of(&removed));
        }
    }
    clauses.set(path, Term::Value(Value::of(new)));
}

/// Returns what is stored with the changes that turn `old` into `new`: what the struct does not know stays in maps.
fn changed(
    stored: Option<&AttributeValue>,
    old: Option<&AttributeValue>,
    new: &AttributeValue,
) -> AttributeValue {
    let (Some(M(stored)), Some(M(old)), M(new)) = (stored, old, new) else { return new.clone() };
    let mut map = stored.clone();
    for name in old.keys().chain(new.keys()) {
        match (old.get(name), new.get(name)) {
            (old, new) if old == new => None,
            (_, None) => map.remove(name),
            (old, Some(new)) => map.insert(name.clone(), changed(stored.get(name), old, new)),
        };
    }
    M(map)
}

/// Whether `stored` has attributes that were not read of it.
fn holds_more(stored: &AttributeValue, read: &AttributeValue) -> bool {
    match (stored, read) {
        (L(stored), L(read)) => {
            stored.iter().zip(read).any(|(stored, read)| holds_more(stored, read))
        }
        (M(stored), M(read)) => stored.iter().any(|(name, stored)| match read.get(name) {
            Some(read) => holds_more(stored, read),
            None => !stored.is_null(),
        }),
        _ => false,
    }
}
