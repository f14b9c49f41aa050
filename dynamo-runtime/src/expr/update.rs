//! Update expressions: the clauses SET, REMOVE, ADD and DELETE.

use super::assignment::Term;
use super::guard;
use super::path::DocumentPath;
use super::placeholders::{MAX_EXPRESSION_BYTES, Placeholders, TOO_LONG, Writer};
use super::predicate::Predicate;
use crate::codec::equal::{self, elements, same};
use crate::codec::value::Value;
use crate::codec::{Attributes, Bounds};
use crate::error::{Mistake, Step};
use crate::schema::TableSchema;

/// The shortest action is `#0, `: with more, no expression keeps within its limit.
pub(super) const MAX_ACTIONS: usize = MAX_EXPRESSION_BYTES / 4;

/// What an update does to the attributes of an item, whatever its type.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Clauses {
    actions: Vec<Action>,
    /// Why the update cannot be sent.
    mistake: Option<Mistake>,
}

/// What one clause does to one attribute.
#[derive(Debug, Clone, PartialEq)]
struct Action {
    clause: Clause,
    path: DocumentPath,
    /// What the attribute is set to, or what is added or deleted; nothing for REMOVE.
    term: Option<Term>,
    /// What must hold for the attribute to get a value that its type holds.
    guard: Option<Predicate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Set,
    Remove,
    Add,
    Delete,
}

impl Clause {
    /// The keyword, and what stands between a path and its term.
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Set, "SET ", " = "),
        (Self::Remove, "REMOVE ", ""),
        (Self::Add, "ADD ", " "),
        (Self::Delete, "DELETE ", " "),
    ];

    /// Of SET and REMOVE of one attribute, the last counts, as of two SETs.
    fn replaces(self, other: Self) -> bool {
        let assigns = |clause| matches!(clause, Self::Set | Self::Remove);
        self == other || assigns(self) && assigns(other)
    }
}

impl Clauses {
    /// Sets the attribute; an absent value removes it.
    pub(crate) fn set(&mut self, path: DocumentPath, term: Term) {
        if term.is_absent() {
            self.remove(path);
        } else {
            let guard = term.guard();
            self.act(Action { clause: Clause::Set, path, term: Some(term), guard });
        }
    }

    /// Removes the attribute.
    pub(crate) fn remove(&mut self, path: DocumentPath) {
        self.act(Action { clause: Clause::Remove, path, term: None, guard: None });
    }

    /// Adds to the set, or to the number, which is to stay within the bounds; an absent one counts as 0.
    pub(crate) fn add(&mut self, path: DocumentPath, value: Value, bounds: Option<Bounds>) {
        let zero = Box::new(Term::Value(Value::of(&0_i64)));
        let terms = [Term::IfNotExists(path.clone(), zero), Term::Value(value.clone())];
        let guard = bounds.and_then(|bounds| guard::of_calculation(&terms, false, bounds));
        self.act(Action { clause: Clause::Add, path, term: Some(Term::Value(value)), guard });
    }

    /// Deletes elements from the set.
    pub(crate) fn delete(&mut self, path: DocumentPath, elements: Value) {
        let term = Some(Term::Value(elements));
        self.act(Action { clause: Clause::Delete, path, term, guard: None });
    }

    /// Does what `other` does, after all that is done already.
    pub(crate) fn merge(&mut self, other: Self) {
        other.actions.into_iter().for_each(|action| self.act(action));
        self.mistake = self.mistake.take().or(other.mistake);
    }

    /// Has the update fail with `mistake` when it is sent.
    pub(crate) fn refuse(&mut self, mistake: Mistake) {
        self.mistake.get_or_insert(mistake);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.mistake.is_none()
    }

    /// Whether something in the attribute is changed.
    pub(crate) fn names(&self, attribute: &str) -> bool {
        self.actions.iter().any(|action| action.path.root == attribute)
    }

    /// The value that the attribute is set to, which may be an absent one, if it is changed; nothing in that where it is calculated, or
    /// changed in part.
    #[allow(clippy::option_option, reason = "changed or not, and known or not")]
    pub(crate) fn assigned(&self, attribute: &str) -> Option<Option<Value>> {
        let mut actions = self.actions.iter().filter(|action| action.path.root == attribute);
        let last = actions.next_back()?;
        let whole = last.path.steps.is_empty() && actions.next().is_none();
        Some(match (last.clause, &last.term) {
            (Clause::Remove, _) if whole => Some(Value::of(&None::<String>)),
            (Clause::Set, Some(term)) if whole => term.value().cloned(),
            _ => None,
        })
    }

