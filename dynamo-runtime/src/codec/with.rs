//! Values that are stored in another way than their type's own.

use std::marker::PhantomData;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Bounds, Decode, Encode, kind};

/// A way to store values of type `T`: for types of other crates, and for another form than a type's own.
///
/// A field takes it with `#[dynamo(with = Seconds)]`; its path and its key arguments take the bare `T`.
///
/// ```
/// use std::time::Duration;
///
/// use dynamo_runtime::DynamoTable;
/// use dynamo_runtime::codec::{Decode, Decoder, Encode, Encoder, With, kind};
///
/// /// Whole seconds, as N.
/// struct Seconds;
///
/// impl With<Duration> for Seconds {
///     type Kind = kind::N;
///
///     fn encode(value: &Duration, to: &mut Encoder) {
///         value.as_secs().encode(to);
///     }
///
///     fn decode(from: &mut Decoder<'_>) -> Option<Duration> {
///         u64::decode(from).map(Duration::from_secs)
///     }
/// }
///
/// #[derive(DynamoTable)]
/// struct Job {
///     #[hash_key]
///     name: String,
///     #[dynamo(with = Seconds)]
///     took: Duration,
/// }
///
/// let slow = Job::TOOK.gt(Duration::from_secs(60));
/// let job = Job { name: "backup".into(), took: Duration::from_secs(90) };
/// assert_eq!(job.to_item()?["took"].as_n().map(String::as_str), Ok("90"));
/// # Ok::<(), dynamo_runtime::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot store a `{T}`",
    label = "does not implement `With` for the field's type",
    note = "implement `dynamo_runtime::codec::With<{T}>` for it",
    note = "for an `Option` or a `Vec` of a type that it stores, write `with = Option<{Self}>` or `with = Vec<{Self}>`"
)]
pub trait With<T> {
    /// The attribute type, one of those in [`kind`].
    type Kind;
    /// The whole numbers that are stored, where no others are: see [`Attribute::BOUNDS`].
    const BOUNDS: Option<Bounds> = None;

    /// Writes the value with one call on `to`, or makes no call where it is absent.
    fn encode(value: &T, to: &mut Encoder);

    /// Returns the value, or `None` with the reason left in `from`.
    fn decode(from: &mut Decoder<'_>) -> Option<T>;

    /// Returns what an absent attribute reads as; `None` where the attribute is required.
    #[must_use]
    fn absent() -> Option<T> {
        None
    }
}

/// A value stored as `W` says: the type of the paths and keys of a field with `#[dynamo(with = W)]`.
#[derive(Debug)]
pub struct Stored<W, T>(pub T, PhantomData<fn() -> W>);

impl<W, T: Clone> Clone for Stored<W, T> {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}

impl<W, T: PartialEq> PartialEq for Stored<W, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<W, T> Stored<W, T> {
    /// The value to be stored.
    pub const fn new(value: T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: With<T>, T> Attribute for Stored<W, T> {
    type Kind = W::Kind;
    type Required = Self;
    type List = kind::L;
    const BOUNDS: Option<Bounds> = W::BOUNDS;
}

impl<W: With<T>, T> Encode for Stored<W, T> {
    fn encode(&self, to: &mut Encoder) {
        W::encode(&self.0, to);
    }
}

/// A reference to a value, which is written as `W` says.
#[derive(Debug)]
pub struct StoredRef<'v, W, T>(&'v T, PhantomData<fn() -> W>);

impl<'v, W, T> StoredRef<'v, W, T> {
    /// The value to be stored.
    pub const fn new(value: &'v T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: With<T>, T> Encode for StoredRef<'_, W, T> {
    fn encode(&self, to: &mut Encoder) {
        W::encode(self.0, to);
    }
}

impl<W: With<T>, T> Decode<'_> for Stored<W, T> {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        W::decode(from).map(Self::new)
    }

    fn absent() -> Option<Self> {
        W::absent().map(Self::new)
    }
}

/// An optional value, stored as `W` stores it, or absent: `#[dynamo(with = Option<Seconds>)]`.
impl<W: With<T>, T> With<Option<T>> for Option<W> {
    type Kind = kind::Optional<W::Kind>;
    const BOUNDS: Option<Bounds> = W::BOUNDS;

    fn encode(value: &Option<T>, to: &mut Encoder) {
        if let Some(value) = value {
            W::encode(value, to);
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Option<T>> {
        if from.take_null() { Some(None) } else { W::decode(from).map(Some) }
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

/// A list of values, each stored as `W` stores it: `#[dynamo(with = Vec<Seconds>)]`.
impl<W: With<T>, T> With<Vec<T>> for Vec<W> {
    type Kind = kind::L;

    fn encode(value: &Vec<T>, to: &mut Encoder) {
        let elements: Vec<_> = value.iter().map(StoredRef::<W, _>::new).collect();
        to.list(&mut elements.iter().map(|element| element as &dyn Encode));
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        from.list(&mut |from| W::decode(from).map(|element| list.push(element)))?;
        Some(list)
    }
}
