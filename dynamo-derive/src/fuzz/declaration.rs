//! Choices in, a declaration out: a sound one, one with a mistake that is known, or one of anything that can be written.

use super::mistakes::{MISTAKES, SOUND};
use super::random::Random;

pub(super) struct Declared {
    pub(super) source: String,
    /// `DynamoTable`, `DynamoValue`, `DynamoView` or `DynamoItems`.
    pub(super) derive: usize,
    /// Whether something is wrong, where that is known.
    pub(super) wrong: Option<bool>,
}

const TABLE: usize = 0;
const VALUE: usize = 1;
const ITEMS: usize = 3;

pub(super) fn declaration(random: &mut Random) -> Declared {
    let derive = random.below(4);
    if random.once_in(2) {
        let source = anything(derive, random);
        return Declared { source, derive, wrong: None };
    }
    let (on_struct, on_field, shapes) = MISTAKES[derive];
    let wrong = !random.once_in(4);
    let shape = random.below(4);
    let source = match shape {
        0 if wrong => random.one_of(shapes).to_owned(),
        1 if wrong && !on_struct.is_empty() => sound(derive, random.one_of(on_struct), "", random),
        _ if wrong => sound(derive, "", random.one_of(on_field), random),
        _ => sound(derive, "", "", random),
    };
    Declared { source, derive, wrong: Some(wrong) }
}

/// A sound declaration, but for these attributes of the struct and of a field that has no others.
fn sound(derive: usize, on_struct: &str, on_field: &str, random: &mut Random) -> String {
    let settings = random.one_of(SOUND[derive]);
    let name = random.one_of(&["Log", "r#Type", "T_1"]);
    let vis = random.one_of(&["", "pub", "pub(crate)"]);
    let lifetime = if derive == VALUE { random.one_of(&["", "<'a>"]) } else { "" };
    let doc = random.one_of(&["", "#[doc = \"text\"]", "#[serde(rename = \"x\")]"]);
    if derive == ITEMS {
        let other = random.one_of(&["", "#[dynamo(other)] Other,", "#[dynamo(other)] Other(Map)"]);
        return format!(
            "{doc} {settings} {on_struct} {vis} enum {name} {{ User(User), {on_field} r#Order(a::Order), {other} }}"
        );
    }
    let [made, key, range] = if derive == TABLE { random.one_of(KEYS_OF_TABLES) } else { [""; 3] };
    format!(
        "{doc} {settings} {made} {on_struct} {vis} struct {name}{lifetime} {{
            {key} {vis} id: String, {range} r#match: u64, {doc} {on_field} {vis} tenant: String, note: Option<Vec<u8>>,
        }}"
    )
}

/// What makes the key: templates on the struct, and attributes of the first two fields.
const KEYS_OF_TABLES: &[[&str; 3]] = &[
    ["", "#[hash_key]", ""],
    ["", "#[hash_key]", "#[range_key]"],
    ["#[range_key(value = \"A{{#{match:08}\")]", "#[hash_key]", ""],
    [
        "#[hash_key(name = \"id\", value = \"A\")] #[range_key(value = r#\"{match:01} \"{tenant}\"#)]",
        "",
        "",
    ],
    ["#[hash_key(value = \"{id}#{own}\")]", "#[dynamo(key_only)] own: String,", ""],
];

/// Whether it is right is anybody's guess.
fn anything(derive: usize, random: &mut Random) -> String {
    let mut attributes = if derive == 2 { "#[view(of = Log)] ".to_owned() } else { String::new() };
    for _ in 0..random.below(4) {
        attributes.push_str(&attribute(random));
    }
    let name = random.one_of(&["Log", "r#Type", "ß", "_x", "L"]);
    let generics =
        random.one_of(&["", "", "", "", "<'a>", "<T>", "<const N: usize>", "<'a, T: 'a>"]);
    let fields = |random: &mut Random, named: bool| {
        let fields = (0..random.below(5)).map(|_| field(named, random)).collect::<Vec<_>>();
        fields.join(", ")
    };
    match random.below(12) {
        0 => format!("{attributes} struct {name}{generics}({});", fields(random, false)),
        1 => format!("{attributes} struct {name}{generics};"),
        2 => format!("{attributes} union {name}{generics} {{ {} }}", fields(random, true)),
        3 | 4 => {
            let variants = (0..random.below(4)).map(|_| {
                let (attribute, name) = (attribute(random), random.one_of(NAMES));
                match random.below(4) {
                    0 => format!("{attribute} {name}({})", fields(random, false)),
                    1 => format!("{attribute} {name} {{ {} }}", fields(random, true)),
                    2 => format!("{attribute} {name} = 1"),
                    _ => format!("{attribute} {name}"),
                }
            });
            let variants = variants.collect::<Vec<_>>().join(", ");
            format!("{attributes} enum {name}{generics} {{ {variants} }}")
        }
        _ => format!("{attributes} struct {name}{generics} {{ {} }}", fields(random, true)),
    }
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "id",
    "A",
    "r#type",
    "r#match",
    "_1",
    "ß",
    "ǆ",
    "a_b",
    "__dynamo_a",
    "from",
    "to",
];

