//! The changes of an update in, the changes with what behaviours write out.

use std::borrow::Cow;
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;

use super::put::next;
use crate::codec::Encode;
use crate::codec::timestamp::time;
use crate::codec::value::Value;
use crate::error::Mistake;
use crate::expr::assignment::{Operator, Term};
use crate::expr::path::DocumentPath;
use crate::expr::update::Clauses;
use crate::table::behaviour::{Action, Behaviour};

/// Adds what the behaviours say to the changes of an update, or of an upsert, at the time `now`.
pub(crate) fn update<'c>(
    behaviours: &[Behaviour],
    upsert: bool,
    now: SystemTime,
    clauses: &'c Clauses,
) -> Result<Cow<'c, Clauses>, Mistake> {
    // Of an update that changes nothing, they do not make one that changes something.
    let behaviours = if clauses.is_empty() { &[] } else { behaviours };
    let mut clauses = Cow::Borrowed(clauses);
    for behaviour in behaviours {
        let path = || DocumentPath::attribute(behaviour.name.into());
        let term = assigned(behaviour.action, upsert, now, path);
        if let Some(term) = term.map_err(|mistake| behaviour.at(mistake))? {
            clauses.to_mut().set(path(), term);
        }
    }
    Ok(clauses)
}

/// What the changes leave in an item of the version that is given, as far as it does not depend on what was there before.
pub(crate) fn left(
    behaviours: &[Behaviour],
    version: Option<&Value>,
    now: SystemTime,
    clauses: &Clauses,
) -> Result<Clauses, Mistake> {
    let mut left = clauses.clone();
    for behaviour in behaviours {
        let value = match (behaviour.action, version) {
            (Action::Version(..), Some(version)) => AttributeValue::N(next(version.optional()?)?),
            (Action::UpdatedAt(write), _) => time(write, now)?,
            _ => continue,
        };
        let path = DocumentPath::attribute(behaviour.name.into());
        left.set(path, Term::Value(Value::of(&value)));
    }
    Ok(left)
}

fn assigned(
    action: Action,
    upsert: bool,
    now: SystemTime,
    path: impl Fn() -> DocumentPath,
) -> Result<Option<Term>, Mistake> {
    let value = |value: &dyn Encode| Term::Value(Value::of(value));
    let or = |default| Term::IfNotExists(path(), Box::new(default));
    let plus =
        |term, step, bounds| Term::Joined(Box::new([term, value(&step)]), Operator::Plus, bounds);
    Ok(match action {
        Action::Version(_, bounds) => Some(plus(or(value(&0_i64)), 1, bounds)),
        Action::CreatedAt(write) if upsert => Some(or(value(&time(write, now)?))),
        Action::CreatedAt(_) => None,
        Action::UpdatedAt(write) => Some(value(&time(write, now)?)),
        Action::Counter { start, step, bounds } => {
            let before = i128::from(start) - i128::from(step);
            Some(plus(or(value(&before)), step, bounds))
        }
    })
}
