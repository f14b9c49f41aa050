//! What conditions, keys, projections and updates are made of.
//!
//! Programs seldom name these types: the methods of a [`Path`](crate::Path) and the operators of Rust make them. Where a method
//! takes one of the traits on the left, which are always inferred, it takes what stands on the right:
//!
//! | `impl` | is |
//! |---|---|
//! | `IntoValue<V>` | a `V`, a reference to one, what is in a `V` that is an `Option`, `&str` for a `String`, `&[u8]` for a `Vec<u8>` |
//! | [`IntoKey<V>`](IntoKey) | the same; for the key of a sparse index, what is in its `Option` |
//! | `IntoRange<(V,), _>` | a key, or a range of keys: `a..=b`, `a..`, `..b`, `..=b`, [`after(a)`](after), [`prefix(a)`](prefix); for several range attributes, a tuple of keys whose last may be a range |
//! | `IntoOperand<T, V, _>` | a value, or the path of another attribute; for a number, the [`size`](crate::Path::size) of one too |
//! | `IntoAssignment<T, V, _>` | a value, a path, or what `+`, `-`, [`append`](crate::Path::append) or [`if_not_exists`](crate::Path::if_not_exists) make of one |
//! | `IntoTerm<T, V>` | a value, a path, or an [`IfNotExists`] |
//! | `IntoAdded<V, _>` | for a number, a value; for a set, an array or another collection of elements |

pub(crate) mod assignment;
#[doc(hidden)]
pub mod by;
pub(crate) mod changes;
pub(crate) mod condition;
pub(crate) mod diff;
pub(crate) mod elements;
pub(crate) mod entity;
pub(crate) mod flat;
mod guard;
mod key;
pub(crate) mod made;
pub(crate) mod operand;
pub(crate) mod parts;
pub(crate) mod path;
pub(crate) mod placeholders;
pub(crate) mod predicate;
pub(crate) mod presence;
pub(crate) mod projection;
pub(crate) mod range;
pub(crate) mod results;
pub(crate) mod template;
pub(crate) mod update;

pub use self::assignment::{Assignment, IfNotExists, IntoAssignment, IntoTerm};
pub use self::condition::{Size, all, any};
pub use self::elements::IntoAdded;
pub use self::flat::{Entries, FlatPath};
pub use self::operand::{IntoOperand, Operand};
pub use self::parts::{IntoParts, Parts};
pub use self::path::{KeyPath, ManagedPath, role};
pub use self::presence::{Presence, Role};
pub use self::projection::{Projects, Viewed, Whole};
pub use self::range::{After, IntoKeyCondition, IntoRange, KeyCondition, Prefix, after, prefix};
pub use self::results::Results;
pub use crate::codec::value::{IntoKey, IntoValue, Value};
