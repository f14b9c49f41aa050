//! What only the derive's expansions name.

#[path = "private/kept.rs"]
mod kept;

pub use self::kept::{Kept, show};
pub use crate::__dynamo_kept as kept;
pub use crate::codec::other::{KeepsAttributes, KeepsText};
pub use crate::codec::with::StoredRef;
pub use crate::codec::{Flat, Keyed, Lenient, Names, Tag, fields_differ};
pub use crate::table::TableParameter;
