//! A generated key in, the traits out that the types of its fields allow: its order, its hash, and serde's.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// The type of a field of a key that can be in a set. The lifetime lets the impls of a key ask for it without an error where it is not.
#[doc(hidden)]
pub trait Hashed<'a>: Eq {
    /// Hashes the value.
    fn hashed(&self, state: &mut dyn Hasher);
}

impl<T: Eq + Hash> Hashed<'_> for T {
    fn hashed(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
}

/// The type of a field of a key that has an order.
#[doc(hidden)]
pub trait Ordered<'a>: Ord {}

impl<T: Ord> Ordered<'_> for T {}

/// Compares the fields one by one.
#[must_use]
pub fn ordered<const N: usize>(fields: [Ordering; N]) -> Ordering {
    fields.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// What the compiler's own derives would make where all fields allow it, and nothing where one does not.
#[doc(hidden)]
#[macro_export]
macro_rules! __dynamo_keyed {
    ($(#[$level:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        $crate::__::kept! { $(#[$level])* $name { $($field: $type,)* } }
        #[automatically_derived]
        $(#[$level])*
        impl ::core::cmp::Eq for $name where $(for<'__dynamo_k> $type: $crate::__::Hashed<'__dynamo_k>,)* {}
        #[automatically_derived]
        $(#[$level])*
        impl ::core::hash::Hash for $name
        where
            $(for<'__dynamo_k> $type: $crate::__::Hashed<'__dynamo_k>,)*
        {
            #[inline]
            fn hash<__DynamoState: ::core::hash::Hasher>(&self, state: &mut __DynamoState) {
                $(<$type as $crate::__::Hashed<'_>>::hashed(&self.$field, state);)*
            }
        }
        #[automatically_derived]
        $(#[$level])*
        impl ::core::cmp::PartialOrd for $name
        where
            $(for<'__dynamo_k> $type: $crate::__::Ordered<'__dynamo_k> + $crate::__::Hashed<'__dynamo_k>,)*
        {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
        #[automatically_derived]
        $(#[$level])*
        impl ::core::cmp::Ord for $name
        where
            $(for<'__dynamo_k> $type: $crate::__::Ordered<'__dynamo_k> + $crate::__::Hashed<'__dynamo_k>,)*
        {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                $crate::__::ordered([$(::core::cmp::Ord::cmp(&self.$field, &other.$field)),*])
            }
        }
        $crate::__::serde! { $(#[$level])* $name { $($field: $type,)* } }
    };
}
