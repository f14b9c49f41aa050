//! Attribute types as Rust types, so that the compiler can tell which operators and keys make sense.

use std::convert::Infallible;

use super::Attribute;
use super::container::Container;
use crate::schema::{AttributeType, ScalarType};

macro_rules! kinds {
    ($($name:ident: $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

kinds! {
    S: "A string.";
    N: "A number of up to 38 digits.";
    B: "Bytes.";
    BOOL: "A boolean.";
    L: "A list.";
    M: "A map: a nested struct, or a map whose keys have texts.";
    SS: "A set of strings.";
    NS: "A set of numbers.";
    BS: "A set of bytes.";
}

/// An attribute that may be absent: the kind of `Option<T>`.
#[derive(Debug)]
pub struct Optional<K>(Infallible, std::marker::PhantomData<K>);

/// A kind that a table's key can have.
pub trait KeyKind {
    /// Its type in the table's attribute definitions.
    const TYPE: ScalarType;
}

/// A kind that an index's key can have.
pub trait IndexKeyKind {
    /// Its type in the table's attribute definitions.
    const TYPE: ScalarType;
}

/// A kind whose values a set can hold.
pub trait ElementKind {
    /// The kind of the set.
    type Set;
    /// The set's type.
    const SET: SetType;
}

/// A kind of sets.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute is not a set",
    note = "`delete` works on sets (SS, NS, BS)"
)]
pub trait SetKind {
    /// The set's type.
    const TYPE: SetType;
}

impl<K: SetKind> SetKind for Optional<K> {
    const TYPE: SetType = K::TYPE;
}

/// The type of a set attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetType {
    /// Strings.
    Ss,
    /// Numbers.
    Ns,
    /// Bytes.
    Bs,
}

macro_rules! scalars {
    ($($kind:ident in $set:ident as $set_type:ident;)*) => {$(
        impl KeyKind for $kind {
            const TYPE: ScalarType = ScalarType::$kind;
        }
        impl IndexKeyKind for $kind {
            const TYPE: ScalarType = ScalarType::$kind;
        }
        impl ElementKind for $kind {
            type Set = $set;
            const SET: SetType = SetType::$set_type;
        }
        impl SetKind for $set {
            const TYPE: SetType = SetType::$set_type;
        }
    )*};
}

scalars! {
    S in SS as Ss;
    N in NS as Ns;
    B in BS as Bs;
}

impl<K: KeyKind> IndexKeyKind for Optional<K> {
    const TYPE: ScalarType = K::TYPE;
}

/// A kind whose values have a text that can be the key of a map.
pub trait TextKind {}
impl TextKind for S {}
impl TextKind for N {}

/// A kind that a time to live can have.
pub trait TtlKind {}
impl TtlKind for N {}
impl TtlKind for Optional<N> {}

/// A kind that a schema can tell of.
pub trait Described {
    /// The attribute's type.
    const TYPE: AttributeType;
    /// The attribute may be absent.
    const OPTIONAL: bool;
    /// The kind as [`Of`] takes it.
    #[doc(hidden)]
    const NUMBER: u8;
}

/// The kind with this number: what a public newtype names in place of a type that may be private.
#[doc(hidden)]
pub type Of<const NUMBER: u8> = <Number<NUMBER> as Numbered>::Kind;

/// Returns the number of the kind of `T`.
#[doc(hidden)]
#[must_use]
pub const fn number<T: Attribute<Kind: Described>>() -> u8 {
    <T::Kind as Described>::NUMBER
}

/// The number of a kind.
#[doc(hidden)]
#[derive(Debug)]
pub struct Number<const NUMBER: u8>(Infallible);

/// What has a kind.
#[doc(hidden)]
pub trait Numbered {
    /// The kind.
    type Kind;
}

/// Of an optional kind, the number is greater by this.
const OPTIONAL: u8 = 16;

