//! What a table has beside keys, indexes and fields.

/// Provisioned capacity, in capacity units a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Read capacity units.
    pub read: u64,
    /// Write capacity units.
    pub write: u64,
}

/// Request units a second, each where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// Read request units.
    pub read: Option<u64>,
    /// Write request units.
    pub write: Option<u64>,
}

impl Units {
    pub(crate) const NONE: Self = Self { read: None, write: None };
}

/// A capacity, and how far auto scaling raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) low: Capacity,
    pub(crate) high: Units,
}

impl Bounds {
    /// Returns the capacity within the bounds that is nearest to what there is.
    pub(crate) fn nearest(self, live: Capacity) -> Capacity {
        let one = |low: u64, high: Option<u64>, live: u64| live.min(high.unwrap_or(low)).max(low);
        Capacity {
            read: one(self.low.read, self.high.read, live.read),
            write: one(self.low.write, self.high.write, live.write),
        }
    }
}

/// The service's words, as the API spells them.
macro_rules! words {
    ($($type:ident { $($variant:ident => $word:literal,)* })*) => {$(
        impl $type {
            /// Returns the word that the API has for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    )*};
}

words! {
    TableClass {
        Standard => "STANDARD",
        StandardInfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
    }
    StreamView {
        KeysOnly => "KEYS_ONLY",
        NewImage => "NEW_IMAGE",
        OldImage => "OLD_IMAGE",
        NewAndOldImages => "NEW_AND_OLD_IMAGES",
    }
}

/// How the service stores a table, and what it asks for storage and for requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableClass {
    /// For tables that are read and written often.
    Standard,
    /// Cheaper to store, dearer to read and write.
    StandardInfrequentAccess,
}

/// What a table's stream tells of an item that changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamView {
    /// Its key.
    KeysOnly,
    /// The item after the change.
    NewImage,
    /// The item before the change.
    OldImage,
    /// Both.
    NewAndOldImages,
}

/// The key that a table is encrypted with at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// One of DynamoDB's.
    Owned,
    /// The account's key for DynamoDB, `aws/dynamodb`.
    Managed,
    /// A key of KMS, by its id, ARN or alias.
    Key(&'static str),
}
