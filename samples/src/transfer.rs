//! Items of all tables between a file and the tables, with a progress bar.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dynamo_runtime::table::Unconditional;
use dynamo_runtime::{DynamoTable, Table};
use futures_util::TryStreamExt;
use indicatif::{ProgressBar, ProgressStyle};
use samples::{Domains, Logs, Shipments};

use crate::answer::say;
use crate::failure::Failure;
use crate::lines::{self, Kept};
use crate::place::{Place, Target};

const TICK: Duration = Duration::from_millis(100);

/// How many parts of a table are read at a time.
const SEGMENTS: u32 = 4;

/// Puts the items in the file into their tables. Nothing is written where a line cannot be read.
pub(crate) async fn import(path: &Path, target: &Target) -> Result<(), Failure> {
    let mut items = 0;
    for line in lines::read(path)? {
        line?;
        items += 1;
    }
    let place = Place::lasting(target).await?;
    let bar = bar(Some(items), "imported");
    let mut import = Import { path, bar: &bar, place: &place, target, written: 0 };
    import.put(&Domains::new(&place.client).table).await?;
    import.put(&Logs::new(&place.client).table).await?;
    import.put(&Shipments::new(&place.client).table).await?;
    bar.finish_and_clear();
    say(&format!("{} imported", counted(import.written)))?;
    Ok(())
}

struct Import<'i> {
    path: &'i Path,
    bar: &'i ProgressBar,
    place: &'i Place,
    target: &'i Target,
    written: u64,
}

impl Import<'_> {
    /// Puts the items of one table. Those that are not written are kept in a file beside the one they came from.
    async fn put<T: Unconditional + Kept>(&mut self, table: &Table<T>) -> Result<(), Failure> {
        if self.place.is_embedded() {
            table.create().await?;
        }
        let mut items = items(self.path)?;
        let (bar, before) = (self.bar, self.written);
        let put = table.put_all(items.by_ref()).keep_order();
        let put = put.progress(|so_far| bar.set_position(before + count(so_far.items)));
        match put.await {
            Ok(written) => self.written += count(written.items),
            Err(unfinished) => {
                self.bar.finish_and_clear();
                let failure =
                    Failure::of_table(&unfinished.error, table.name(), &self.target.options());
                let is_refused = |(at, _): &(usize, T)| unfinished.refused.contains(at);
                let refused = self::items(self.path)?.enumerate().filter(is_refused);
                let left = refused.map(|(_, item)| item).chain(unfinished.left).chain(items);
                let left = keep(self.path, left)?;
                return Err(Failure::new(format_args!("{failure}; {left}")));
            }
        }
        Ok(())
    }
}

/// The items of one table in the file, whose lines have all been read before.
fn items<T: Kept>(path: &Path) -> Result<impl Iterator<Item = T>, Failure> {
    Ok(lines::read(path)?.filter_map(Result::ok).filter_map(T::of_line))
}

/// Writes the items that are left into a file; returns what to tell of it.
fn keep<T: Kept>(path: &Path, items: impl Iterator<Item = T>) -> Result<String, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".left");
    let mut file = Output::file(&PathBuf::from(name))?;
    let mut left = 0;
    for item in items {
        file.line(item)?;
        left += 1;
    }
    file.finish()?;
    Ok(format!("{} of this table not imported: `{}.left`", counted(left), path.display()))
}

/// Writes the items of all tables into the file, or prints them.
pub(crate) async fn export(path: Option<&Path>, target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let mut to = path.map_or_else(|| Ok(Output::printed()), Output::file)?;
    let bar = bar(None, "exported");
    scan(&Domains::new(&place.client).table, &place, target, &bar, &mut to).await?;
    scan(&Logs::new(&place.client).table, &place, target, &bar, &mut to).await?;
    scan(&Shipments::new(&place.client).table, &place, target, &bar, &mut to).await?;
    to.finish()?;
    bar.finish_and_clear();
    if path.is_some() {
        say(&format!("{} exported", counted(bar.position())))?;
    }
    Ok(())
}

async fn scan<T: DynamoTable + Kept>(
    table: &Table<T>,
    place: &Place,
    target: &Target,
    bar: &ProgressBar,
    to: &mut Output,
) -> Result<(), Failure> {
    if place.is_embedded() {
        table.create().await?;
    }
    let failed = |error| Failure::of_table(&error, table.name(), &target.options());
    let mut items = table.scan().consistent().segments(SEGMENTS).stream();
    while let Some(item) = items.try_next().await.map_err(failed)? {
        to.line(item)?;
        bar.inc(1);
    }
    Ok(())
}

/// A file, or what this program prints.
struct Output {
    to: BufWriter<Box<dyn Write>>,
    name: String,
}

impl Output {
    fn file(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let file = File::create(path)
            .map_err(|error| Failure::new(format_args!("cannot write `{name}`: {error}")))?;
        Ok(Self { to: BufWriter::new(Box::new(file)), name })
    }

    fn printed() -> Self {
        Self { to: BufWriter::new(Box::new(io::stdout())), name: "standard output".to_owned() }
    }

    fn line(&mut self, item: impl Kept) -> Result<(), Failure> {
        let line = item.to_line().to_text()?;
        writeln!(self.to, "{line}").map_err(|error| self.failed(&error))
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::new(format_args!("cannot write `{}`: {error}", self.name))
    }
}

/// A bar on standard error, on a terminal only.
fn bar(items: Option<u64>, word: &str) -> ProgressBar {
    let (bar, template) = match items {
        Some(items) => (ProgressBar::new(items), "{bar:40} {pos} of {len} {msg}, {eta} to go"),
        None => (ProgressBar::new_spinner(), "{spinner} {pos} {msg}, {per_sec}"),
    };
    bar.enable_steady_tick(TICK);
    // Of a template that cannot be read, the default is as good.
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(word.to_owned())
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

fn counted(items: u64) -> String {
    match items {
        1 => "1 item".to_owned(),
        items => format!("{items} items"),
    }
}
