//! The mapper's spans in, a line on stderr for each operation that has ended out.

use std::fmt::{Debug, Write as _};
use std::time::Instant;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Prints a line for each operation from now on.
pub(crate) fn start() {
    let lines = Registry::default().with(Lines);
    tracing::subscriber::set_global_default(lines).expect("nothing else of this program listens");
}

struct Lines;

/// What a line is made of.
#[derive(Default)]
struct Operation {
    name: String,
    index: Option<String>,
    error: Option<String>,
    counts: String,
    begun: Option<Instant>,
}

impl Operation {
    fn line(&self) -> String {
        let mut line = format!("trace: {}", self.name);
        if let Some(index) = &self.index {
            let _ = write!(line, " by {index}");
        }
        line += &self.counts;
        if let Some(error) = &self.error {
            let _ = write!(line, ", {error}");
        }
        let taken = self.begun.map(|begun| begun.elapsed()).unwrap_or_default();
        let _ = write!(line, ", {:.1} ms", taken.as_secs_f64() * 1000.0);
        line
    }
}

impl Visit for Operation {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "otel.name" => value.clone_into(&mut self.name),
            "aws.dynamodb.index_name" => self.index = Some(value.to_owned()),
            "error.type" => self.error = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        let words = match field.name() {
            "aws.dynamodb.count" => "read",
            "aws.dynamodb.scanned_count" => "evaluated",
            "dynamo_runtime.written" => "written",
            "dynamo_runtime.pages" => "page(s)",
            "dynamo_runtime.attempts" => "request(s)",
            _ => return,
        };
        let _ = write!(self.counts, ", {value} {words}");
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_span() && metadata.target() == "dynamo_runtime"
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut operation = Operation { begun: Some(Instant::now()), ..Operation::default() };
        attributes.record(&mut operation);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(operation);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(operation) = span.extensions_mut().get_mut::<Operation>()
        {
            values.record(operation);
        }
    }

    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {}

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id)
            && let Some(operation) = span.extensions().get::<Operation>()
        {
            eprintln!("{}", operation.line());
        }
    }
}
