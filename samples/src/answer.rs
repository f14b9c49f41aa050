//! What a function of the samples returns in, lines for a person out.

use std::io::{self, Write};

use samples::Log;

/// Prints a line. Unlike `println!`, a closed pipe is an error here, not a panic.
pub(crate) fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// What can be told to a person, in the same words by every engine.
pub(crate) trait Answer {
    fn lines(self) -> Vec<String>;
}

impl Answer for () {
    fn lines(self) -> Vec<String> {
        vec!["done".to_owned()]
    }
}

impl Answer for bool {
    fn lines(self) -> Vec<String> {
        vec![if self { "yes" } else { "no" }.to_owned()]
    }
}

impl Answer for String {
    fn lines(self) -> Vec<String> {
        vec![self]
    }
}

impl Answer for Log {
    fn lines(self) -> Vec<String> {
        vec![format!("{}  {}  {}", self.updated_at, self.status, self.message)]
    }
}

impl<T: Answer> Answer for Option<T> {
    fn lines(self) -> Vec<String> {
        self.map_or_else(|| vec!["nothing".to_owned()], T::lines)
    }
}

impl Answer for Vec<Log> {
    // Indexes and scans give items in an order of their own, and every engine in another.
    fn lines(mut self) -> Vec<String> {
        if self.is_empty() {
            return vec!["nothing".to_owned()];
        }
        self.sort_by(|one, other| one.updated_at.cmp(&other.updated_at));
        self.into_iter().flat_map(Answer::lines).collect()
    }
}
