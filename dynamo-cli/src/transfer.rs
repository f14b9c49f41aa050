//! All items of a table between it and a file, with a progress bar.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dynamo_runtime::aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Table};
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

/// "BatchWriteItem" of the DynamoDB API reference.
const MAX_PUTS: usize = 25;
/// Of a batch of which the service leaves some, how often it is sent again.
const MAX_ATTEMPTS: u32 = 10;

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

/// Puts the items of a file. Nothing is written where a line cannot be read, or does not fit the struct; of what is not written, the
/// lines are kept in a file beside it.
pub(crate) async fn import<T: DynamoTable>(
    table: Table<T>,
    dynamo: &Dynamo,
    path: &Path,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let mut items = 0;
    for line in lines::<T>(path)? {
        line?;
        items += 1;
    }
    let bar = bar(Some(items), "imported");
    let mut lines = lines::<T>(path)?;
    loop {
        let batch = lines.by_ref().take(MAX_PUTS).collect::<Result<Vec<_>, _>>()?;
        if batch.is_empty() {
            break;
        }
        let count = batch.len() as u64;
        if let Err((failure, left)) = put(dynamo, table.name(), batch).await {
            bar.finish_and_clear();
            let kept = keep(path, left, lines)?;
            return Err(Failure::new(format_args!("{failure}; {kept}")));
        }
        bar.inc(count);
    }
    bar.finish_and_clear();
    Ok(output.text(&format!("{items} items imported"))?)
}

/// Puts the items; of what is not written, returns what was not.
async fn put(
    dynamo: &Dynamo,
    table: &str,
    mut items: Vec<Attributes>,
) -> Result<(), (Failure, Vec<Attributes>)> {
    for attempt in 0.. {
        let put = |item: &Attributes| {
            let put = PutRequest::builder().set_item(Some(item.clone())).build();
            WriteRequest::builder().set_put_request(put.ok()).build()
        };
        let writes = items.iter().map(put).collect();
        let sent = dynamo.client().batch_write_item().request_items(table, writes).send().await;
        let left = match sent {
            Ok(sent) => sent.unprocessed_items.unwrap_or_default().into_values().flatten(),
            Err(error) => return Err((Failure::of_table(&error.into(), table), items)),
        };
        items = left.filter_map(|write| Some(write.put_request?.item)).collect();
        if items.is_empty() || attempt >= MAX_ATTEMPTS {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50 << attempt)).await;
    }
    if items.is_empty() {
        return Ok(());
    }
    let problem = "the service has left items of a batch unprocessed, however often they were sent";
    Err((Failure::new(problem), items))
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
    first: Vec<Attributes>,
    rest: impl Iterator<Item = Result<Attributes, Failure>>,
) -> Result<String, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".left");
    let name = PathBuf::from(name);
    let (mut file, mut left) = (create(&name)?, 0);
    for item in first.into_iter().map(Ok).chain(rest) {
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
