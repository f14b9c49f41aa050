//! The way past the mapper: what a caller changes in the SDK's request, and the request as a person reads it.

use std::fmt;
use std::sync::Arc;

use crate::client::TableAt;
use crate::error::Error;

/// Changes to a request of the SDK, made just before it is used.
pub(crate) struct Custom<B>(Option<Change<B>>);

type Change<B> = Arc<dyn Fn(B) -> B + Send + Sync>;

impl<B: 'static> Custom<B> {
    /// Makes `change` after those before it.
    pub(crate) fn then(self, change: impl Fn(B) -> B + Send + Sync + 'static) -> Self {
        Self(Some(match self.0 {
            Some(before) => Arc::new(move |request| change(before(request))),
            None => Arc::new(change),
        }))
    }

    pub(crate) fn is_some(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn apply(&self, request: B) -> B {
        match &self.0 {
            Some(change) => change(request),
            None => request,
        }
    }
}

impl<B> Default for Custom<B> {
    fn default() -> Self {
        Self(None)
    }
}

impl<B> Clone for Custom<B> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<B> fmt::Debug for Custom<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Custom(..)" } else { "None" })
    }
}

/// Refuses to write the items that a request finds where it is not its `own` conditions that say which.
pub(crate) fn check_own(at: &TableAt, own: bool) -> Result<(), Error> {
    let problem = "`customize` has changed which items are found, so their conditions cannot be checked again when \
                   they are written; use `filter` and `range`, and customize only limits, order, consistency and the start";
    if own { Ok(()) } else { Err(Error::invalid(&at.name, problem)) }
}

/// Gives an operation `customize` and `explain`. It has a member `custom`, a method `input`, and a member `at`, or a member `$of` with
/// one; of the request's members, `expression`s hold placeholders, `item`s are keys or items, `list`s are values, and the others are
/// shown as they are.
macro_rules! open_request {
    (
        [$($generics:tt)*] $operation:ty, [$($of:ident)?], $name:literal, $builder:ty
        $(, names $names:ident)? $(, values $values:ident)?;
        $($kind:ident $member:literal $getter:ident;)*
    ) => {
        impl<$($generics)*> $operation {
            /// Changes the SDK's request, for what has no method here; called again, the changes are made one after the
            /// other. It is called for each request, `input` included.
            ///
            /// What the mapper has set should stay: its expressions use all of their placeholders, and the result is read as the
            /// request was made. On every wire, the SDK writes and sends the request, with all that is set in it.
            pub fn customize(
                mut self,
                change: impl Fn($builder) -> $builder + Send + Sync + 'static,
            ) -> Self {
                self.custom = self.custom.then(change);
                self.$($of.)?at.custom = true;
                self
            }

            /// Returns the request as a person reads it: a member on each line, with names and values in the place of
            /// placeholders. It shows keys and values, unlike `Debug`.
            ///
            /// # Errors
            ///
            /// Those of `input`.
            pub fn explain(&self) -> Result<String, $crate::error::Error> {
                let input = self.input()?;
                let names = None $(.or(input.$names().as_ref()))?;
                let values = None $(.or(input.$values().as_ref()))?;
                let explained = $crate::op::shared::explain::Explanation::of($name, names, values);
                $(let explained = explained.$kind($member, input.$getter().as_ref());)*
                Ok(explained.finish())
            }
        }
    };
}
pub(crate) use open_request;
