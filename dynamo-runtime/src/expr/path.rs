//! Typed paths to attributes.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use aws_sdk_dynamodb::types::AttributeValue;

use super::assignment::Term;
use super::flat::{Entries, entry};
use super::presence::{Presence, Role, Within};
use crate::codec::value::IntoValue;
use crate::codec::{Attribute, Attributes, Field, Variants, kind};
use crate::error::{Mistake, Step};
use crate::table::DynamoTable;
use crate::table::view::StoredAs;

/// What an attribute is to its table or document, which decides what an update can do with it.
pub mod role {
    use std::convert::Infallible;
    use std::marker::PhantomData;

    use crate::codec::{self, kind};

    /// Part of the primary key.
    #[derive(Debug)]
    pub enum Key {}
    /// An attribute that every write sets by itself, as its field declares.
    #[derive(Debug)]
    pub enum Managed {}
    /// An attribute whose values no two items share.
    #[derive(Debug)]
    pub enum Unique {}
    /// A field in the template of an index's key, which is made anew where an update sets the field.
    #[derive(Debug)]
    pub enum Part {}
    /// A field in the template of an index's key, which an update sets together with the template's other fields.
    #[derive(Debug)]
    pub enum Joined {}
    /// An attribute that a template makes of fields.
    #[derive(Debug)]
    pub enum Made {}
    /// An element of a list or an entry of a map: an item can be read without it, whatever its type.
    #[derive(Debug)]
    pub enum Element {}
    /// An attribute of role `R` in something that may be absent: in an `Option`, an element of a list, an entry of a map, or a
    /// field with a default. A projection reads it as an `Option`.
    #[derive(Debug)]
    pub struct Nested<R = Attribute>(Infallible, PhantomData<R>);
    /// A field that declares what it reads as where the attribute is absent.
    #[derive(Debug)]
    pub enum Defaulted {}
    /// Any other attribute.
    #[derive(Debug)]
    pub enum Attribute {}

    /// What an update can change.
    #[diagnostic::on_unimplemented(
        message = "an update cannot change an attribute whose role is `{Self}`",
        label = "an update cannot change this attribute",
        note = "`role::Key` is the primary key: delete the item, and put it with the new key",
        note = "`role::Managed` is a version, a timestamp or a counter: every write sets it automatically",
        note = "`role::Unique` is an attribute with `#[unique]`: change it by `update_diff`, or `put(..).replacing(..)`",
        note = "`role::Joined` is one of several fields in the key of an index: set them together with `set_parts`, or use `update_diff`",
        note = "`role::Made` is made of fields by a template: set these"
    )]
    pub trait Changeable {
        /// The kind that tells whether an attribute of type `V` can be removed.
        type Removed<V: codec::Attribute>;
        /// An absent value is set to NULL, as a put writes it, so that the others keep their places.
        #[doc(hidden)]
        const KEEPS_ITS_PLACE: bool;
    }

    impl Changeable for Attribute {
        type Removed<V: codec::Attribute> = V::Kind;
        const KEEPS_ITS_PLACE: bool = false;
    }

    impl Changeable for Part {
        type Removed<V: codec::Attribute> = V::Kind;
        const KEEPS_ITS_PLACE: bool = false;
    }

    impl Changeable for Defaulted {
        type Removed<V: codec::Attribute> = V::Kind;
        const KEEPS_ITS_PLACE: bool = false;
    }

    impl<R: Changeable> Changeable for Nested<R> {
        type Removed<V: codec::Attribute> = R::Removed<V>;
        const KEEPS_ITS_PLACE: bool = R::KEEPS_ITS_PLACE;
    }

    impl Changeable for Element {
        type Removed<V: codec::Attribute> = kind::Optional<V::Kind>;
        const KEEPS_ITS_PLACE: bool = true;
    }
}