const TYPES: &[&str] = &[
    "String",
    "Option<u8>",
    "Vec<Option<String>>",
    "&'static str",
    "&'a [u8]",
    "(u8, u8)",
    "[u8; 3]",
    "[u8; { 1 + 2 }]",
    "fn(u8) -> u8",
    "impl Fn()",
    "dyn Fn() + Send",
    "_",
    "!",
    "<T as Trait>::Type",
    "r#type::r#Type",
    "m!(a b)",
    "*const u8",
    "()",
    "(((u8)))",
    "for<'b> fn(&'b u8)",
];

fn field(named: bool, random: &mut Random) -> String {
    let mut field = String::new();
    for _ in 0..random.below(3) {
        field.push_str(&attribute(random));
    }
    field.push_str(random.one_of(&["", "pub ", "pub(in crate) "]));
    if named {
        field.push_str(random.one_of(NAMES));
        field.push_str(": ");
    }
    field + random.one_of(TYPES)
}

const HELPERS: &[&str] = &[
    "table",
    "hash_key",
    "range_key",
    "gsi",
    "gsi",
    "lsi",
    "ttl",
    "hash_key",
    "range_key",
    "version",
    "created_at",
    "updated_at",
    "counter",
    "dynamo",
    "dynamo",
    "view",
    "allow",
    "expect",
    "deprecated",
    "serde",
    "a::table",
    "r#table",
    "::dynamo",
];

fn attribute(random: &mut Random) -> String {
    let helper = random.one_of(HELPERS);
    let settings = (0..random.below(4)).map(|_| setting(random)).collect::<Vec<_>>();
    let settings = settings.join(random.one_of(&[", ", ", ", ", ", ",", "; ", " ", ",, "]));
    match random.below(10) {
        0 => format!("#[{helper}] "),
        1 => format!("#[{helper} = \"text\"] "),
        2 => format!("#[{helper}[{settings}]] "),
        3 => format!("#[{helper}{{{settings},}}] "),
        _ => format!("#[{helper}({settings})] "),
    }
}

const KEYS: &[&str] = &[
    "in",
    "discriminator",
    "value",
    "value",
    "value",
    "key_only",
    "name",
    "name",
    "name",
    "hash",
    "hash",
    "range",
    "range",
    "projection",
    "include",
    "read_capacity",
    "write_capacity",
    "max_read_units",
    "max_write_units",
    "warm_read_units",
    "warm_write_units",
    "class",
    "stream",
    "encryption",
    "deletion_protection",
    "point_in_time_recovery",
    "tags",
    "resource_policy",
    "index_quota",
    "rename_all",
    "handle",
    "key",
    "constructor",
    "method",
    "index",
    "item",
    "path",
    "crate",
    "start",
    "step",
    "rename",
    "skip",
    "default",
    "flatten",
    "serde",
    "with",
    "tag",
    "of",
    "unknown",
    "r#crate",
    "Self",
    "_",
    "3",
    "\"name\"",
    "(name)",
];

const VALUES: &[&str] = &[
    "\"A#{a}\"",
    "\"{a:08}#{b}#{a}\"",
    "r#\"{a} \"{b}\"#",
    "\"{a}{b}\"",
    "\"{a\\u{df}{b:0}{}}\"",
    "\"ß{ß}字\"",
    "\"{{}}{a:099}#{\"",
    "[\"{a}\", b, \"{type}\"]",
    "\"ByDay\"",
    "\"ByDay\"",
    "\"by-day\"",
    "\"by_day\"",
    "\"2nd\"",
    "\"---\"",
    "\"\"",
    "\"ß 字\"",
    "\"camelCase\"",
    "\"SCREAMING-KEBAB-CASE\"",
    "\"KEYS_ONLY\"",
    "\"INCLUDE\"",
    "\"ALL\"",
    "\"STANDARD\"",
    "\"r#Type\"",
    "\"Log\"",
    "\"table\"",
    "\"a::b\"",
    "b\"bytes\"",
    "r#\"raw\"#",
    "'c'",
    "1",
    "0",
    "-1",
    "1.5",
    "99999999999999999999",
    "1u8",
    "1..=2",
    "2..=1",
    "1..",
    "..=2",
    "..",
    "true",
    "[]",
    "[a]",
    "[a, b]",
    "[a, a]",
    "[a, nope]",
    "[\"a\"]",
    "[a, 123]",
    "[[a]]",
    "[a b]",
    "[,]",
    "[id, a, b, c, A]",
    "[r#type]",
    "{ a }",
    "(a)",
    "((a = \"b\"))",
    "a",
    "a::b",
    "::a",
    "Option<Seconds>",
    "fn(u8)",
    "|a| a + 1",
    "{ let a = 1; a }",
    "vec![1]",
    "a = b",
    "= a",
    "#",
    "$",
    "'a",
    "crate",
    "self",
    "Self",
    "r#match",
    "(a = \"1\", \"b\" = \"2\")",
];

fn setting(random: &mut Random) -> String {
    let (key, value) = (random.one_of(KEYS), random.one_of(VALUES));
    match random.below(12) {
        0 => key.to_owned(),
        1 => format!("{key}({value})"),
        2 => format!("{key} {value}"),
        3 => format!("{key} = {{ {value} }}"),
        4 => format!("{key} = {value} {value}"),
        5 => format!("{key} ="),
        6 => value.to_owned(),
        _ => format!("{key} = {value}"),
    }
}
