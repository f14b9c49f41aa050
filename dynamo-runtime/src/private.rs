//! What only the derive's expansions name.

pub use crate::codec::{Lenient, Tag, Variants, fields_differ};
