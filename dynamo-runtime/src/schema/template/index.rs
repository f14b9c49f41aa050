//! An index of the table that an entity is in, as the entity declares it; a compile error out where the table's differs.

use super::message::Message;
use crate::schema::keys::defines;
use crate::schema::{AttributeDefinition, IndexSchema, Projection, TableSchema, same};

impl IndexSchema {
    /// Returns a hash attribute of an index of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// The index has not so many: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn hash_at(&self, at: usize) -> AttributeDefinition {
        assert!(
            at < self.hash.len(),
            "the index of the table has fewer hash attributes; remove this one"
        );
        self.hash[at]
    }

    /// Returns a range attribute of an index of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// The index has not so many: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn range_at(&self, at: usize) -> AttributeDefinition {
        assert!(
            at < self.range.len(),
            "the index of the table has fewer range attributes; remove this one"
        );
        self.range[at]
    }

    /// Refuses other attributes than those of the index of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// So that it does not compile.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check_members(&self, hash: &[&str], range: &[&str]) {
        check_members(self.hash, hash);
        check_members(self.range, range);
    }
}

#[track_caller]
const fn check_members(keys: &[AttributeDefinition], names: &[&str]) {
    let mut at = 0;
    while at < keys.len() {
        if at >= names.len() || !same(keys[at].name, names[at]) {
            Message::new("an item is in the index only if it has the attribute `")
                .then(keys[at].name)
                .then("`; make it by a template in this place, or declare a field of this name")
                .refuse();
        }
        at += 1;
    }
    assert!(names.len() == keys.len(), "the index of the table has fewer attributes; remove one");
}

impl TableSchema {
    /// Returns the index, of which the entity reads whole items, for the derive.
    ///
    /// # Panics
    ///
    /// It does not hold them: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn whole_index(&self, name: &str) -> &'static IndexSchema {
        let index = self.index(name);
        assert!(
            matches!(index.projection, Projection::All),
            "the index of the table does not hold whole items; add its `projection` or `include` here"
        );
        index
    }

    /// Returns the index, of which the entity reads these attributes beside the keys, for the derive.
    ///
    /// # Panics
    ///
    /// It does not hold them: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn index_with(&self, name: &str, included: &[&str]) -> &'static IndexSchema {
        let index = self.index(name);
        let mut at = 0;
        while at < included.len() {
            if !self.is_in_index(index, included[at]) {
                Message::new("the index of the table does not hold `")
                    .then(included[at])
                    .then("`; include it there, or remove it here")
                    .refuse();
            }
            at += 1;
        }
        index
    }

    const fn is_in_index(&self, index: &IndexSchema, name: &str) -> bool {
        let is_key = same(self.hash_key.name, name)
            || matches!(&self.range_key, Some(key) if same(key.name, name))
            || defines(index.hash, name)
            || defines(index.range, name);
        match index.projection {
            Projection::All => true,
            Projection::KeysOnly => is_key,
            Projection::Include(names) => is_key || is_among(name, names),
        }
    }
}

const fn is_among(name: &str, names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}
