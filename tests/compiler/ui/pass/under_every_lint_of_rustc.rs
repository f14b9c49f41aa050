//! Nothing that is generated raises a lint, whichever of rustc's is on.
#![deny(
    warnings,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    refining_impl_trait,
    rust_2018_idioms,
    unused,
    absolute_paths_not_starting_with_crate,
    explicit_outlives_requirements,
    let_underscore_drop,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

/// Seen from elsewhere.
pub mod public {
    use dynamo_runtime::{DynamoItems, DynamoTable, DynamoValue, DynamoView};

    /// A table with all that is generated.
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[gsi(name = "ByName", hash = [name], range = [number], projection = "KEYS_ONLY")]
    pub struct Log {
        /// The hash key.
        #[hash_key]
        pub id: String,
        /// The range key.
        #[range_key]
        pub number: u64,
        /// A key of an index.
        pub name: String,
        /// Among the others.
        #[dynamo(flatten)]
        pub rest: Rest,
        /// With a default.
        #[dynamo(default)]
        pub other: Option<Text>,
        /// The version.
        #[version]
        pub version: u64,
        /// When it expires.
        #[ttl]
        pub expires: Option<u64>,
        /// An enum.
        pub contact: Contact,
    }

    /// A struct.
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    pub struct Rest {
        /// A field.
        pub text: Option<String>,
    }

    /// A newtype.
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    pub struct Text(pub String);

    /// An enum with data.
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    pub enum Contact {
        /// With a field.
        Mail {
            /// The field.
            to: String,
        },
        /// Without.
        Nobody,
    }

    /// A view.
    #[derive(Debug, Clone, PartialEq, DynamoView)]
    #[view(of = Log)]
    pub struct Part {
        /// A field.
        pub name: String,
    }

    /// An entity in the table of another struct.
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(in = Log, discriminator = "kind")]
    #[hash_key(value = "ENTITY#{name}#{other}")]
    #[range_key(value = "{count}")]
    #[gsi(name = "ByName", hash = "{text}", range = [number], projection = "KEYS_ONLY")]
    pub struct Entity {
        /// Read back from the key.
        #[dynamo(key_only)]
        pub name: String,
        /// A part of the key.
        pub other: String,
        /// The range key.
        pub count: u64,
        /// A part of the key of an index.
        pub text: Option<String>,
        /// A key of an index.
        pub number: u64,
    }

    /// Any item of the table.
    #[derive(Debug, Clone, PartialEq, DynamoItems)]
    pub enum Items {
        /// An entity.
        Entity(Entity),
        /// Any other.
        #[dynamo(other)]
        Other,
    }

    /// A struct that borrows.
    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    pub struct Borrowed<'a> {
        /// A field.
        pub name: &'a str,
    }
}

mod private {
    use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue};

    #[derive(DynamoTable)]
    #[gsi(name = "ByName", hash = [name], projection = "KEYS_ONLY")]
    struct Own {
        #[hash_key]
        id: String,
        name: Name,
        count: u64,
    }

    #[derive(Debug, Clone, PartialEq, DynamoValue)]
    struct Name(String);

    #[derive(DynamoTable)]
    pub(crate) struct Shared {
        #[hash_key]
        id: String,
        pub(crate) count: u64,
    }

    pub(super) fn uses(client: &Dynamo) {
        let _own = Own::table(client.clone());
        let _shared = Shared::table(client.clone());
        let _ = |own: &Own| (own.id.len(), own.name.0.len(), own.count);
        let _ = |shared: &Shared| (shared.id.len(), shared.count);
    }
}

/// Uses what is private.
pub fn uses(client: &dynamo_runtime::Dynamo) {
    let _ = |borrowed: public::Borrowed<'_>| borrowed.name.len();
    private::uses(client);
}
