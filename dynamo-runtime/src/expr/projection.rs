//! What a read takes of each item: all of it, a view, or the attributes of a tuple of paths.

use std::marker::PhantomData;

use super::path::{DocumentPath, Path};
use super::placeholders::{Placeholders, Writer};
use super::predicate::Predicate;
use super::presence::{Presence, Role};
use crate::codec::decoder::Decoder;
use crate::codec::{Attribute, Attributes, Decode, Encode, Slot, key};
use crate::error::{Mistake, Step};
use crate::schema::{IndexSchema, IndexScope, TableSchema};
use crate::table::DynamoTable;
use crate::table::view::View;

/// What a read takes of each item of type `T`: the [`Whole`] item, a [`Viewed`] part, or a tuple of one to eight paths.
///
/// A tuple has the types of its paths, of which a field stored in another way is a [`Stored`](crate::codec::Stored). An element
/// of a list, an entry of a map, and what a path reaches through one, through an `Option` or through a field with a `default`, is
/// an `Option` if its type is none. What is absent reads as the type reads it, or as the `default` of its field.
///
/// The service returns elements without their places. So of a list of which several elements lead on to what is read, these
/// elements are read whole.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection of `{T}`",
    label = "expected a tuple of paths of `{T}`",
    note = "write `(Log::STATUS, Log::MESSAGE)`, or `(Log::STATUS,)` for a single path; a tuple has up to 8 paths"
)]
pub trait Projects<T>: Clone + Send + Sync + 'static {
    /// The type of what is read of an item.
    type Output: Send;
    /// The paths that are read; all attributes where there are none.
    #[doc(hidden)]
    fn paths(&self) -> Vec<DocumentPath>;
    #[doc(hidden)]
    fn decode(&self, from: &mut Decoder<'_>) -> Option<Self::Output>;
    /// Whether what is read of another entity's item fails, so that it need not be asked whose the item is.
    #[doc(hidden)]
    fn tells_entity(&self) -> bool {
        false
    }
    #[doc(hidden)]
    fn decode_map(&self, item: Attributes) -> Result<Self::Output, Mistake> {
        Decoder::whole_item(item, |from| self.decode(from))
    }
}

/// Everything that the table or index holds of an item, as an `I`.
#[derive(Debug)]
pub struct Whole<I>(PhantomData<fn() -> I>);

/// The attributes that the fields of the view `V` name.
#[derive(Debug)]
pub struct Viewed<V>(PhantomData<fn() -> V>);

impl<I> Whole<I> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<V> Viewed<V> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<I> Clone for Whole<I> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<V> Clone for Viewed<V> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

#[diagnostic::do_not_recommend]
impl<T, I: for<'a> Decode<'a> + Send + 'static> Projects<T> for Whole<I> {
    type Output = I;

    fn paths(&self) -> Vec<DocumentPath> {
        Vec::new()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<I> {
        I::decode(from)
    }

    fn tells_entity(&self) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl<T, V: View<T>> Projects<T> for Viewed<V> {
    type Output = V;

    fn paths(&self) -> Vec<DocumentPath> {
        V::FIELDS.iter().map(|field| DocumentPath::attribute(field.name.into())).collect()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<V> {
        V::decode(from)
    }
}

macro_rules! tuples {
    ($($value:ident $role:ident $at:tt,)*) => {
        #[diagnostic::do_not_recommend]
        impl<T, $($value, $role),*> Projects<T> for ($(Path<T, $value, $role>,)*)
        where
            T: DynamoTable,
            $(
                $value: Attribute<Kind: Presence> + 'static,
                $role: Role<Read<$value>: Attribute + Encode + for<'a> Decode<'a> + Send> + 'static,
            )*
        {
            type Output = ($($role::Read<$value>,)*);

            fn paths(&self) -> Vec<DocumentPath> {
                vec![$(self.$at.document.clone()),*]
            }

            fn decode(&self, from: &mut Decoder<'_>) -> Option<Self::Output> {
                let mut read = ($(None::<$role::Read<$value>>,)*);
                let paths = [$(&self.$at.document),*];
                let slots: &mut [&mut dyn Slot<'_>] = &mut [$(&mut Selected {
                    slot: &mut read.$at,
                    is_key: is_key::<T, $role::Read<$value>>(paths[$at]),
                    default: self.$at.default.map(|default| move || $role::read_default(default)),
                }),*];
                read_paths(from, &paths, slots)?;
                Some(($(read.$at?,)*))
            }
        }
    };
}