macro_rules! described {
    ($($number:literal $kind:ident $optional:literal $type:ident;)*) => {$(
        impl Described for $kind {
            const TYPE: AttributeType = AttributeType::$type;
            const OPTIONAL: bool = $optional;
            const NUMBER: u8 = $number;
        }
        impl Numbered for Number<$number> {
            type Kind = $kind;
        }
        impl Numbered for Number<{ OPTIONAL + $number }> {
            type Kind = Optional<$kind>;
        }
    )*};
}

described! {
    0 S false S;
    1 N false N;
    2 B false B;
    3 BOOL false Bool;
    4 L false L;
    5 M false M;
    6 SS true Ss;
    7 NS true Ns;
    8 BS true Bs;
    9 Infallible false Any;
}

impl<K: Described> Described for Optional<K> {
    const TYPE: AttributeType = K::TYPE;
    const OPTIONAL: bool = true;
    const NUMBER: u8 = OPTIONAL | K::NUMBER;
}

/// A kind with an order: `<`, `>`, BETWEEN.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute has no order",
    note = "only strings, numbers and bytes (S, N, B) can be compared with `<`, `<=`, `>`, `>=` and BETWEEN"
)]
pub trait Ordered {}
impl Ordered for S {}
impl Ordered for N {}
impl Ordered for B {}
impl<K: Ordered> Ordered for Optional<K> {}

/// A kind whose values are numbers: arithmetic, and comparison with a size.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute is not a number",
    note = "only numbers (N) can be used in calculations, and compared with a size"
)]
pub trait Numeric {}
impl Numeric for N {}
impl<K: Numeric> Numeric for Optional<K> {}

/// A kind whose values begin with something: `begins_with`.
#[diagnostic::on_unimplemented(
    message = "`begins_with` does not work on a `{Self}` attribute",
    note = "`begins_with` works on strings and bytes (S, B)"
)]
pub trait Prefixed {}
impl Prefixed for S {}
impl Prefixed for B {}
impl<K: Prefixed> Prefixed for Optional<K> {}

/// A kind whose values contain others: `contains`. `V` is the Rust type, which knows the elements of a list or set.
#[diagnostic::on_unimplemented(
    message = "`contains` does not work on a `{Self}` attribute",
    note = "`contains` works on strings, bytes, sets and lists (S, B, SS, NS, BS, L)"
)]
pub trait Containing<V> {
    /// What `contains` looks for.
    type Element;
}
impl<V> Containing<V> for S {
    type Element = String;
}
impl<V> Containing<V> for B {
    type Element = Vec<u8>;
}
impl<K: Containing<V>, V> Containing<V> for Optional<K> {
    type Element = K::Element;
}

macro_rules! containing {
    ($($kind:ident)*) => {$(
        impl<V: Container> Containing<V> for $kind {
            type Element = V::Element;
        }
    )*};
}

containing!(L SS NS BS);

/// A kind that `size` measures: the length of S and B, elements of sets, lists and maps.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute has no size",
    note = "`size` works on strings, bytes, sets, lists and maps"
)]
pub trait Measured {}
impl Measured for S {}
impl Measured for B {}
impl Measured for SS {}
impl Measured for NS {}
impl Measured for BS {}
impl Measured for L {}
impl Measured for M {}
impl<K: Measured> Measured for Optional<K> {}

/// A kind whose values have elements in an order: lists. `V` is the Rust type, which knows the elements.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute is not a list",
    note = "`index`, `append` and `prepend` work on lists (L); a `Vec<u8>` is stored as bytes (B)"
)]
pub trait Listed<V> {
    /// What the list holds.
    type Element;
}
impl<V: Container> Listed<V> for L {
    type Element = V::Element;
}
impl<K: Listed<V>, V> Listed<V> for Optional<K> {
    type Element = K::Element;
}

/// A kind that may be absent, so that REMOVE leaves an item that can be read.
#[diagnostic::on_unimplemented(
    message = "a required `{Self}` attribute cannot be removed",
    note = "make the field an `Option` (or a set), so that an item without it can be read"
)]
pub trait Removable {}
impl<K> Removable for Optional<K> {}
impl Removable for SS {}
impl Removable for NS {}
impl Removable for BS {}
