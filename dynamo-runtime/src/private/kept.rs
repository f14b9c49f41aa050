//! A generated key or item in, its `Debug`, `Clone` and `PartialEq` out: a field's type that lacks one is told of where it stands.

use std::fmt::{self, Debug, Formatter};

/// The type of a field of a generated key or item.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` must implement `Debug`, `Clone` and `PartialEq`",
    label = "used in the generated type of a key, or of an index's items",
    note = "these generated types implement all three traits, so the types of their fields must too"
)]
pub trait Kept {
    /// The value to be shown.
    fn shown(&self) -> &dyn Debug;

    /// The same value.
    #[must_use]
    fn kept(&self) -> Self;

    /// Whether the other value is the same.
    fn same(&self, other: &Self) -> bool;
}

impl<T: Debug + Clone + PartialEq> Kept for T {
    fn shown(&self) -> &dyn Debug {
        self
    }

    fn kept(&self) -> Self {
        self.clone()
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Writes what the compiler's own derive would: names without the `r#` that Rust may want.
///
/// # Errors
///
/// Those of the formatter.
pub fn show(
    f: &mut Formatter<'_>,
    name: &str,
    fields: &[&str],
    values: &[&dyn Debug],
) -> fmt::Result {
    let mut shown = f.debug_struct(unraw(name));
    for (field, value) in fields.iter().zip(values) {
        shown.field(unraw(field), value);
    }
    shown.finish()
}

pub(super) fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// What the compiler's own derives would make, but that every mistake in a field is the same error, which it tells once.
#[doc(hidden)]
#[macro_export]
macro_rules! __dynamo_kept {
    ($(#[$level:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        #[automatically_derived]
        $(#[$level])*
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__::show(
                    f,
                    ::core::stringify!($name),
                    &[$(::core::stringify!($field)),*],
                    &[$(<$type as $crate::__::Kept>::shown(&self.$field)),*],
                )
            }
        }
        #[automatically_derived]
        $(#[$level])*
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($field: <$type as $crate::__::Kept>::kept(&self.$field),)* }
            }
        }
        #[automatically_derived]
        $(#[$level])*
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                true $(&& <$type as $crate::__::Kept>::same(&self.$field, &other.$field))*
            }
        }
    };
}