    /// What must hold for each attribute to get a value that its type holds.
    pub(crate) fn guards(&self) -> impl Iterator<Item = Predicate> {
        self.actions.iter().filter_map(|action| action.guard.clone())
    }

    fn act(&mut self, action: Action) {
        // To add or delete no elements is no change, and the service has no empty sets.
        let changes_nothing = action.term.as_ref().is_some_and(Term::is_absent);
        if changes_nothing || self.mistake.is_some() {
            return;
        }
        self.actions
            .retain(|other| other.path != action.path || !action.clause.replaces(other.clause));
        self.actions.push(action);
        // Each looks through those before it.
        if self.actions.len() > MAX_ACTIONS {
            self.refuse(Mistake::new(TOO_LONG));
        }
    }

    /// Whether an item is as these changes leave it; `None` where it may be, but one of them depends on what was there before.
    pub(crate) fn hold_in(&self, item: &Attributes) -> Option<bool> {
        let mut all = Some(true);
        for action in &self.actions {
            match action.holds_in(item) {
                Some(false) => return Some(false),
                holds => all = all.and(holds),
            }
        }
        all
    }

    pub(crate) fn expression(
        &self,
        schema: &TableSchema,
        placeholders: &mut Placeholders,
    ) -> Result<String, Mistake> {
        self.check(schema)?;
        placeholders.expression(|to| {
            let clauses = Clause::ALL.into_iter();
            let used = clauses.filter(|(clause, ..)| self.of(*clause).next().is_some());
            to.joined(" ", used, |to, (clause, keyword, operator)| {
                to.raw(keyword);
                to.joined(", ", self.of(clause), |to, action| action.write(operator, to))
            })
        })
    }

    fn of(&self, clause: Clause) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |action| action.clause == clause)
    }

    fn check(&self, schema: &TableSchema) -> Result<(), Mistake> {
        self.mistake.clone().map_or(Ok(()), Err)?;
        if self.actions.is_empty() {
            return Err(Mistake::new("the update changes nothing"));
        }
        for (at, action) in self.actions.iter().enumerate() {
            action.check(schema)?;
            let others = &self.actions[..at];
            if let Some(other) = others.iter().find(|other| other.path.overlaps(&action.path)) {
                let (one, two) = (&other.path, &action.path);
                let twice = format!("the update changes `{one}` twice");
                let both = format!(
                    "the update changes both `{one}` and `{two}`, and one contains the other"
                );
                return Err(Mistake::new(if one == two { twice } else { both }));
            }
        }
        Ok(())
    }
}

impl Action {
    fn check(&self, schema: &TableSchema) -> Result<(), Mistake> {
        let name = &self.path.root;
        // A flattened map gives paths to any name.
        if schema.key_names().any(|key| key == name) {
            let remedy = "delete the item, and put it with the new key";
            let message = format!("the update changes the key attribute `{name}`; {remedy}");
            return Err(Mistake::new(message));
        }
        let value = self.term.as_ref().and_then(Term::value).map(Value::optional).transpose();
        match value.map_err(|mistake| self.path.lead_to(mistake))? {
            Some(Some(value)) => schema.check_attribute(name, value),
            _ => Ok(()),
        }
    }

    fn holds_in(&self, item: &Attributes) -> Option<bool> {
        // Elements move up where those before them are removed, and are appended where there are none.
        if self.path.steps.iter().any(|step| matches!(step, Step::Index(_))) {
            return None;
        }
        let there = self.path.find(item);
        let value = match &self.term {
            None => return Some(there.is_none()),
            Some(Term::Value(value)) => value.optional().ok()??,
            Some(_) => return None,
        };
        let elements = elements(value);
        let there_too = || there.and_then(equal::elements).unwrap_or_default();
        Some(match self.clause {
            Clause::Add => elements?.is_subset(&there_too()),
            Clause::Delete => elements?.is_disjoint(&there_too()),
            Clause::Set | Clause::Remove => there.is_some_and(|there| same(there, value)),
        })
    }

    fn write(&self, operator: &str, to: &mut Writer<'_>) -> Result<(), Mistake> {
        to.path(&self.path)?;
        to.raw(operator);
        self.term.as_ref().map_or(Ok(()), |term| term.write(to))
    }
}
