//! The items of Domain, Log and Shipment as lines of a file, one JSON object a line, `{"Log": {"updated_at": ..}}`; read in, and written out.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use samples::{Domain, Log, Shipment};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// An item, under the name of its table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) enum Line {
    Domain(Domain),
    Log(Log),
    Shipment(Shipment),
}

/// An item that a line can hold.
pub(crate) trait Kept: Sized {
    fn to_line(self) -> Line;
    /// Returns the item of a line, if it is one of these.
    fn of_line(line: Line) -> Option<Self>;
}

macro_rules! kept {
    ($($item:ident)*) => {$(
        impl Kept for $item {
            fn to_line(self) -> Line {
                Line::$item(self)
            }

            fn of_line(line: Line) -> Option<Self> {
                if let Line::$item(item) = line { Some(item) } else { None }
            }
        }
    )*};
}

kept!(Domain Log Shipment);

impl Line {
    pub(crate) fn to_text(&self) -> Result<String, Failure> {
        serde_json::to_string(self)
            .map_err(|error| Failure::new(format_args!("an item cannot be written: {error}")))
    }
}

/// Reads the file line by line. Empty lines are passed over; what cannot be read is named by its line.
pub(crate) fn read(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Line, Failure>> + use<'_>, Failure> {
    let failed = |error| Failure::new(format_args!("cannot read `{}`: {error}", path.display()));
    let lines = BufReader::new(File::open(path).map_err(failed)?).lines();
    let wanted =
        |line: &std::io::Result<String>| line.as_ref().map_or(true, |line| !line.trim().is_empty());
    Ok((1..).zip(lines).filter(move |(_, line)| wanted(line)).map(move |(number, line)| {
        serde_json::from_str(&line.map_err(failed)?).map_err(|error| {
            Failure::new(format_args!("`{}`, line {number}: {error}", path.display()))
        })
    }))
}
