//! What users meet in rustdoc, of the runtime and of their own types: few enough to be read.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use syn::{Attribute, GenericParam, Item, ItemImpl, Type, UseTree, Visibility};

#[test]
fn the_root_has_at_most_27_items() {
    let mut names = Vec::new();
    for item in parse(&source().join("lib.rs")) {
        shown(&item, &mut names);
    }
    assert!(names.contains(&"Table".to_owned()), "{names:?}");
    let count = names.len();
    assert!(count <= 27, "{count}; move some to a module by subject: {names:?}");
}

/// rustdoc lists the impls of public traits for every `T` at each type of each user.
#[test]
fn a_trait_with_an_impl_for_every_type_is_hidden() {
    let (mut hidden, mut blanket) = (HashSet::new(), Vec::new());
    for item in files(source()) {
        match item {
            Item::Trait(item) if is_hidden(&item.attrs) => {
                hidden.insert(item.ident.to_string());
            }
            Item::Impl(item) if is_blanket(&item) => {
                let (path, _) = item.trait_.expect("an impl of a trait");
                blanket.extend(path.segments.last().map(|name| name.ident.to_string()));
            }
            _ => {}
        }
    }
    assert!(blanket.len() > 10, "{blanket:?}");
    // With the key's type unknown, rustdoc does not find that this impl holds; handles link to the trait.
    blanket.retain(|name| name != "IntoKey" && !hidden.contains(name));
    assert!(blanket.is_empty(), "mark these traits `#[doc(hidden)]`: {blanket:?}");
}

fn source() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../dynamo-runtime/src"))
}

fn files(folder: &Path) -> Vec<Item> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let sources =
        paths.filter(|path| path.is_dir() || path.extension().is_some_and(|rs| rs == "rs"));
    sources.flat_map(|path| if path.is_dir() { files(&path) } else { parse(&path) }).collect()
}

fn parse(path: &Path) -> Vec<Item> {
    let text = fs::read_to_string(path).expect("a source");
    syn::parse_file(&text).expect("Rust").items
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    let hidden = |attribute: &Attribute| {
        attribute.path().is_ident("doc")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "hidden")
    };
    attributes.iter().any(hidden)
}

fn is_blanket(item: &ItemImpl) -> bool {
    let Type::Path(ty) = &*item.self_ty else { return false };
    let is_parameter = |parameter: &GenericParam| matches!(parameter, GenericParam::Type(it) if ty.path.is_ident(&it.ident));
    item.trait_.is_some() && item.generics.params.iter().any(is_parameter)
}

fn shown(item: &Item, names: &mut Vec<String>) {
    let (vis, attributes) = match item {
        Item::Mod(item) => (&item.vis, &item.attrs),
        Item::Use(item) => (&item.vis, &item.attrs),
        _ => panic!("`lib.rs` declares modules and re-exports alone"),
    };
    if !matches!(vis, Visibility::Public(_)) || is_hidden(attributes) {
        return;
    }
    match item {
        Item::Use(item) => used(&item.tree, names),
        Item::Mod(item) => names.push(item.ident.to_string()),
        _ => {}
    }
}

fn used(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => used(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(name) => names.push(name.rename.to_string()),
        UseTree::Glob(_) => panic!("a glob in `lib.rs` does not tell how many names there are"),
    }
}
