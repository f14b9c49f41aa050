//! What the operations of all rooms share: how they are awaited, cloned, customized and explained, and the keys of items.

pub(crate) mod custom;
pub(crate) mod explain;
pub(crate) mod keys;
pub(crate) mod transaction;

use std::pin::Pin;

use crate::error::Error;

/// The future of an awaited operation.
pub type Sending<'a, T, E = Error> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// Makes an operation awaitable: `table.get(key).await`.
macro_rules! awaitable {
    ([$($generics:tt)*] $operation:ty => $life:lifetime $output:ty) => {
        $crate::op::shared::awaitable! { [$($generics)*] $operation => $life $output, $crate::error::Error }
    };
    ([$($generics:tt)*] $operation:ty => $life:lifetime $output:ty, $error:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation {
            type Output = Result<$output, $error>;
            type IntoFuture = $crate::op::shared::Sending<$life, $output, $error>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}
pub(crate) use awaitable;

/// Makes an operation a value that can be cloned, whatever the types are that it is of.
macro_rules! cloned {
    ([$($generics:tt)*] $operation:ty { $($field:ident)* }) => {
        impl<$($generics)*> Clone for $operation {
            fn clone(&self) -> Self {
                Self { $($field: Clone::clone(&self.$field)),* }
            }
        }
    };
}
pub(crate) use cloned;

/// Calls a macro for the tuples of one to twelve, each with its types and places.
macro_rules! each_tuple {
    ($each:ident) => {
        $each! { A 0, }
        $each! { A 0, B 1, }
        $each! { A 0, B 1, C 2, }
        $each! { A 0, B 1, C 2, D 3, }
        $each! { A 0, B 1, C 2, D 3, E 4, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, }
        $each! { A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, }
    };
}
pub(crate) use each_tuple;
