//! What a function of the samples returns in, lines for a person out.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use dynamo_runtime::Page;
use samples::store::{Address, Order, OrderLine, User};
use samples::{Log, Purchase, PurchaseLine, Shipment, ShipmentByRegionItem};
use serde_json::{Value, json};

/// Prints a line. Unlike `println!`, a closed pipe is an error here, not a panic.
pub(crate) fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Prints a heading behind an empty line: in bold on a terminal, plain in a pipe.
pub(crate) fn heading(line: &str) -> io::Result<()> {
    styled(&format!("\n{line}\n"), Style::new().bold())
}

/// Prints a call: in colour on a terminal.
pub(crate) fn call(line: &str) -> io::Result<()> {
    styled(line, Style::new().fg_color(Some(AnsiColor::Cyan.into())))
}

fn styled(text: &str, style: Style) -> io::Result<()> {
    writeln!(anstream::stdout(), "{style}{text}{style:#}")
}

/// What can be told to a person, in the same words by every engine.
pub(crate) trait Answer: Sized {
    fn lines(self) -> Vec<String>;

    /// What is told to a program.
    fn json(self) -> Value {
        self.lines().into()
    }

    /// The lines, or the JSON on one.
    fn told(self, json: bool) -> Vec<String> {
        if json { vec![self.json().to_string()] } else { self.lines() }
    }
}

impl Answer for () {
    fn lines(self) -> Vec<String> {
        vec!["done".to_owned()]
    }

    fn json(self) -> Value {
        Value::Null
    }
}

impl Answer for bool {
    fn lines(self) -> Vec<String> {
        vec![if self { "yes" } else { "no" }.to_owned()]
    }

    fn json(self) -> Value {
        self.into()
    }
}

impl Answer for String {
    fn lines(self) -> Vec<String> {
        vec![self]
    }

    fn json(self) -> Value {
        self.into()
    }
}

impl Answer for u32 {
    fn lines(self) -> Vec<String> {
        vec![self.to_string()]
    }

    fn json(self) -> Value {
        self.into()
    }
}

impl Answer for Log {
    fn json(self) -> Value {
        json!(self)
    }

    fn lines(self) -> Vec<String> {
        vec![format!("{}  {}  {}", self.updated_at, self.status, self.message)]
    }
}

impl Answer for Shipment {
    fn json(self) -> Value {
        json!(self)
    }

    fn lines(self) -> Vec<String> {
        let Self { customer, number, status, sent_at, weight, .. } = self;
        let carrier = self.carrier.map_or_else(String::new, |carrier| format!("  by {carrier}"));
        vec![format!("{customer} {number}  {sent_at}  {status}  {weight} g{carrier}")]
    }
}

impl Answer for ShipmentByRegionItem {
    fn json(self) -> Value {
        let Self { customer, number, country, region, status, sent_at, weight } = self;
        json!({ "customer": customer, "number": number, "country": country, "region": region, "status": status, "sent_at": sent_at, "weight": weight })
    }

    fn lines(self) -> Vec<String> {
        let Self { customer, number, status, sent_at, weight, .. } = self;
        vec![format!("{customer} {number}  {sent_at}  {status}  {weight} g")]
    }
}

impl Answer for Purchase {
    fn json(self) -> Value {
        let line = |line: &PurchaseLine| json!({ "sku": line.sku, "count": line.count });
        let lines: Vec<_> = self.lines.iter().map(line).collect();
        json!({ "customer": self.customer, "number": self.number, "lines": lines })
    }

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

    fn json(self) -> Value {
        self.map_or(Value::Null, T::json)
    }
}

impl<T: Answer> Answer for Page<T> {
    fn lines(self) -> Vec<String> {
        let mut lines = self.items.lines();
        lines.extend(self.cursor.map(|cursor| format!("more with --cursor {cursor}")));
        lines
    }

    fn json(self) -> Value {
        json!({ "items": self.items.json(), "cursor": self.cursor.map(|cursor| cursor.to_string()) })
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

    fn json(self) -> Value {
        self.into_iter().map(T::json).collect()
    }
}
