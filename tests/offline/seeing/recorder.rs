//! A subscriber that keeps the runtime's spans and events with all their fields.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

pub(crate) type Fields = BTreeMap<String, String>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    spans: Vec<Seeing>,
    events: Vec<Fields>,
}

#[derive(Debug, Clone)]
pub(crate) struct Seeing {
    pub(crate) fields: Fields,
    pub(crate) is_closed: bool,
    handles: usize,
}

impl Recorder {
    /// Listens on this thread until the guard is dropped.
    pub(crate) fn listen(&self) -> DefaultGuard {
        // With one listener alone, a thread that has none and is the first to come to a span turns it off for all.
        static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Recorder::default()));
        LazyLock::force(&ANOTHER);
        tracing::subscriber::set_default(self.clone())
    }

    pub(crate) fn spans(&self) -> Vec<Seeing> {
        self.seen().spans.clone()
    }

    pub(crate) fn events(&self) -> Vec<Fields> {
        self.seen().events.clone()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().expect("no panic while it is held")
    }
}

struct Writer<'a>(&'a mut Fields);

impl Visit for Writer<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

fn number(id: &Id) -> usize {
    usize::try_from(id.into_u64()).expect("a small number") - 1
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target() == "dynamo_runtime"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Writer(&mut fields));
        let mut seen = self.seen();
        seen.spans.push(Seeing { fields, is_closed: false, handles: 1 });
        Id::from_u64(u64::try_from(seen.spans.len()).expect("a small number"))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.seen().spans[number(span)].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Writer(&mut fields));
        self.seen().events.push(fields);
    }

    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}

    fn clone_span(&self, id: &Id) -> Id {
        self.seen().spans[number(id)].handles += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let span = &mut self.seen().spans[number(&id)];
        span.handles -= 1;
        span.is_closed = span.handles == 0;
        span.is_closed
    }
}
