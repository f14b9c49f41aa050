//! What one transaction writes, in; its actions in order, and the reasons of a refusal in the same shape, out.

use super::action::{Act, Action};
use super::check::ConditionCheck;
use super::reason::{Reason, Refused};
use crate::codec::Attributes;
use crate::error::Error;
use crate::op::one::delete::Delete;
use crate::op::one::outcome::current;
use crate::op::one::put::Put;
use crate::op::one::returning::Returning;
use crate::op::one::update::Update;
use crate::op::shared::each_tuple;
use crate::op::shared::transaction::part::Part;
use crate::table::DynamoTable;

/// What one transaction writes: a [`Put`], [`Update`], [`Delete`], [`ConditionCheck`] or [`Action`], a `Vec`, an array or an
/// `Option` of these, or a tuple of one to twelve of all these.
///
/// What the operations are to return, they do not: the service returns no item of a transaction that succeeds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a write, or several",
    label = "expected writes: `orders.put(..)`, a list or an `Option` of them, or a tuple of up to 12",
    note = "a transaction writes by `put`, `insert`, `update`, `upsert`, `update_diff`, `delete` and `condition_check`; it reads by `TransactGet`"
)]
pub trait Writes: sealed::Sealed + Send + Sync {
    /// The [`Reason`] of each action, in their shape.
    type Reasons: Send;
    #[doc(hidden)]
    fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error>;
    #[doc(hidden)]
    fn reasons(&self, from: &mut Refused) -> Self::Reasons;
}

/// Adds the next action.
fn add(act: &dyn Act, to: &mut Vec<Part>) -> Result<(), Error> {
    let number = to.last().map_or(0, |last| last.target.number) + 1;
    let parts = act.parts();
    let of_action =
        |error: Error| error.of_part(&format!("it is action {number} of the transaction"));
    to.extend(parts.map_err(of_action)?.into_iter().map(|part| part.numbered(number)));
    Ok(())
}

macro_rules! operations {
    ($([$($generics:tt)*] $operation:ty;)*) => {$(
        impl<$($generics)*> Writes for $operation {
            type Reasons = Reason<T>;

            fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
                add(self, to)
            }

            fn reasons(&self, from: &mut Refused) -> Reason<T> {
                from.next(|item| Act::refusal(self, item), current)
            }
        }

        impl<$($generics)*> sealed::Sealed for $operation {}
    )*};
}

operations! {
    [T: DynamoTable, R: Returning<T>] Put<'_, T, R>;
    [T: DynamoTable, R: Returning<T>] Update<T, R>;
    [T: DynamoTable, R: Returning<T>] Delete<T, R>;
    [T: DynamoTable] ConditionCheck<T>;
}

impl Writes for Action<'_> {
    type Reasons = Reason<Attributes>;

    fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
        add(&*self.0, to)
    }

    fn reasons(&self, from: &mut Refused) -> Reason<Attributes> {
        from.next(|item| self.0.refusal(item), Ok)
    }
}

impl<W: Writes> Writes for Vec<W> {
    type Reasons = Vec<W::Reasons>;

    fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
        self.iter().try_for_each(|write| write.parts(to))
    }

    fn reasons(&self, from: &mut Refused) -> Vec<W::Reasons> {
        self.iter().map(|write| write.reasons(from)).collect()
    }
}

impl<W: Writes, const N: usize> Writes for [W; N] {
    type Reasons = [W::Reasons; N];

    fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
        self.iter().try_for_each(|write| write.parts(to))
    }

    fn reasons(&self, from: &mut Refused) -> [W::Reasons; N] {
        self.each_ref().map(|write| write.reasons(from))
    }
}

impl<W: Writes> Writes for Option<W> {
    type Reasons = Option<W::Reasons>;

    fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
        self.iter().try_for_each(|write| write.parts(to))
    }

    fn reasons(&self, from: &mut Refused) -> Option<W::Reasons> {
        self.as_ref().map(|write| write.reasons(from))
    }
}

macro_rules! tuples {
    ($($write:ident $at:tt,)*) => {
        impl<$($write: Writes),*> Writes for ($($write,)*) {
            type Reasons = ($($write::Reasons,)*);

            fn parts(&self, to: &mut Vec<Part>) -> Result<(), Error> {
                $(self.$at.parts(to)?;)*
                Ok(())
            }

            fn reasons(&self, from: &mut Refused) -> Self::Reasons {
                ($(self.$at.reasons(from),)*)
            }
        }

        impl<$($write: Writes),*> sealed::Sealed for ($($write,)*) {}
    };
}

each_tuple!(tuples);

mod sealed {
    use super::{Action, Writes};

    pub trait Sealed {}
    impl Sealed for Action<'_> {}
    impl<W: Writes> Sealed for Vec<W> {}
    impl<W: Writes, const N: usize> Sealed for [W; N] {}
    impl<W: Writes> Sealed for Option<W> {}
}