/// The path to an attribute of type `V` in an item of type `T`. The derive makes one for each field: `Log::STATUS`.
///
/// Nested attributes are reached with [`at`](Self::at) in a nested struct, [`index`](Self::index) in a list and
/// [`key`](Self::key) in a map, through an `Option` too. The path knows by its role, `R`, whether something on its way may be
/// absent: [`role::Nested`].
///
/// ```
/// use std::collections::HashMap;
///
/// use dynamo_runtime::expr::role;
/// use dynamo_runtime::{DynamoTable, DynamoValue, Path};
///
/// #[derive(DynamoTable)]
/// struct Order {
///     #[hash_key]
///     number: u64,
///     address: Option<Address>,
///     lines: Vec<Line>,
///     prices: HashMap<String, i64>,
/// }
///
/// #[derive(DynamoValue)]
/// struct Address {
///     city: String,
/// }
///
/// #[derive(DynamoValue)]
/// struct Line {
///     amount: u32,
/// }
///
/// let city: Path<Order, String, role::Nested> = Order::ADDRESS.at(Address::CITY);
/// let amount: Path<Order, u32, role::Nested> = Order::LINES.index(0).at(Line::AMOUNT);
/// let price = Order::PRICES.key("eur");
/// let wanted = city.eq("Ulm") & amount.gt(5) & price.le(100);
/// # let _ = wanted;
/// ```
///
/// A path has methods for [conditions](crate::Condition); [`Update`](crate::op::Update), [`Changes`](crate::Changes),
/// `project` and [`Partial::get`](crate::op::Partial::get) take it.
pub struct Path<T, V, R = role::Attribute> {
    pub(crate) document: DocumentPath,
    /// What an absent attribute reads as, where its field declares that.
    pub(crate) default: Option<fn() -> V>,
    unguarded: bool,
    marker: Marker<T, V, R>,
}

type Marker<T, V, R> = PhantomData<fn() -> (T, V, R)>;

/// The path to an attribute of the primary key. It takes part in conditions; an update does not take it.
pub type KeyPath<T, V> = Path<T, V, role::Key>;

/// The path to an attribute that the mapper writes by itself. It takes part in conditions; an update does not take it.
pub type ManagedPath<T, V> = Path<T, V, role::Managed>;

/// A document path, untyped. Neither its `Display` nor its `Debug` shows keys of maps.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentPath {
    pub(crate) root: Cow<'static, str>,
    pub(crate) steps: Vec<Step>,
    /// Why no expression can name it.
    pub(super) problem: Option<Cow<'static, str>>,
}

impl DocumentPath {
    pub(crate) const fn attribute(root: Cow<'static, str>) -> Self {
        Self { root, steps: Vec::new(), problem: None }
    }

    /// The path that goes one step further.
    pub(crate) fn with(&self, step: Step) -> Self {
        let mut path = self.clone();
        path.steps.push(step);
        path
    }

    /// The attribute; `None` also where the path leads through a list.
    pub(crate) fn find<'i>(&self, item: &'i Attributes) -> Option<&'i AttributeValue> {
        let mut value = item.get(&*self.root)?;
        for step in &self.steps {
            value = match (step, value) {
                (Step::Name(name), AttributeValue::M(map)) => map.get(&**name)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// The mistake, at the end of the path.
    pub(crate) fn lead_to(&self, mut mistake: Mistake) -> Mistake {
        self.all_steps().rev().for_each(|step| mistake.within(step));
        mistake
    }

    /// The steps from the item on.
    pub(crate) fn all_steps(&self) -> impl DoubleEndedIterator<Item = Step> {
        [Step::Name(self.root.clone())].into_iter().chain(self.steps.iter().cloned())
    }

    /// Tells why no expression can name the attribute.
    pub(crate) fn check(&self) -> Result<(), Mistake> {
        match &self.problem {
            Some(problem) => Err(Mistake::new(format!("`{self}`: {problem}"))),
            None => Ok(()),
        }
    }

    /// Whether one of the paths leads through the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.root == other.root && self.steps.iter().zip(&other.steps).all(|(one, two)| one == two)
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Cow::Borrowed(root) => f.write_str(root)?,
            Cow::Owned(_) => f.write_str("[key]")?,
        }
        self.steps.iter().try_for_each(|step| write!(f, "{step}"))
    }
}

