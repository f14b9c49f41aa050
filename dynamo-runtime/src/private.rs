//! What only the derive's expansions name.

pub use crate::__dynamo_kept as kept;
pub use crate::codec::other::{KeepsAttributes, KeepsText};
pub use crate::codec::with::StoredRef;
pub use crate::codec::{Flat, Keyed, Lenient, Names, Tag, fields_differ};
pub use crate::kept::{Kept, show};
pub use crate::table::TableParameter;
