//! Derived code without the prelude, under every lint, with the runtime renamed and with awkward names.
#![no_implicit_prelude]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]

/// Raw identifiers, one letter, names that expansions use themselves, reserved words of DynamoDB.
#[derive(::mapper::DynamoTable)]
#[table(name = "awkward", crate = ::mapper, max_read_units = 5, stream = "KEYS_ONLY", encryption = "MANAGED")]
#[table(class = "STANDARD", tags(r#type = "x"), point_in_time_recovery, deletion_protection)]
#[table(resource_policy = "{}", warm_read_units = 12_000)]
#[gsi(name = "whole", hash = [r#type, a], range = [from], include = [get, old], index = "Whole")]
pub struct Awkward {
    /// A raw identifier.
    #[hash_key]
    pub r#type: ::std::string::String,
    /// One letter.
    #[range_key]
    pub a: u64,
    /// What `decode` calls its argument.
    #[gsi(name = "by-from")]
    pub from: ::std::string::String,
    /// What `encode` calls its argument.
    #[gsi(name = "by-from", range)]
    #[lsi(name = "by-to")]
    pub to: ::std::string::String,
    /// An operation's name.
    pub get: ::std::option::Option<bool>,
    /// Another operation's name.
    #[dynamo(rename = "a name-with.all")]
    pub query: ::std::vec::Vec<u8>,
    /// A module of the runtime.
    #[dynamo(default)]
    pub kind: Kind,
    /// Not stored.
    #[dynamo(skip)]
    pub hidden: u8,
    /// An expression, and a type's default.
    #[dynamo(default = 1 + 2)]
    pub value: u64,
    /// An enum with data.
    pub tagged: Tagged,
    /// A struct among the attributes.
    #[dynamo(flatten)]
    pub flat: Flat,
    /// When it is gone.
    #[ttl]
    pub index: u64,
    /// Counts writes.
    #[version]
    pub version: ::std::option::Option<u64>,
    /// A name of the runtime's.
    #[created_at]
    pub behaviour: ::std::string::String,
    /// When it was written.
    #[updated_at]
    #[gsi(name = "by-time")]
    pub r#mod: u64,
    /// Expressions.
    #[counter(start = 2 * 5, step = -1)]
    pub left: i32,
    /// A way with a default.
    #[dynamo(with = Way, default)]
    pub way: u64,
    /// No longer used.
    #[deprecated]
    #[dynamo(path = "OLD_PATH")]
    pub old: ::std::option::Option<bool>,
}

/// Its fields stand in another struct.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub struct Flat {
    /// What stands there.
    pub inner: ::std::string::String,
}

/// An enum with data.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper, tag = "self")]
pub enum Tagged {
    /// No data.
    None,
    /// Names that expansions use themselves.
    Some {
        /// What `decode` calls its argument.
        from: u8,
        /// What `encode` calls its argument.
        r#to: u8,
        /// Not stored.
        #[dynamo(skip)]
        value: u8,
    },
    /// A struct.
    Flat(Flat),
}

/// Names that expansions use themselves as parameters.
#[derive(::mapper::DynamoTable)]
#[table(crate = ::mapper)]
pub struct Generic<T, const N: usize, K = u8> {
    /// The key.
    #[hash_key]
    pub id: ::std::string::String,
    /// A parameter.
    pub value: ::std::option::Option<T>,
    /// A constant.
    pub list: [K; N],
    /// A flattened enum.
    #[dynamo(flatten)]
    #[gsi(name = "by-tag")]
    pub tagged: ::std::option::Option<Open<T>>,
}

/// An enum with a parameter, and a variant for what is unknown.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper, tag = "kind")]
pub enum Open<T> {
    /// Fields without names.
    Known(#[dynamo(rename = "to")] T, #[dynamo(skip)] u8),
    /// What is unknown.
    #[dynamo(other)]
    Other(::mapper::codec::Attributes),
}

/// A newtype with a marker.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub struct Marked<T>(#[dynamo(skip)] pub ::std::marker::PhantomData<T>, pub u8);

/// A name, or another.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub enum Name {
    /// A variant of `Option`.
    Some,
    /// What is unknown.
    #[dynamo(other)]
    None(::std::string::String),
}

/// Borrows what it is read from.
#[derive(::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub struct View<'a> {
    /// A raw identifier.
    pub r#type: &'a str,
    /// An optional text.
    pub text: ::std::option::Option<&'a str>,
}

/// A way to store a number.
pub struct Way;

impl ::mapper::codec::With<u64> for Way {
    type Kind = ::mapper::codec::kind::S;

