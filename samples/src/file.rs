//! The embedded engine's file: where it is, and how to start over.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::answer::say;
use crate::failure::Failure;
use crate::place::Target;

// `SQLite` keeps the statements that made its tables in the file as they are.
const MAGIC: &[u8] = b"SQLite format 3\0";
const ANY_TABLE: &[u8] = b"CREATE TABLE ";
const MARK: &[u8] = b"CREATE TABLE _stream_records";

/// Returns the file that single steps keep their data in.
pub(crate) fn default_path() -> Result<PathBuf, Failure> {
    // A relative path is to be ignored, says the specification of XDG_DATA_HOME.
    let of_xdg = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let of_home = || env::home_dir().map(|home| home.join(".local/share"));
    let folder = of_xdg.or_else(of_home);
    let folder =
        folder.ok_or_else(|| Failure::new("there is no home folder; give a file with `--data`"))?;
    Ok(folder.join("dynamo-samples").join("data.db"))
}

/// Makes the folder that the file is to be in.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| of_file(folder, &error))
}

/// Removes the file and those that `SQLite` keeps beside it.
pub(crate) fn reset(target: &Target) -> Result<(), Failure> {
    let path = match target {
        Target::File(path) => path.clone(),
        Target::Unsaid => default_path()?,
        Target::Endpoint(_) | Target::Aws => {
            return Err(Failure::new(
                "`reset` only deletes the file of the embedded engine; run it without `--endpoint` and `--aws`",
            ));
        }
    };
    check(&path)?;
    let failed = |error| of_file(&path, &error);
    if remove(&path).map_err(failed)? {
        for suffix in ["-wal", "-shm", "-journal"] {
            remove(&beside(&path, suffix)).map_err(failed)?;
        }
        say(&format!("removed {}", path.display()))?;
    } else {
        say(&format!("there is no {}", path.display()))?;
    }
    Ok(())
}

/// Fails where the file is not the engine's: a slip in `--data` is not to cost anybody another file.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    let file = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        read => read.map_err(|error| of_file(path, &error))?,
    };
    let has = |words: &[u8]| file.windows(words.len()).any(|bytes| bytes == words);
    // An engine that was killed at its very start leaves a file without any tables.
    let is_engines = file.is_empty() || file.starts_with(MAGIC) && (has(MARK) || !has(ANY_TABLE));
    if is_engines {
        return Ok(());
    }
    Err(Failure::new(format_args!(
        "`{}` is not a file of the embedded engine; give another file with `--data`",
        path.display()
    )))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut beside = OsString::from(path);
    beside.push(suffix);
    beside.into()
}

/// Tells whether there was something to remove.
fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

fn of_file(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format_args!("`{}`: {error}", path.display()))
}
