//! One table through its versions: the same attributes with other keys, indexes and settings.
#![allow(dead_code, reason = "most versions are only their schema")]

use dynamo_runtime::DynamoTable;

/// The items of all versions.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Notes")]
pub(super) struct Note {
    #[hash_key]
    pub(super) id: String,
    author: String,
    day: u32,
    text: String,
    expires: u64,
}

impl Note {
    pub(super) fn new(number: u32) -> Self {
        Self {
            id: format!("note-{number:02}"),
            author: format!("author-{}", number % 2),
            day: number,
            text: "text".to_owned(),
            // Long after any test, in seconds.
            expires: 4_000_000_000,
        }
    }
}

/// A version: its settings, and the attributes of its fields.
macro_rules! version {
    ($name:ident ($($settings:tt)*) {
        $(author: [$($author:tt)*])? $(day: [$($day:tt)*])? $(text: [$($text:tt)*])? $(expires: [$($expires:tt)*])?
    }) => {
        #[derive(Debug, DynamoTable)]
        #[table(name = "Notes", $($settings)*)]
        pub(super) struct $name {
            #[hash_key]
            id: String,
            $($($author)*)?
            author: String,
            $($($day)*)?
            day: u32,
            $($($text)*)?
            text: String,
            $($($expires)*)?
            expires: u64,
        }
    };
}

version!(V1() {});
version!(V2() {
    author: [#[gsi(name = "ByAuthor")]]
    day: [#[gsi(name = "ByDay", projection = "KEYS_ONLY")]]
});
version!(V3() {
    author: [#[gsi(name = "ByAuthorAndDay")]]
    day: [#[gsi(name = "ByDay", projection = "KEYS_ONLY")] #[gsi(name = "ByAuthorAndDay", range)]]
});
version!(V4(read_capacity = 5, write_capacity = 5) {
    author: [#[gsi(name = "ByAuthorAndDay")]]
    day: [#[gsi(name = "ByDay", projection = "KEYS_ONLY")] #[gsi(name = "ByAuthorAndDay", range)]]
});
version!(V5(read_capacity = 7, write_capacity = 9) {});
version!(V6() { expires: [#[ttl]] });
version!(V7(stream = "NEW_IMAGE") { day: [#[gsi(name = "ByDay")]] expires: [#[ttl]] });
version!(V8(stream = "KEYS_ONLY") { day: [#[gsi(name = "ByDay")]] });
version!(V9(stream = "KEYS_ONLY", deletion_protection) {
    day: [#[gsi(name = "ByDay")]]
    text: [#[gsi(name = "ByText", include = [author])]]
    expires: [#[ttl] #[dynamo(rename = "deleted_at")]]
});
version!(V10() { author: [#[gsi(name = "ByAuthor")]] });

version!(OtherIndexes() {
    author: [#[gsi(name = "ByAuthor")]]
    day: [#[gsi(name = "ByDay", include = [text])] #[gsi(name = "ByAuthor", range)]]
});
version!(Tagged(class = "STANDARD_INFREQUENT_ACCESS", max_read_units = 50, tags(team = "a", stage = "test")) {});
version!(FiveEach(read_capacity = 5, write_capacity = 5) { day: [#[gsi(name = "ByDay")]] });
version!(SevenInIndex(read_capacity = 6, write_capacity = 5) {
    day: [#[gsi(name = "ByDay", read_capacity = 7, write_capacity = 8)]]
});
version!(Ranged() { day: [#[range_key]] });
version!(RangedWithLocal() { day: [#[range_key]] text: [#[lsi(name = "Local")]] });

/// The same with another key.
#[derive(Debug, DynamoTable)]
#[table(name = "Notes")]
pub(super) struct Numbered {
    #[hash_key]
    id: u64,
}
