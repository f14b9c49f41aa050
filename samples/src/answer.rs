//! What a function of the samples returns in, lines for a person out.

use std::io::{self, Write};

use dynamo_runtime::Page;
use samples::store::{Address, Order, OrderLine, User};
use samples::{Log, Purchase, Shipment, ShipmentByRegionItem};

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

impl Answer for u32 {
    fn lines(self) -> Vec<String> {
        vec![self.to_string()]
    }
}

impl Answer for Log {
    fn lines(self) -> Vec<String> {
        vec![format!("{}  {}  {}", self.updated_at, self.status, self.message)]
    }
}

impl Answer for Shipment {
    fn lines(self) -> Vec<String> {
        let Self { customer, number, status, sent_at, weight, .. } = self;
        let carrier = self.carrier.map_or_else(String::new, |carrier| format!("  by {carrier}"));
        vec![format!("{customer} {number}  {sent_at}  {status}  {weight} g{carrier}")]
    }
}

impl Answer for ShipmentByRegionItem {
    fn lines(self) -> Vec<String> {
        let Self { customer, number, status, sent_at, weight, .. } = self;
        vec![format!("{customer} {number}  {sent_at}  {status}  {weight} g")]
    }
}

impl Answer for Purchase {
    fn lines(self) -> Vec<String> {
        let Self { customer, number, lines } = self;
        let lines = lines.iter().map(|line| format!("{} {}", line.count, line.sku));
        vec![format!("{customer} {number}  {}", lines.collect::<Vec<_>>().join(", "))]
    }
}

impl Answer for User {
    fn lines(self) -> Vec<String> {
        vec![format!("{}  {}  {}", self.user_id, self.email, self.name)]
    }
}

impl Answer for Address {
    fn lines(self) -> Vec<String> {
        let Self { user_id, label, street, city } = self;
        vec![format!("{user_id} {label}  {street}, {city}")]
    }
}

impl Answer for Order {
    fn lines(self) -> Vec<String> {
        let Self { order_id, user_id, placed_at, status } = self;
        vec![format!("{order_id}  {placed_at}  by {user_id}  {status:?}")]
    }
}

impl Answer for OrderLine {
    fn lines(self) -> Vec<String> {
        let Self { order_id, line, product_id, count } = self;
        vec![format!("{order_id} {line}  {count} {product_id}")]
    }
}

impl<A: Answer, B: Answer> Answer for (A, B) {
    fn lines(self) -> Vec<String> {
        [self.0.lines(), self.1.lines()].concat()
    }
}

impl<T: Answer> Answer for Option<T> {
    fn lines(self) -> Vec<String> {
        self.map_or_else(|| vec!["nothing".to_owned()], T::lines)
    }
}

impl<T: Answer> Answer for Page<T> {
    fn lines(self) -> Vec<String> {
        let mut lines = self.items.lines();
        lines.extend(self.cursor.map(|cursor| format!("more with --cursor {cursor}")));
        lines
    }
}

impl<T: Answer> Answer for Vec<T> {
    // Indexes and scans give items in an order of their own, and every engine in another.
    fn lines(self) -> Vec<String> {
        if self.is_empty() {
            return vec!["nothing".to_owned()];
        }
        let mut lines: Vec<String> = self.into_iter().flat_map(Answer::lines).collect();
        lines.sort();
        lines
    }
}
