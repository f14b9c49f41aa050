// Tables in functions, modules and macros, with raw identifiers, documentation and attributes of the compiler.
#![deny(warnings)]

use dynamo_runtime::{Dynamo, DynamoTable, DynamoView};

/// Raw identifiers, in the struct's name too.
#[allow(non_camel_case_types, reason = "a word that Rust has reserved")]
#[derive(DynamoTable)]
#[table(name = "type")]
#[gsi(name = "match", hash = [r#match], range = [r#fn], method = "r#move", include = [r#in])]
pub struct r#type {
    #[hash_key]
    pub r#type: String,
    #[range_key]
    pub r#ref: u64,
    pub r#match: String,
    pub r#fn: u64,
    pub r#in: Option<String>,
}

/** Documentation in a block,
 * of two lines.
 */
#[doc(alias = "journal")]
#[must_use]
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[cfg_attr(all(), gsi(name = "ByDay", hash = [day]))]
#[cfg(not(any()))]
#[repr(C)]
pub struct Journal {
    /** The key. */
    #[cfg_attr(all(), hash_key)]
    pub id: String,
    /// The day, `2026-11-22`.
    ///
    /// With a [`Journal`] as the link.
    #[doc(hidden)]
    pub day: String,
    #[cfg(any())]
    pub day: u64,
    #[cfg(any())]
    #[range_key]
    pub second_key: Nothing,
    #[cfg(not(any()))]
    pub text: Option<String>,
    #[rustfmt::skip]
    pub last: bool,
}

pub mod outer {
    pub mod inner {
        #[derive(dynamo_runtime::DynamoTable)]
        #[gsi(name = "ByPart", hash = [part], projection = "KEYS_ONLY")]
        pub(in super::super) struct Deep {
            #[hash_key]
            pub(super) id: super::Id,
            pub(in super::super) part: self::Part,
        }

        #[derive(Debug, Clone, PartialEq, dynamo_runtime::DynamoValue)]
        pub(in super::super) struct Part(pub(in super::super) u64);
    }

    #[derive(Debug, Clone, PartialEq, dynamo_runtime::DynamoValue)]
    pub struct Id(String);

    pub(super) fn id(id: &str) -> Id {
        let deep = inner::Deep { id: Id(id.to_owned()), part: inner::Part(1) };
        deep.id
    }
}

macro_rules! tables {
    ($($(#[$attribute:meta])* $vis:vis $name:ident($key:ident: $type:ty) with $($field:ident: $other:ty)*;)*) => {$(
        $(#[$attribute])*
        #[derive(DynamoTable)]
        $vis struct $name {
            #[hash_key]
            $vis $key: $type,
            #[range_key]
            $vis number: $crate::ui::pass::places_and_forms_of_structs::Number,
            $($vis $field: $other,)*
        }
    )*};
}

pub type Number = u64;

tables! {
    /// Made by a macro.
    pub ByMacro(id: String) with text: Option<String>;
    #[allow(non_snake_case, reason = "as the service names it")]
    pub AlsoByMacro(Id: u64) with;
}

pub fn uses(client: &Dynamo) {
    #[derive(DynamoTable)]
    #[gsi(name = "ByText", hash = [text], include = [note])]
    struct Local {
        #[hash_key]
        id: String,
        text: String,
        note: Option<String>,
    }

    #[derive(DynamoView)]
    #[view(of = Local)]
    struct Text {
        text: String,
    }

    let local = Local::table(client.clone());
    let _ = (local.get("a").view::<Text>(), local.query_by_text("b"));
    let _ = |local: &Local, text: &Text| {
        (local.id.len(), local.text.len(), local.note.is_some(), text.text.len())
    };
    let table: typeTable = r#type::table(client.clone());
    let _ = table.r#move("a").range(1..).filter(r#type::IN.exists());
    let _ = |item: typeMatchItem| (item.key().r#type, item.r#match, item.r#fn, item.r#in);
    let _ =
        Journal::table(client.clone()).query_by_day("2026-11-22").filter(Journal::LAST.eq(true));
    let _ = outer::inner::Deep::table(client.clone()).get(outer::id("a"));
    let _ = outer::inner::Deep::table(client.clone()).query_by_part(outer::inner::Part(1));
    let _ = ByMacro::table(client.clone()).get("a", 1).project((ByMacro::TEXT, ByMacro::NUMBER));
    let _ = AlsoByMacro::table(client.clone()).get(1_u64, 1);
    let _ = const { Journal::SCHEMA.indexes.len() };
}
