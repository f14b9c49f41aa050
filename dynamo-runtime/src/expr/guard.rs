//! A calculation of an update in, what must hold for its result to be one that the attribute's type holds out.

use super::assignment::Term;
use super::operand::Operand;
use super::path::DocumentPath;
use super::predicate::{Node, Predicate};
use crate::codec::Bounds;
use crate::codec::value::Value;

/// Returns what must hold for `left` and `right`, added or subtracted, to give a number within the bounds; `None` where it always
/// does, or where the term says that it is not to be guarded.
///
/// What is stored is taken to be within the bounds. A condition cannot calculate: of two attributes that are added, or whose
/// difference may be negative, both must be within half of the bounds.
pub(super) fn of_calculation(
    [left, right]: &[Term; 2],
    subtracted: bool,
    bounds: Bounds,
) -> Option<Predicate> {
    let (lefts, rights) = (cases(left)?, cases(right)?);
    let pairs = lefts.iter().flat_map(|left| rights.iter().map(move |right| (left, right)));
    let pairs = pairs.map(|(left, right)| {
        let absent: Vec<_> = left.absent.iter().chain(&right.absent).copied().collect();
        (absent, limits(left.number, right.number, subtracted, bounds))
    });
    let pairs: Vec<_> = pairs.collect();
    if pairs.iter().all(|(_, limits)| limits.as_ref().is_some_and(Vec::is_empty)) {
        return None;
    }
    // What is absent compares with nothing, so that it meets the negation.
    if let [(present, Some(limits)), (absent, Some(none))] = &*pairs
        && let ([], [limit], [path], []) = (&**present, &**limits, &**absent, &**none)
        && limit.path == *path
    {
        return Some(limit.broken().negated());
    }
    let path = lefts.iter().chain(&rights).find_map(Case::path)?;
    let met = pairs.into_iter().filter_map(|(absent, limits)| Some(all(&absent, &limits?, path)));
    let any = met.reduce(Predicate::or);
    Some(any.unwrap_or_else(|| Predicate::new(Node::Nothing(path.clone()))))
}

/// One of the numbers that a term may stand for.
struct Case<'t> {
    /// The attributes that are absent then.
    absent: Vec<&'t DocumentPath>,
    number: Number<'t>,
}

#[derive(Clone, Copy)]
enum Number<'t> {
    Known(i128),
    Of(&'t DocumentPath),
}

impl<'t> Case<'t> {
    fn path(&self) -> Option<&'t DocumentPath> {
        match self.number {
            Number::Of(path) => Some(path),
            Number::Known(_) => self.absent.first().copied(),
        }
    }
}

/// Returns what the term may stand for; `None` where it is not to be guarded.
fn cases(term: &Term) -> Option<Vec<Case<'_>>> {
    let case = |number| Case { absent: Vec::new(), number };
    Some(match term {
        Term::Value(value) => vec![case(Number::Known(known(value)?))],
        Term::Path(path) => vec![case(Number::Of(path))],
        Term::IfNotExists(path, default) => {
            let mut cases = cases(default)?;
            for case in &mut cases {
                case.absent.push(path);
            }
            cases.insert(0, case(Number::Of(path)));
            cases
        }
        Term::Unguarded(_) | Term::Joined(..) | Term::ListAppend(_) => return None,
    })
}

/// Returns a whole number; the greatest or least that there is for one of 39 digits, which no bounds hold.
fn known(value: &Value) -> Option<i128> {
    let text = value.optional().ok()??.as_n().ok()?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let beyond = if text.starts_with('-') { i128::MIN } else { i128::MAX };
    Some(text.parse().unwrap_or(beyond))
}

/// A comparison of an attribute.
struct Limit<'t> {
    path: &'t DocumentPath,
    operator: &'static str,
    /// What says that it does not hold.
    inverse: &'static str,
    operand: Operand,
}

impl<'t> Limit<'t> {
    fn at_least(path: &'t DocumentPath, operand: Operand) -> Self {
        Self { path, operator: " >= ", inverse: " < ", operand }
    }

    fn at_most(path: &'t DocumentPath, operand: Operand) -> Self {
        Self { path, operator: " <= ", inverse: " > ", operand }
    }

    fn kept(&self) -> Predicate {
        self.compared(self.operator)
    }

    fn broken(&self) -> Predicate {
        self.compared(self.inverse)
    }

    fn compared(&self, operator: &'static str) -> Predicate {
        let path = Operand::path(self.path.clone());
        Predicate::new(Node::Compare(path, operator, self.operand.clone()))
    }
}

/// Returns what must hold for two numbers, added or subtracted, to be within the bounds: nothing, or `None` where they never are.
fn limits<'t>(
    left: Number<'t>,
    right: Number<'t>,
    subtracted: bool,
    bounds: Bounds,
) -> Option<Vec<Limit<'t>>> {
    let Bounds { min, max } = bounds;
    match (left, right, subtracted) {
        (Number::Known(left), Number::Known(right), _) => {
            let sum = if subtracted { left.checked_sub(right) } else { left.checked_add(right) };
            sum.filter(|sum| bounds.hold(*sum)).map(|_| Vec::new())
        }
        (Number::Of(path), Number::Known(number), true) => {
            within(path, min.saturating_add(number), max.saturating_add(number), bounds)
        }
        (Number::Of(path), Number::Known(number), false)
        | (Number::Known(number), Number::Of(path), false) => {
            within(path, min.saturating_sub(number), max.saturating_sub(number), bounds)
        }
        (Number::Known(number), Number::Of(path), true) => {
            within(path, number.saturating_sub(max), number.saturating_sub(min), bounds)
        }
        (Number::Of(left), Number::Of(right), true) if left == right => {
            bounds.hold(0).then(Vec::new)
        }
        (Number::Of(left), Number::Of(right), true) if min >= 0 => {
            (min == 0).then(|| vec![Limit::at_least(left, Operand::path(right.clone()))])
        }
        (Number::Of(left), Number::Of(right), _) => {
            let (low, high) = (min.max(min / 2), max.min(max / 2));
            let mut limits = within(left, low, high, bounds)?;
            if left != right {
                limits.extend(within(right, low, high, bounds)?);
            }
            Some(limits)
        }
    }
}

/// From `low` to `high`, of an attribute that is within the bounds.
fn within(path: &DocumentPath, low: i128, high: i128, bounds: Bounds) -> Option<Vec<Limit<'_>>> {
    if low > high || low > bounds.max || high < bounds.min {
        return None;
    }
    let number = |number: i128| Operand::value(Value::of(&number));
    let least = (low > bounds.min).then(|| Limit::at_least(path, number(low)));
    let most = (high < bounds.max).then(|| Limit::at_most(path, number(high)));
    Some(least.into_iter().chain(most).collect())
}

/// All of them are absent, and all limits kept; where there is neither, the attribute `present` is there.
fn all(absent: &[&DocumentPath], limits: &[Limit<'_>], present: &DocumentPath) -> Predicate {
    let function = |name, path: &DocumentPath| Node::Function(name, path.clone(), None);
    let absent = absent.iter().map(|path| Predicate::new(function("attribute_not_exists", path)));
    let all = absent.chain(limits.iter().map(Limit::kept));
    all.reduce(Predicate::and)
        .unwrap_or_else(|| Predicate::new(function("attribute_exists", present)))
}