impl fmt::Debug for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T, V, R> Path<T, V, R> {
    /// The path to the attribute called `name`, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::of(DocumentPath::attribute(Cow::Borrowed(name)))
    }

    /// The path to the attribute called `name`, which is `default` where it is absent, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_default(name: &'static str, default: fn() -> V) -> Self {
        let document = DocumentPath::attribute(Cow::Borrowed(name));
        Self { document, default: Some(default), unguarded: false, marker: PhantomData }
    }

    pub(crate) const fn of(document: DocumentPath) -> Self {
        Self { document, default: None, unguarded: false, marker: PhantomData }
    }

    /// The same path, for a calculation whose result may be one that the attribute's type does not hold.
    ///
    /// What an update calculates with `+`, `-` and `add` is guarded: where the result would be none that the type of a whole
    /// number holds, the update fails with [`ConditionFailed`](crate::ErrorKind::ConditionFailed), since items with it could no
    /// longer be read. The guard is part of the update's condition. Where this path is calculated with, or is what is changed,
    /// there is none.
    ///
    /// So `-` on a path is what `checked_sub` is on a number: the stock of a `u32` never goes below 0. Where the type holds numbers
    /// below 0 that the attribute must not have, a condition says so: `.set(Order::STOCK, Order::STOCK - 5).condition(Order::STOCK.ge(5))`.
    #[doc(alias = "checked_sub")]
    #[doc(alias = "checked_add")]
    #[must_use]
    pub fn unguarded(mut self) -> Self
    where
        V: Attribute<Kind: kind::Numeric>,
    {
        self.unguarded = true;
        self
    }

    /// The path without its type, and whether it is unguarded.
    pub(crate) fn into_parts(self) -> (DocumentPath, bool) {
        (self.document, self.unguarded)
    }

    /// The attribute's value, as a term of an update.
    pub(super) fn into_term(self) -> Term {
        let (document, unguarded) = self.into_parts();
        Term::Path(document).unguarded_if(unguarded)
    }

    /// Returns the attribute as the field of type `W` of a view, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn view_field<W: StoredAs<V>>(self) -> Field
    where
        T: DynamoTable,
    {
        let field = match &self.document.root {
            Cow::Borrowed(name) => Field::of_view(name, T::SCHEMA),
            // The paths that the derive makes borrow their names.
            Cow::Owned(_) => Field::new(""),
        };
        // A const cannot drop.
        mem::forget(self);
        field
    }

    /// The path to an attribute of the nested struct: `Order::ADDRESS.at(Address::CITY)`.
    #[must_use]
    pub fn at<W, S>(self, inner: Path<V::Required, W, S>) -> Path<T, W, Within<R, V, S>>
    where
        V: Attribute<Kind: Presence>,
        R: Role,
        S: Role,
    {
        let mut document = self.document;
        document.problem = document.problem.or(inner.document.problem);
        document.steps.push(Step::Name(inner.document.root));
        document.steps.extend(inner.document.steps);
        Path { document, default: inner.default, unguarded: inner.unguarded, marker: PhantomData }
    }

    /// The path to the attribute that names the variant of the enum with data. An update does not take it.
    #[must_use]
    pub fn tag(self) -> Path<T, String, Within<R, V, role::Managed>>
    where
        V: Attribute<Kind: Presence, Required: Variants>,
        R: Role,
    {
        self.at(Path::new(V::Required::TAG))
    }

    /// The same attribute, as one of an item of type `U`.
    pub(super) fn retyped<U, S>(self) -> Path<U, V, S> {
        let Self { document, default, unguarded, .. } = self;
        Path { document, default, unguarded, marker: PhantomData }
    }

    /// The path to an element of the list, counted from 0.
    #[must_use]
    pub fn index<E>(self, index: usize) -> Path<T, E, role::Element>
    where
        V: Attribute<Kind: kind::Listed<V::Required, Element = E>>,
    {
        self.step(Step::Index(index))
    }

    /// The path to an entry of the map, whose key is a value of the type of the map's keys, or what can stand for one.
    #[must_use]
    pub fn key<K, W>(self, key: impl IntoValue<K>) -> Path<T, W, role::Element>
    where
        V: Attribute<Required: Entries<Key = K, Value = W>>,
    {
        let (key, problem) = entry(&key.into_value());
        let mut path = self.step(Step::Name(key.into()));
        path.document.problem = path.document.problem.or(problem);
        path
    }

    fn step<W, S>(self, step: Step) -> Path<T, W, S> {
        let mut document = self.document;
        document.steps.push(step);
        Path::of(document)
    }
}

impl<T, V, R> Clone for Path<T, V, R> {
    fn clone(&self) -> Self {
        let Self { document, default, unguarded, marker } = self;
        Self {
            document: document.clone(),
            default: *default,
            unguarded: *unguarded,
            marker: *marker,
        }
    }
}

impl<T, V, R> fmt::Debug for Path<T, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({})", self.document)
    }
}
