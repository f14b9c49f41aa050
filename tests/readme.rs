//! README's crate, as it stands there: built, tested, and run against the embedded engine.
//!
//! The variable `DYNAMO_PACKAGES` names a folder with the packages as `scripts/packages` has extracted them, in place of the repository.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use dynamo_testkit::Engine;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How the workspace builds dependencies, so that those which it has built are not built again.
const PROFILE: &str = "\
[profile.dev]
debug = \"line-tables-only\"

[profile.dev.package.\"*\"]
debug = false

[profile.dev.build-override]
debug = false
";

#[test]
fn the_crate_of_the_readme_is_built_tested_and_run() -> Result<()> {
    let folder = write_crate()?;
    let tested = cargo(&folder, "test").output()?;
    assert!(said(&tested, "test result: ok. 1 passed"), "{}", shown(&tested));

    let engine = Engine::embedded()?;
    let run = cargo(&folder, "run")
        .env("AWS_ENDPOINT_URL_DYNAMODB", engine.endpoint_url())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "dummykey")
        .env("AWS_SECRET_ACCESS_KEY", "dummysecret")
        .output()?;
    assert!(said(&run, "2026-11-22T10:00 disk almost full"), "{}", shown(&run));
    Ok(())
}

/// The blocks of README's section, with the repository of this test in place of its address.
fn write_crate() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace")?;
    let packages = env::var_os("DYNAMO_PACKAGES").map(PathBuf::from);
    let readme = fs::read_to_string(root.join("README.md"))?;
    let (_, section) = readme.split_once("\n## Use it in your own crate\n").ok_or("no section")?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let (manifest, code) = (blocks(section, "toml"), blocks(section, "rust"));
    let [manifest] = manifest[..] else { return Err("not one manifest".into()) };
    let at = packages.as_deref().unwrap_or(root);
    let manifest: Vec<String> =
        manifest.lines().map(|line| by_path(line, at)).collect::<Result<_>>()?;
    let patch = packages.as_deref().map(patch).transpose()?.unwrap_or_default();

    let name = if packages.is_some() { "readme-packages" } else { "readme" };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    // A workspace of its own, also where the target folder is in the repository.
    let manifest = format!("{}\n\n[workspace]\n\n{patch}\n{PROFILE}", manifest.join("\n"));
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), code.join("\n"))?;
    Ok(folder)
}

/// The line of a manifest, with the path in place of the repository's address.
fn by_path(line: &str, at: &Path) -> Result<String> {
    let Some((name, rest)) = line.split_once(" = { git = ") else { return Ok(line.to_owned()) };
    let (_, rest) = rest.split_at(rest[1..].find('"').map_or(0, |end| end + 2));
    let (folder, package) = package(name, at)?;
    Ok(format!("{name} = {{ package = {package:?}, path = {folder:?}{rest}"))
}

/// The packages in place of those that a registry would have.
fn patch(at: &Path) -> Result<String> {
    let mut patch = "[patch.crates-io]\n".to_owned();
    for name in ["dynamo-derive", "dynamo-runtime", "dynamo-testkit"] {
        let (folder, package) = package(name, at)?;
        writeln!(patch, "{package} = {{ path = {folder:?} }}")?;
    }
    Ok(patch)
}

/// The folder of a package, and what its manifest calls it: in a tarball it may have another name.
fn package(folder: &str, at: &Path) -> Result<(String, String)> {
    let folder = at.join(folder);
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).ok_or("no name")?;
    Ok((folder.display().to_string(), name.trim_matches('"').to_owned()))
}

fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    let after = text.split(&open).skip(1);
    after.filter_map(|block| block.split("```").next()).collect()
}

fn cargo(folder: &Path, command: &str) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(folder);
    let mut cargo = Command::new(env!("CARGO"));
    // Not another toolchain than that of this test.
    cargo.current_dir(folder).args([command, "--offline", "--target-dir"]).arg(target);
    cargo
}

fn said(output: &Output, text: &str) -> bool {
    output.status.success() && String::from_utf8_lossy(&output.stdout).contains(text)
}

fn shown(output: &Output) -> String {
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    format!("{}\n{stdout}\n{stderr}", output.status)
}