tuples! { A Q 0, }
tuples! { A Q 0, B R 1, }
tuples! { A Q 0, B R 1, C S 2, }
tuples! { A Q 0, B R 1, C S 2, D U 3, }
tuples! { A Q 0, B R 1, C S 2, D U 3, E V 4, }
tuples! { A Q 0, B R 1, C S 2, D U 3, E V 4, F W 5, }
tuples! { A Q 0, B R 1, C S 2, D U 3, E V 4, F W 5, G X 6, }
tuples! { A Q 0, B R 1, C S 2, D U 3, E V 4, F W 5, G X 6, H Y 7, }

/// Whether the path is to a key of the table or of an index, of a type for which that matters.
fn is_key<T: DynamoTable, V: Attribute>(path: &DocumentPath) -> bool {
    !V::ONE_FORM && path.steps.is_empty() && T::SCHEMA.is_key(&path.root)
}

/// What is read at a path, whether that is a key, and what it is where it is absent.
struct Selected<'s, V, F> {
    slot: &'s mut Option<V>,
    is_key: bool,
    default: Option<F>,
}

impl<'a, V, F> Slot<'a> for Selected<'_, V, F>
where
    V: Attribute + Encode + Decode<'a>,
    F: Fn() -> Option<V>,
{
    fn read(&mut self, from: &mut Decoder<'a>) {
        if self.default.is_none() || !from.take_null() {
            *self.slot = key::decode(from, self.is_key);
        }
    }

    fn settle(&mut self) -> bool {
        if self.slot.is_none() {
            *self.slot = self.default.as_ref().and_then(|default| default());
        }
        self.slot.settle()
    }
}

/// Some of the paths of a projection, a bit each.
#[derive(Clone, Copy)]
struct Through(u8);

/// Reads each slot from what its path leads to.
fn read_paths<'a>(
    from: &mut Decoder<'a>,
    paths: &[&DocumentPath],
    slots: &mut [&mut dyn Slot<'a>],
) -> Option<()> {
    let read = from.map(&mut |name, from| {
        let through = Through(u8::MAX).that(paths, |path| path.root == name);
        read_at(from, paths, through, 0, slots)
    });
    if read.is_none() {
        for path in paths {
            from.failed_along(path.all_steps());
        }
        return None;
    }
    for (path, slot) in paths.iter().zip(slots) {
        from.settle_slot(*slot, path.all_steps().rev())?;
    }
    Some(())
}

/// Reads what the paths `through` the value to be read lead to: it stands behind `depth` of their steps.
fn read_at<'a>(
    from: &mut Decoder<'a>,
    paths: &[&DocumentPath],
    through: Through,
    depth: usize,
    slots: &mut [&mut dyn Slot<'a>],
) -> Option<()> {
    let Some(first) = through.numbers(paths).next() else { return Some(()) };
    let first = paths[first];
    match first.steps.get(depth) {
        None => through.numbers(paths).next().and_then(|at| from.slot(slots[at])),
        // What stands in it is absent.
        Some(_) if from.take_null() => Some(()),
        Some(Step::Name(_)) => from.map(&mut |name, from| {
            let next = |path: &DocumentPath| matches!(path.steps.get(depth), Some(Step::Name(next)) if next == name);
            read_at(from, paths, through.that(paths, next), depth + 1, slots)
        }),
        Some(Step::Index(_)) => {
            let index = |at: usize| match paths[at].steps.get(depth) {
                Some(Step::Index(index)) => Some(*index),
                _ => None,
            };
            // The service closes the gaps between the elements that it returns, but not within one that is returned whole.
            let is_whole = first.asked(paths) <= depth;
            let mut indexes: Vec<usize> = through.numbers(paths).filter_map(index).collect();
            indexes.sort_unstable();
            indexes.dedup();
            let mut places = (0..).map(|at| if is_whole { Some(at) } else { indexes.get(at).copied() });
            from.list(&mut |from| {
                let element = places.next().flatten().map(Step::Index);
                let next = |path: &DocumentPath| path.steps.get(depth) == element.as_ref();
                read_at(from, paths, through.that(paths, next), depth + 1, slots)
            })
        }
    }
}

