//! A single write that is carried out once, however often it is sent.

use super::write::TransactWrite;
use crate::op::one::delete::Delete;
use crate::op::one::put::Put;
use crate::op::one::returning::Returning;
use crate::op::one::update::Update;
use crate::table::DynamoTable;

macro_rules! idempotent {
    ($([$life:lifetime $($generics:tt)*] $operation:ty;)*) => {$(
        impl<$($generics)*> $operation {
            /// Makes this the only action of a transaction, whose token has the service carry it out once, however often it is sent: a
            /// lost answer cannot make it twice. It costs twice the capacity, and returns nothing.
            ///
            /// [`TransactWrite::token`] names it for a program that sends it again by itself.
            pub fn idempotent(self) -> TransactWrite<$life, Self> {
                let dynamo = self.dynamo().clone();
                TransactWrite::new(dynamo, self)
            }
        }
    )*};
}

idempotent! {
    ['a 'a, T: DynamoTable, R: Returning<T> + 'a] Put<'a, T, R>;
    ['static T: DynamoTable, R: Returning<T> + 'static] Update<T, R>;
    ['static T: DynamoTable, R: Returning<T> + 'static] Delete<T, R>;
}
