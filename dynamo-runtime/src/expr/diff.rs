//! Two structs in, the smallest update that turns one into the other out, and the condition that nothing came between.

mod form;
mod set;

use std::iter;

use self::form::{Difference, Form};
use super::placeholders::TOO_LONG;
use super::predicate::{Predicate, TOO_MANY_OPERATORS};
use super::update::{Clauses, MAX_ACTIONS};
use crate::codec::Attributes;
use crate::codec::encoder::Encoder;
use crate::codec::value::Value;
use crate::error::{Error, ErrorKind, Mistake};
use crate::table::DynamoTable;

/// What turns one item into another: the attributes of both, but for those that the mapper writes by itself.
pub(crate) struct Diff {
    old: Attributes,
    new: Attributes,
    /// The item has the version of the old one.
    version: Option<Predicate>,
}

const TOO_DIFFERENT: &str = "the two items have too many differences for one update (the limit is 4 KB and 300 operators in each of its \
     expressions); put the whole item with a `#[version]`, or change it in several steps";

impl Diff {
    /// Returns what turns `old` into `new`; `None` where nothing is stored differently.
    pub(crate) fn between<T: DynamoTable>(old: &T, new: &T) -> Result<Option<Self>, Mistake> {
        let (mut old, mut new) = (Encoder::item(old)?, Encoder::item(new)?);
        if T::SCHEMA.key_names().any(|key| old.get(key) != new.get(key)) {
            let problem = "the two items have different keys, and an update cannot change a key";
            return Err(Mistake::new(problem));
        }
        let mut version = None;
        for behaviour in T::BEHAVIOURS {
            let read = old.remove(behaviour.name);
            new.remove(behaviour.name);
            if behaviour.is_version() {
                version = Some(Predicate::version(behaviour.name, Value::of(&read)));
            }
        }
        let (old, new) = (comparable(old), comparable(new));
        Ok((old != new).then_some(Self { old, new, version }))
    }

    /// The old item and the new one.
    pub(crate) fn items(&self) -> [&Attributes; 2] {
        [&self.old, &self.new]
    }

    /// Calls `build` with the changes and with what must hold for the item, in the first of their forms that keeps within the
    /// limits of expressions: at first in the finest, and then with ever more maps compared and written whole. `stored` is
    /// the item as it is known to be stored; else it is taken to be as `old` is written.
    pub(crate) fn fitting<R>(
        &self,
        stored: Option<&Attributes>,
        build: impl Fn(Clauses, Predicate) -> Result<R, Mistake>,
    ) -> Result<R, Mistake> {
        let stored = stored.unwrap_or(&self.old);
        let count = self.form(stored, usize::MAX).differences.len().min(MAX_ACTIONS);
        let forms = || {
            let halves = iter::successors(Some(count), |most| (*most > 0).then_some(most / 2));
            let forms = halves.map(|most| self.form(stored, most));
            forms.filter(|form| form.differences.len() <= MAX_ACTIONS)
        };
        let and_version = |guard: Option<Predicate>| {
            self.version.iter().cloned().chain(guard).reduce(Predicate::and)
        };
        let compared = forms().map(|form| (form.changes(), and_version(form.unchanged())));
        // The version alone says that nothing came between.
        let versioned = self.version.iter().flat_map(|_| {
            forms().map(|form| (form.changes(), and_version(form.whole_unchanged())))
        });
        for (changes, guard) in compared.chain(versioned) {
            let Some(guard) = guard else { continue };
            match build(changes, guard) {
                Err(mistake) if mistake.is(TOO_LONG) || mistake.is(TOO_MANY_OPERATORS) => {}
                request => return request,
            }
        }
        Err(Mistake::new(TOO_DIFFERENT))
    }

    /// Returns what is changed, in the finest form.
    pub(crate) fn changes(&self, stored: Option<&Attributes>) -> Clauses {
        self.form(stored.unwrap_or(&self.old), usize::MAX).changes()
    }

    /// Returns the item for which the guard did not hold, where that is only because it is stored in another form than `old`
    /// is written: without a default, with NULL, or with a date in another spelling. `None` where something came between.
    pub(crate) fn stored_otherwise<T: DynamoTable>(
        &self,
        error: &Error,
    ) -> Result<Option<Attributes>, Mistake> {
        let failed = error.kind() == ErrorKind::ConditionFailed;
        let Some(stored) = error.item().filter(|_| failed) else { return Ok(None) };
        let stored = comparable(stored.clone());
        // What the struct does not know counts too, where a map was compared whole.
        let whole = self.form(&stored, 0).differences;
        if whole.iter().all(Difference::is_as_written) || !self.is_read_of::<T>(&stored) {
            return Ok(None);
        }
        let form = self.form(&stored, usize::MAX);
        match form.differences.iter().find(|difference| difference.forgets()) {
            Some(difference) => Err(Mistake::new(format!(
                "the stored elements of `{}` have attributes that the struct does not know, and the new list would lose them; \
                 change its elements by their paths, or collect them with `#[dynamo(flatten)]`",
                difference.path.root
            ))),
            None => Ok(Some(stored)),
        }
    }

    /// A map in which more than `most` attributes differ is one difference in it.
    fn form<'i>(&'i self, stored: &'i Attributes, most: usize) -> Form<'i> {
        Form::new(stored, &self.old, &self.new, most)
    }

    /// Whether `stored` is read as `old` in all that differs.
    fn is_read_of<T: DynamoTable>(&self, stored: &Attributes) -> bool {
        let read = || read_again::<T>(stored);
        let Some(first) = read() else { return false };
        let mut others = self.form(&first, usize::MAX).differences;
        others.retain(|difference| !difference.is_as_written());
        // A `HashSet` under serde is a list that comes out in another order each time.
        others.iter().all(|difference| {
            let mut again = iter::repeat_with(read).take(8).flatten();
            difference.is_reordered()
                && again.any(|again| difference.path.find(&again) != difference.stored)
        })
    }
}

/// Returns what the struct writes of the item that it reads.
fn read_again<T: DynamoTable>(stored: &Attributes) -> Option<Attributes> {
    T::from_item(stored.clone()).and_then(|item| item.to_item()).map(comparable).ok()
}

/// Sorts sets, which have no order, though their `AttributeValue`s have.
fn comparable(mut item: Attributes) -> Attributes {
    item.values_mut().for_each(set::sort);
    item
}