    fn encode(_: &u64, to: &mut ::mapper::codec::Encoder) {
        to.string("");
    }

    fn decode(from: &mut ::mapper::codec::Decoder<'_>) -> ::std::option::Option<u64> {
        from.string().map(|_| 0)
    }
}

/// A nested document.
#[derive(::std::default::Default, ::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub struct Kind {
    /// A newtype.
    pub r#struct: Newtype,
    /// An enum.
    pub self_: Choice,
}

/// A newtype.
#[derive(::std::default::Default, ::mapper::DynamoValue)]
#[dynamo(crate = ::mapper)]
pub struct Newtype(pub ::std::string::String);

/// An enum without data.
#[derive(::std::default::Default, ::mapper::DynamoValue)]
#[dynamo(crate = ::mapper, rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Choice {
    /// The first.
    #[default]
    FirstOne,
    /// An associated type's name.
    Kind,
    /// A variant of `Option`.
    None,
}

/// A part of a table's items.
#[derive(::mapper::DynamoView)]
#[view(of = Awkward, crate = ::mapper)]
pub struct Part {
    /// A raw identifier.
    pub r#type: ::std::string::String,
    /// What `decode` calls its argument.
    pub from: ::std::string::String,
    /// A type's default.
    #[dynamo(default)]
    pub kind: Kind,
    /// A way with a default.
    #[dynamo(with = Way, default)]
    pub way: u64,
    /// Not stored, and not the table's.
    #[dynamo(skip)]
    pub own: u8,
}

macro_rules! view {
    ($table:ident $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        /// A view made by a macro.
        #[derive(::mapper::DynamoView)]
        #[view(of = $table, crate = ::mapper)]
        pub struct $name {
            $(
                /// A field.
                pub $field: $type,
            )*
        }
    };
}

view!(MadeByMacro ViewMadeByMacro { id: ::std::string::String, value: u32 });

macro_rules! table {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        /// A table made by a macro.
        #[derive(::mapper::DynamoTable)]
        #[table(crate = ::mapper)]
        pub struct $name {
            /// The key.
            #[hash_key]
            pub id: ::std::string::String,
            $(
                /// A field.
                #[dynamo(rename = "x")]
                pub $field: $type,
            )*
        }
    };
}

table!(MadeByMacro { value: u32 });

mod private {
    //! A table that is seen here only.

    #[derive(::mapper::DynamoTable)]
    #[table(crate = ::mapper, handle = "Own", rename_all = "PascalCase")]
    pub(super) struct Private {
        #[hash_key]
        pub(super) user_id: ::std::string::String,
        #[gsi(name = "by-text", projection = "KEYS_ONLY")]
        text: ::std::string::String,
    }

    /// A view where the private field can be named.
    #[derive(::mapper::DynamoView)]
    #[view(of = self::Private, crate = ::mapper)]
    pub(super) struct Text {
        pub(super) text: ::std::string::String,
    }

    /// The generated names have the struct's visibility, and consts their field's.
    pub(super) fn handle(client: ::mapper::aws_sdk_dynamodb::Client) -> Own {
        let _ = Private::TEXT;
        Private::table(client)
    }
}

/// Names what the derive made, so that it must exist.
pub fn uses(client: &::mapper::aws_sdk_dynamodb::Client) {
    use ::std::clone::Clone;
    let table: AwkwardTable = Awkward::table(client);
    let _ = table.get("x", 1);
    let _ = table.query_by_from("x").range("a"..="b");
    let _ = table.query_by_to("x").consistent();
    let _ = table.update("x", 1).set(Awkward::GET, true).remove(Awkward::GET);
    let _ = (Awkward::TYPE, Awkward::A, Awkward::FROM, Awkward::KIND.at(Kind::STRUCT));
    let _ = MadeByMacro::table(client).get("x");
    let _ = (Awkward::FLAT.at(Flat::INNER), Awkward::WAY.eq(1), View::TEXT);
    let _ = table.query_by_from("x").view::<Part>();
    let _ = |held: AwkwardWholeItem| (held.key().r#type, held.r#type, held.a, held.from, held.get);
    let _ = MadeByMacro::table(client).get("x").view::<ViewMadeByMacro>();
    let _ = private::handle(client.clone()).get("x");
    let _ = private::handle(client.clone()).scan().view::<private::Text>();
    let _ = private::Private::USER_ID;
    let generic: GenericTable<Name, 2, Marked<u8>> = Generic::table(client);
    let _ = generic.clone().query_by_tag("x").filter(Generic::VALUE.exists());
}
