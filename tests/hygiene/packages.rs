//! The packages' manifests, and the places that know the runtime's name: who publishes them under another has one line to change.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The packages that a user depends on.
const PACKAGES: [&str; 4] = ["dynamo-cli", "dynamo-derive", "dynamo-runtime", "dynamo-testkit"];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// The sources in a folder, with their paths.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        if path.is_dir() {
            return sources(&path);
        }
        let source = fs::read_to_string(&path).expect("a source");
        vec![(path, source)]
    };
    paths.flat_map(read).collect()
}

/// How often code, but no comment, has the word: as a name, or in a string.
fn count(tokens: TokenStream, word: &str) -> usize {
    let mut count = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // A comment for rustdoc is an attribute.
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next_if(|next| next.to_string().starts_with("[doc"));
            }
            TokenTree::Group(group) => count += self::count(group.stream(), word),
            TokenTree::Ident(ident) => count += usize::from(ident == word),
            TokenTree::Literal(literal) => count += usize::from(literal.to_string().contains(word)),
            TokenTree::Punct(_) => {}
        }
    }
    count
}

#[test]
fn the_derive_knows_the_name_of_the_runtime_in_one_const() {
    let mut known = Vec::new();
    for (path, source) in sources(&root().join("dynamo-derive/src")) {
        let count = count(source.parse().expect("Rust"), "dynamo_runtime");
        known.extend(std::iter::repeat_n(path, count));
    }
    let [path] = &*known else { panic!("not one place: {known:?}") };
    assert!(path.ends_with("src/attrs.rs"), "{}", path.display());
    let line = "pub(crate) const RUNTIME: &str = \"::dynamo_runtime\";\n";
    assert!(read("dynamo-derive/src/attrs.rs").contains(line));
}

/// A table of a crate in which the runtime has another name, which `lib.rs` has as `::mapper`.
#[derive(Debug, Clone, PartialEq, mapper::DynamoTable)]
#[table(crate = mapper)]
struct Renamed {
    #[hash_key]
    id: String,
    part: Option<Part>,
}

#[derive(Debug, Clone, PartialEq, mapper::DynamoValue)]
#[dynamo(crate = mapper)]
struct Part {
    count: u64,
}

#[test]
fn a_crate_may_give_the_runtime_another_name() {
    use mapper::DynamoTable;

    let item = Renamed { id: "a1".to_owned(), part: Some(Part { count: 1 }) };
    let stored = item.to_item().expect("an item");
    assert_eq!(Renamed::from_item(stored).expect("the item"), item);
}

#[test]
fn a_name_in_code_is_found_and_one_in_a_comment_is_not() {
    let code = r#"
        /// dynamo_runtime
        fn f() { quote!(::dynamo_runtime::x); "in dynamo_runtime" } // dynamo_runtime
    "#;
    assert_eq!(count(code.parse().expect("Rust"), "dynamo_runtime"), 2);
}

#[test]
fn the_name_of_a_package_is_not_that_of_its_library() {
    let workspace = read("Cargo.toml");
    for package in PACKAGES {
        let manifest = read(&format!("{package}/Cargo.toml"));
        let library = format!(
            "[lib]\n# Whatever the package is called.\nname = \"{}\"\n",
            package.replace('-', "_")
        );
        assert!(manifest.contains(&library), "{package} names no library");
        let dependency = format!("{package} = {{ package = \"{package}\", path = ");
        assert!(workspace.contains(&dependency), "the workspace's dependency {package}");
    }
}

#[test]
fn no_package_is_published_before_it_has_a_name() {
    assert!(read("Cargo.toml").contains("\npublish = false\n"));
    for member in members() {
        let manifest = read(&format!("{member}/Cargo.toml"));
        let either = ["\npublish.workspace = true\n", "\npublish = false\n"];
        assert!(either.iter().any(|line| manifest.contains(line)), "{member}");
    }
}

#[test]
fn a_package_tells_what_it_is() {
    for package in PACKAGES {
        let manifest = read(&format!("{package}/Cargo.toml"));
        for key in [
            "description = ",
            "readme = ",
            "keywords = ",
            "categories = ",
            "license.workspace",
            "rust-version.workspace",
        ] {
            assert!(manifest.contains(&format!("\n{key}")), "{package} has no `{key}`");
        }
        assert!(
            manifest.contains("[package.metadata.docs.rs]\nall-features = true\n"),
            "{package}"
        );
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            assert_eq!(read(&format!("{package}/{licence}")), read(licence), "{package}");
        }
    }
}

/// rustdoc says at each item which feature turns it on, where docs.rs builds the documentation.
#[test]
fn items_of_features_have_labels() {
    let labels = "#![cfg_attr(docsrs, feature(doc_cfg))]\n";
    assert!(read("dynamo-runtime/src/lib.rs").contains(labels));
}

/// A file that is included from outside of its package is not in its tarball.
#[test]
fn no_package_includes_a_file_of_another() {
    for package in PACKAGES {
        let folder = root().join(package);
        for (path, source) in sources(&folder.join("src")) {
            let depth = path.strip_prefix(&folder).expect("in it").components().count() - 1;
            // What is for doctests alone is not part of a package.
            let included =
                source.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next());
            for file in included.filter(|_| !source.contains("#[cfg(doctest)]")) {
                let above = file.split('/').filter(|part| *part == "..").count();
                assert!(above <= depth, "{}: {file}", path.display());
            }
        }
    }
}

#[test]
fn the_readme_says_whose_name_it_is() {
    let readme = read("README.md");
    assert!(readme.contains("`dynamo-runtime` in the crate registry is somebody else's program"));
    assert!(
        readme.contains("dynamo-runtime = { git = ")
            && readme.contains("path = \"../dynamo/dynamo-runtime\"")
    );
}

fn members() -> Vec<String> {
    let workspace = read("Cargo.toml");
    let (_, members) = workspace.split_once("members = [").expect("members");
    let (members, _) = members.split_once(']').expect("their end");
    members.split(',').map(|member| member.trim().trim_matches('"').to_owned()).collect()
}
