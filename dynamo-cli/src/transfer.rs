//! All items of a table between it and a file, with a progress bar.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, DynamoValue, Table};
use futures_util::TryStreamExt;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::items;
use crate::output::Output;

/// An item of any struct.
#[derive(DynamoValue)]
struct Whole {
    #[dynamo(flatten)]
    attributes: Attributes,
}

/// Writes every item, of this struct or another, as it is stored.
pub(crate) async fn export<T: DynamoTable>(
    table: Table<T>,
    path: Option<&Path>,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let failed = |error| Failure::of_table(&error, table.name());
    let mut file = path.map(create).transpose()?;
    let bar = bar(None, "exported");
    let mut pages = table.scan().consistent().raw_pages();
    while let Some(page) = pages.try_next().await.map_err(failed)? {
        for item in page.decode::<Whole>()? {
            let value = items::to_json(&item.attributes);
            match (&mut file, path) {
                (Some(file), Some(path)) => {
                    writeln!(file, "{value}").map_err(|error| cannot_write(path, &error))?;
                }
                _ => output.value(&value)?,
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    if let (Some(mut file), Some(path)) = (file, path) {
        file.flush().map_err(|error| cannot_write(path, &error))?;
        output.text(&format!("{} items exported", bar.position()))?;
    }
    Ok(())
}

/// Puts the items of a file, of two with one key the later one. Nothing is written where a line cannot be read, or does not fit the
/// struct; of what is not written, the lines are kept in a file beside it.
pub(crate) async fn import<T: DynamoTable>(
    table: Table<T>,
    path: &Path,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let mut items = 0;
    for line in lines::<T>(path)? {
        line?;
        items += 1;
    }
    let bar = bar(Some(items), "imported");
    let told = bar.clone();
    // All lines have been read before.
    let put = table.put_all_attributes(lines::<T>(path)?.filter_map(Result::ok)).keep_order();
    let put = put.progress(move |so_far| told.set_position(so_far.items as u64)).await;
    bar.finish_and_clear();
    let Err(unfinished) = put else { return Ok(output.text(&format!("{items} items imported"))?) };
    let is_left = |at: usize| {
        let known = unfinished.positions.binary_search(&at).is_ok();
        known || at >= unfinished.taken || unfinished.refused.binary_search(&at).is_ok()
    };
    let left = lines::<T>(path)?.enumerate().filter(|(at, _)| is_left(*at)).map(|(_, item)| item);
    let kept = keep(path, left)?;
    let failure = Failure::of_table(&unfinished.error, table.name());
    Err(Failure::new(format_args!("{failure}; {kept}")))
}

/// The items in the lines of the file, each of which fits the struct. Empty lines are passed over.
fn lines<T: DynamoTable>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Attributes, Failure>> + use<'_, T>, Failure> {
    let failed = |error| Failure::new(format_args!("cannot read `{}`: {error}", path.display()));
    let lines = BufReader::new(File::open(path).map_err(failed)?).lines();
    let read = move |(number, line): (usize, std::io::Result<String>)| {
        let at = |problem: String| {
            Failure::new(format_args!("`{}`, line {number}: {problem}", path.display()))
        };
        let line = line.map_err(failed)?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        let item = items::from_json(&line).map_err(at)?;
        T::from_item(item.clone()).map_err(|error| at(error.to_string()))?;
        Ok(Some(item))
    };
    Ok((1..).zip(lines).map(read).filter_map(Result::transpose))
}

/// Writes the items that are left into a file; returns what to tell of it.
fn keep(
    path: &Path,
    items: impl Iterator<Item = Result<Attributes, Failure>>,
) -> Result<String, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".left");
    let name = PathBuf::from(name);
    let (mut file, mut left) = (create(&name)?, 0);
    for item in items {
        let line = items::to_json(&item?);
        writeln!(file, "{line}").map_err(|error| cannot_write(&name, &error))?;
        left += 1;
    }
    file.flush().map_err(|error| cannot_write(&name, &error))?;
    Ok(format!("{left} items not imported: `{}`", name.display()))
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    File::create(path).map(BufWriter::new).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format_args!("cannot write `{}`: {error}", path.display()))
}

/// A bar on standard error, on a terminal only.
fn bar(items: Option<u64>, word: &'static str) -> ProgressBar {
    let (bar, template) = match items {
        Some(items) => (ProgressBar::new(items), "{bar:40} {pos} of {len} {msg}, {eta} to go"),
        None => (ProgressBar::new_spinner(), "{spinner} {pos} {msg}, {per_sec}"),
    };
    bar.enable_steady_tick(Duration::from_millis(100));
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(word)
}
