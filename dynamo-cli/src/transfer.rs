//! All items of tables between them and a file, with a progress bar.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::op::Unfinished;
use dynamo_runtime::op::Written;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Table};
use futures_util::TryStreamExt;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::items;
use crate::output::Output;
use crate::table::Admin;

/// An item of any struct.
#[derive(DynamoValue)]
struct Whole {
    #[dynamo(flatten)]
    attributes: Attributes,
}

/// The tables whose items stand in a file.
pub(crate) struct Transfer<'t> {
    pub(crate) tables: Vec<&'t dyn Admin>,
    /// Each line has the name of its table.
    pub(crate) named: bool,
}

/// An item in a file.
struct Line {
    text: String,
    number: usize,
    /// The index of its table.
    table: usize,
    item: Attributes,
}

/// Gives every item of the table, of its struct or another, as it is stored.
pub(crate) async fn scan<T: DynamoTable>(
    table: &Table<T>,
    take: &mut (dyn FnMut(&Attributes) -> Result<(), Failure> + Send),
) -> Result<(), Failure> {
    let failed = |error| Failure::of_table(&error, table.name());
    let mut pages = table.scan().consistent().raw_pages();
    while let Some(page) = pages.try_next().await.map_err(failed)? {
        page.decode::<Whole>()?.iter().try_for_each(|item| take(&item.attributes))?;
    }
    Ok(())
}

impl Transfer<'_> {
    /// Writes every item into the file, or prints it.
    pub(crate) async fn export(
        &self,
        dynamo: &Dynamo,
        path: Option<&Path>,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let file = path.map(|path| Ok::<_, Failure>((create(path)?, path)));
        let mut file = file.transpose()?;
        let bar = bar(None, "exported");
        for table in &self.tables {
            let mut take = |item: &Attributes| {
                let item = items::to_json(item);
                let line =
                    if self.named { serde_json::json!({ table.name(): item }) } else { item };
                bar.inc(1);
                match &mut file {
                    Some((file, path)) => {
                        writeln!(file, "{line}").map_err(|error| cannot_write(path, &error))
                    }
                    None => Ok(output.value(&line)?),
                }
            };
            table.export(dynamo, &mut take).await?;
        }
        bar.finish_and_clear();
        let Some((mut file, path)) = file else { return Ok(()) };
        file.flush().map_err(|error| cannot_write(path, &error))?;
        Ok(output.text(&format!("{} exported", counted(bar.position())))?)
    }

    /// Puts the items of a file, of two with one key the later one. Nothing is written where a line cannot be read, or does not fit the
    /// struct; of what is not written, the lines are kept in a file beside it.
    pub(crate) async fn import(
        &self,
        dynamo: &Dynamo,
        path: &Path,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let mut items = 0;
        for line in self.lines(path)? {
            let Line { number, table, item, .. } = line?;
            self.tables[table].check_item(item).map_err(|error| at(path, number, &error))?;
            items += 1;
        }
        let bar = bar(Some(items), "imported");
        for (index, table) in self.tables.iter().enumerate() {
            let (told, before) = (bar.clone(), bar.position());
            // All lines have been read before.
            let own = self.lines(path)?.filter_map(Result::ok);
            let own = own.filter(move |line| line.table == index).map(|line| line.item);
            let tell = move |items: u64| told.set_position(before + items);
            if let Err(unfinished) = table.put(dynamo, Box::new(own), Box::new(tell)).await {
                bar.finish_and_clear();
                let kept = self.keep(path, index, &unfinished)?;
                let failure = Failure::of_table(&unfinished.error, table.name());
                return Err(Failure::new(format_args!("{failure}; {kept}")));
            }
        }
        bar.finish_and_clear();
        Ok(output.text(&format!("{} imported", counted(items)))?)
    }

    /// The items in the lines of the file. Empty lines are passed over.
    fn lines<'l>(
        &'l self,
        path: &'l Path,
    ) -> Result<impl Iterator<Item = Result<Line, Failure>> + use<'l>, Failure> {
        let failed =
            |error| Failure::new(format_args!("cannot read `{}`: {error}", path.display()));
        let lines = BufReader::new(File::open(path).map_err(failed)?).lines();
        let read = move |(number, text): (usize, std::io::Result<String>)| {
            let text = text.map_err(failed)?;
            if text.trim().is_empty() {
                return Ok(None);
            }
            let (table, item) = self.read(&text).map_err(|problem| at(path, number, &problem))?;
            Ok(Some(Line { text, number, table, item }))
        };
        Ok((1..).zip(lines).map(read).filter_map(Result::transpose))
    }

    fn read(&self, line: &str) -> Result<(usize, Attributes), String> {
        if !self.named {
            return Ok((0, items::from_json(line)?));
        }
        let (name, item) = items::named(line)?;
        let known = || self.tables.iter().map(|table| table.name()).collect::<Vec<_>>();
        let table = self.tables.iter().position(|table| table.name() == name);
        let table = table.ok_or_else(|| {
            format!("there is no table `{name}`; the tables are `{}`", known().join("`, `"))
        })?;
        Ok((table, item))
    }

    /// Writes into a file the lines that are left of the table at the index, and of those behind it; returns what to tell of it.
    fn keep(
        &self,
        path: &Path,
        table: usize,
        unfinished: &Unfinished<Written, Attributes>,
    ) -> Result<String, Failure> {
        let is_left = |at: usize| {
            let [left, refused] = [&unfinished.positions, &unfinished.refused];
            let among = |of: &[usize]| of.binary_search(&at).is_ok();
            at >= unfinished.taken || among(left) || among(refused)
        };
        let mut name = path.as_os_str().to_owned();
        name.push(".left");
        let name = PathBuf::from(name);
        let (mut file, mut at, mut left) = (create(&name)?, 0, 0);
        for line in self.lines(path)? {
            let line = line?;
            let is_own = line.table == table;
            if line.table > table || is_own && is_left(at) {
                writeln!(file, "{}", line.text).map_err(|error| cannot_write(&name, &error))?;
                left += 1;
            }
            at += usize::from(is_own);
        }
        file.flush().map_err(|error| cannot_write(&name, &error))?;
        Ok(format!("{} not imported: `{}`", counted(left), name.display()))
    }
}

fn at(path: &Path, number: usize, problem: &str) -> Failure {
    Failure::new(format_args!("`{}`, line {number}: {problem}", path.display()))
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    File::create(path).map(BufWriter::new).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format_args!("cannot write `{}`: {error}", path.display()))
}

fn counted(items: u64) -> String {
    if items == 1 { "1 item".to_owned() } else { format!("{items} items") }
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
