//! What a write whose condition does not hold tells: the current item, and the result as a value.

use crate::codec::Attributes;
use crate::codec::decoder::Decoder;
use crate::error::{Error, ErrorKind};
use crate::table::DynamoTable;

/// What became of a write: done, with what the write returns, or rejected by its condition.
///
/// ```no_run
/// use dynamo_runtime::{DynamoTable, Outcome};
///
/// #[derive(DynamoTable)]
/// struct Seat {
///     #[hash_key]
///     number: u32,
///     guest: String,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client, seat: Seat) -> Result<(), dynamo_runtime::Error> {
/// match Seat::table(&client).insert(&seat).outcome().await? {
///     Outcome::Done(()) => println!("{} has seat {}", seat.guest, seat.number),
///     Outcome::Rejected { current: Some(Ok(seat)) } => println!("{} had it before", seat.guest),
///     Outcome::Rejected { current: Some(Err(unread)) } => println!("it is not ours to read: {unread}"),
///     Outcome::Rejected { current: None } => println!("it was taken"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "the write may be rejected"]
pub enum Outcome<T, D = T> {
    /// The write took place; what it returns.
    Done(D),
    /// The condition does not hold, and nothing is written.
    Rejected {
        /// The item that it does not hold for, or as an error, with its attributes in [`Error::item`], where it does not fit `T`;
        /// `None` where there is none, or the service did not return it.
        current: Option<Result<T, Error>>,
    },
}

impl Error {
    /// Returns the item that the condition of a write did not hold for; `None` where there is none, where the service did not
    /// return it, and for errors of other kinds than [`ConditionFailed`](crate::ErrorKind::ConditionFailed) and
    /// [`AnswerLost`](crate::ErrorKind::AnswerLost).
    ///
    /// An item that does not fit `T` is a [`Decode`](crate::ErrorKind::Decode) error, with its attributes in
    /// [`item`](Self::item), which this error has too.
    #[must_use]
    pub fn current_item<T: DynamoTable>(&self) -> Option<Result<T, Self>> {
        let refused = matches!(self.kind(), ErrorKind::ConditionFailed | ErrorKind::AnswerLost);
        let item = self.item().filter(|_| refused)?;
        Some(current(item.clone()))
    }
}

/// Reads the item that a condition did not hold for.
pub(crate) fn current<T: DynamoTable>(item: Attributes) -> Result<T, Error> {
    let read = Decoder::whole_item(item, |from| T::decode(from));
    read.map_err(|mistake| Error::decode(T::SCHEMA.name, &mistake))
}

impl<T: DynamoTable, D> Outcome<T, D> {
    pub(super) fn of(result: Result<D, Error>) -> Result<Self, Error> {
        match result {
            Ok(done) => Ok(Self::Done(done)),
            Err(error) if error.kind() == ErrorKind::ConditionFailed => {
                Ok(Self::Rejected { current: error.current_item() })
            }
            Err(error) => Err(error),
        }
    }
}

/// Gives a write that returns `R` the method `outcome`.
macro_rules! with_outcome {
    ([$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sends the request, and returns a condition that does not hold as [`Outcome::Rejected`](crate::Outcome::Rejected)
            /// with the current item, not as an error.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send) gives them but for [`ConditionFailed`](crate::ErrorKind::ConditionFailed).
            pub async fn outcome(self) -> Result<$crate::op::one::outcome::Outcome<T, R::Output>, $crate::error::Error> {
                $crate::op::one::outcome::Outcome::of(self.send().await)
            }
        }
    };
}
pub(super) use with_outcome;
