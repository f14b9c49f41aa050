//! The floors of the runtime, each of which names only those below it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The map of the house: the modules of `dynamo-runtime/src`, the lowest first, and what each holds. `CONTRIBUTING.md` draws it.
/// Above all of them are `lib`, which users name, and `private`, which the derive's expansions name.
const FLOORS: [(&str, &str); 21] = [
    ("attributes", "an item as the SDK holds it"),
    ("error", "why an operation failed, and how much it had written"),
    ("schema", "what a struct says of its table, as constants"),
    ("plan", "the requests that create a table, and the steps that change a live one"),
    ("export", "a schema as other tools read it"),
    ("codec", "how values and attributes become one another, for both wires"),
    ("table", "what a derived type is: its schema, key, indexes, views and behaviours"),
    ("expr", "paths, conditions, updates and projections, and their placeholders"),
    ("behaviour", "what versions, timestamps and counters add to a write"),
    ("ttl", "when an item expires, and which items a read hides"),
    ("client", "the SDK's client with settings, and how requests and answers travel"),
    ("page", "pages and cursors of a read, and how fast it goes"),
    ("op::shared", "what all operations share"),
    ("op::one", "one item: get, put, update, delete, exists, and what they return"),
    ("op::transact", "several items as a whole or not at all: transactions"),
    (
        "op::batch",
        "many items by their keys: get_all, put_all, delete_all_of, BatchGet, BatchWrite",
    ),
    ("op::written", "many written: delete_all, update_all"),
    ("op::found", "many found: query, scan, segments, hydrate, partiql"),
    ("op::table", "the table itself: create, plan, check, apply, delete_table"),
    ("op", "the door to the rooms: the operations by their public names"),
    ("handle", "the handle of a table, which makes every operation"),
];

/// The modules of the top, and the guide, which is documentation alone.
const TOP: [&str; 3] = ["guide", "lib", "private"];

/// The place of a module in the house: its floor's in the list, or above all of them.
fn height(module: &[String]) -> usize {
    let on = |length: usize| {
        let name = module.get(..length)?.join("::");
        FLOORS.iter().position(|(floor, _)| *floor == name)
    };
    on(2).or_else(|| on(1)).unwrap_or(FLOORS.len())
}

fn name(height: usize) -> &'static str {
    FLOORS.get(height).map_or("lib", |(name, _)| name)
}

/// A path that a module names, from the crate's root, and its line.
type Named = (Vec<String>, usize);

/// The paths in a file that begin with `crate`, `self`, `super` or the name of a floor within the module, in macros too.
fn named(source: &str, module: &[String]) -> Vec<Named> {
    let mut found = Vec::new();
    walk(source.parse().expect("a Rust file"), module, &mut found);
    found
}

fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, word: &str| matches!(tokens.get(at), Some(TokenTree::Ident(ident)) if ident == word);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let mut within = module.to_vec();
                if let (Some(TokenTree::Ident(name)), true) =
                    (tokens.get(at.wrapping_sub(1)), is(at.wrapping_sub(2), "mod"))
                {
                    within.push(name.to_string());
                }
                walk(group.stream(), &within, found);
            }
            TokenTree::Ident(first)
                if separates(&tokens[at + 1..]) && !separated(&tokens[..at]) =>
            {
                let rest = &tokens[at + 3..];
                let within = [module, &[first.to_string()]].concat();
                match first.to_string().as_str() {
                    "crate" => follow(Vec::new(), rest, found),
                    "self" => follow(module.to_vec(), rest, found),
                    "super" => follow(parent(module), rest, found),
                    _ if name(height(&within)) == within.join("::") => follow(within, rest, found),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Adds the paths of a tree that goes on from `path`.
fn follow(mut path: Vec<String>, tree: &[TokenTree], found: &mut Vec<Named>) {
    let Some(first) = tree.first() else { return };
    match first {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            for branch in tokens
                .split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
            {
                follow(path.clone(), branch, found);
            }
            return;
        }
        TokenTree::Ident(ident) if ident == "super" => path = parent(&path),
        TokenTree::Ident(ident) if ident != "self" => path.push(ident.to_string()),
        _ => {}
    }
    if separates(&tree[1..]) {
        follow(path, &tree[3..], found);
    } else {
        found.push((path, first.span().start().line));
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Whether the tokens begin with `::`.
fn separates(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(one), TokenTree::Punct(two), ..]
        if one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':')
}

/// Whether the tokens end with `::`.
fn separated(tokens: &[TokenTree]) -> bool {
    tokens.len() > 1 && separates(&tokens[tokens.len() - 2..])
}

/// What a file names of floors above its own.
fn upward<'a>(file: &'a str, source: &'a str) -> impl Iterator<Item = String> + 'a {
    let module = file.strip_suffix(".rs").unwrap_or(file);
    let module: Vec<String> =
        module.split('/').filter(|name| *name != "lib").map(str::to_owned).collect();
    let own = height(&module);
    let above = named(source, &module).into_iter().filter(move |(path, _)| height(path) > own);
    above.map(move |(path, line)| {
        let (own, above, path) = (name(own), name(height(&path)), path.join("::"));
        format!("{file}:{line}: `{own}` names `{path}`, which is above it, in `{above}`")
    })
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the runtime") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn no_import_leads_upwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dynamo-runtime/src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let mut upwards = Vec::new();
    for path in &files {
        let source = fs::read_to_string(path).expect("a file of the runtime");
        let file = path.strip_prefix(&root).expect("within it").display().to_string();
        upwards.extend(upward(&file, &source));
    }
    assert!(upwards.is_empty(), "imports that lead upwards:\n{}", upwards.join("\n"));
}

#[test]
fn every_module_is_on_the_map() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dynamo-runtime/src");
    let modules = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(root.join(folder)).expect("a folder of the runtime");
        let names = entries.map(|entry| entry.expect("an entry of it").path());
        let files = names.filter(|path| path.is_file());
        files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
    };
    let floors: BTreeSet<_> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut on_map: BTreeSet<_> =
        floors.iter().filter(|name| !name.contains("::")).cloned().collect();
    on_map.extend(TOP.map(str::to_owned));
    assert_eq!(modules(""), on_map);
    let picture =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../CONTRIBUTING.md"))
            .expect("the text for contributors");
    for (name, holds) in FLOORS {
        assert!(
            picture.contains(&format!("[\"{name}: {holds}\"]")),
            "CONTRIBUTING.md shows no `{name}: {holds}`"
        );
    }
    let rooms: BTreeSet<_> = floors.iter().filter_map(|name| name.strip_prefix("op::")).collect();
    assert!(rooms.iter().all(|room| modules("op").contains(*room)), "{rooms:?}");
}

#[test]
fn whatever_the_form_an_import_that_leads_upwards_is_named() {
    let upwards = [
        ("expr/path.rs", "use crate::client::dynamo::Dynamo;"),
        ("expr/path.rs", "use crate::{codec::Encode, client::{dynamo::Dynamo}};"),
        ("expr/path.rs", "pub use super::super::page::Page;"),
        ("ttl.rs", "mod tests { mod more { use super::super::super::page; } }"),
        ("expr.rs", "fn make() -> Result<(), crate::op::one::get::Get> { loop {} }"),
        ("expr.rs", "macro_rules! m { () => { <$crate::handle::Table as Clone>::clone } }"),
        ("expr.rs", "use crate::Error;"),
        ("op/table.rs", "use crate::op::Get;"),
        ("op/shared.rs", "use super::one::get::Get;"),
        ("op/one/get.rs", "use super::super::found::query::Query;"),
        ("handle.rs", "use crate::__::Kept;"),
    ];
    for (file, source) in upwards {
        assert_eq!(upward(file, source).count(), 1, "{file}: {source}");
    }
    let others = [
        (
            "expr/path.rs",
            "//! [`Table`](crate::handle::Table)\nuse crate::codec::Encode; use super::value;",
        ),
        ("ttl.rs", "use aws_sdk_dynamodb::client::Waiters; mod tests { use super::*; }"),
        (
            "op/table/plan.rs",
            "use crate::op::shared::awaitable; use super::apply::Apply; use crate::plan::Step;",
        ),
        ("lib.rs", "pub use handle::Table; pub use op::one::get::Get;"),
        ("private.rs", "pub use crate::__dynamo_kept as kept; pub use self::kept::Kept;"),
    ];
    for (file, source) in others {
        assert_eq!(upward(file, source).next(), None, "{file}: {source}");
    }
}