impl Through {
    fn numbers(self, paths: &[&DocumentPath]) -> impl Iterator<Item = usize> + use<> {
        (0..paths.len()).filter(move |at| self.0 & (1 << at) != 0)
    }

    /// Those for which `goes` holds.
    fn that(self, paths: &[&DocumentPath], goes: impl Fn(&DocumentPath) -> bool) -> Self {
        let going = self.numbers(paths).filter(|at| goes(paths[*at]));
        Self(going.fold(0, |bits, at| bits | (1 << at)))
    }
}

impl DocumentPath {
    /// How many of its steps are asked for. Where some of `all` lead through other elements of the same list, it is whole elements: of
    /// those the present ones are the first, but of their parts, which the service closes up, nobody could tell whose they are.
    fn asked(&self, all: &[&Self]) -> usize {
        let has_others = |depth: &usize| {
            let is_other = |other: &&Self| {
                let elements = (self.steps.get(*depth), other.steps.get(*depth));
                matches!(elements, (Some(Step::Index(one)), Some(Step::Index(two))) if one != two)
                    && other.root == self.root
                    && other.steps[..*depth] == self.steps[..*depth]
            };
            all.iter().any(is_other)
        };
        let whole = (0..self.steps.len()).find(has_others);
        whole.map_or(self.steps.len(), |element| element + 1)
    }
}

/// Refuses what the service would refuse with every page: to read attributes, or to filter by them, that the index does not
/// hold.
pub(crate) fn check_held(
    table: &TableSchema,
    index: &IndexSchema,
    paths: &[DocumentPath],
    filter: Option<&Predicate>,
) -> Result<(), Mistake> {
    let filtered = table.fields.iter().map(|field| field.name);
    let filtered = filtered.filter(|name| filter.is_some_and(|filter| filter.names(name)));
    // A local index fetches from the table what is read, but not what is filtered by.
    let global = index.scope == IndexScope::Global;
    let read = paths.iter().filter(|_| global).map(|path| &*path.root);
    match read.chain(filtered).find(|name| !index.holds(table, name)) {
        Some(name) => {
            let index = index.name;
            let problem = format!(
                "the index `{index}` does not hold `{name}`; add it to the index's `include`"
            );
            Err(Mistake::new(problem))
        }
        None => Ok(()),
    }
}

/// Writes the projection, if there are paths.
pub(crate) fn expression(
    paths: &[DocumentPath],
    placeholders: &mut Placeholders,
) -> Result<Option<String>, Mistake> {
    if paths.is_empty() {
        return Ok(None);
    }
    for (at, path) in paths.iter().enumerate() {
        if let Some(other) = paths[..at].iter().find(|other| other.overlaps(path)) {
            let twice = format!("the projection names `{path}` twice");
            let both = format!(
                "the projection names both `{other}` and `{path}`, and one contains the other"
            );
            return Err(Mistake::new(if other == path { twice } else { both }));
        }
    }
    let all: Vec<&DocumentPath> = paths.iter().collect();
    let mut asked: Vec<DocumentPath> = Vec::new();
    for path in paths {
        let mut path = path.clone();
        path.steps.truncate(path.asked(&all));
        if !asked.contains(&path) {
            asked.push(path);
        }
    }
    placeholders.expression(|to| to.joined(", ", &asked, Writer::path)).map(Some)
}
