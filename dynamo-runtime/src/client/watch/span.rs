//! A call in, the span of it out, by OpenTelemetry's semantic conventions for databases and for DynamoDB.

use tracing::field::Empty;
use tracing::{Level, Span};

use super::Call;

const TARGET: &str = "dynamo_runtime";

pub(super) fn is_enabled() -> bool {
    tracing::span_enabled!(target: TARGET, Level::INFO)
}

/// The span of an operation that begins; none where nobody listens.
pub(super) fn of(call: &Call) -> Span {
    if !is_enabled() {
        return Span::none();
    }
    let Call { operation, tables, index, .. } = call;
    let (one, several) = match &**tables {
        [table] => (Some(&**table), None),
        tables => (None, Some(tables.join(","))),
    };
    let name = one.map_or_else(|| (*operation).to_owned(), |table| format!("{operation} {table}"));
    tracing::info_span!(
        target: TARGET,
        "dynamo",
        otel.name = name,
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = "aws.dynamodb",
        db.operation.name = operation,
        db.collection.name = one,
        db.response.status_code = Empty,
        "error.type" = Empty,
        aws.request_id = Empty,
        aws.dynamodb.table_names = several,
        aws.dynamodb.index_name = index,
        aws.dynamodb.count = Empty,
        aws.dynamodb.scanned_count = Empty,
        aws.dynamodb.consumed_capacity = Empty,
        dynamo_runtime.written = Empty,
        dynamo_runtime.pages = Empty,
        dynamo_runtime.attempts = Empty,
    )
}

/// Records what the operation has come to.
pub(super) fn end(span: &Span, call: &Call) {
    if span.is_disabled() {
        return;
    }
    if let Some(kind) = call.error {
        span.record("error.type", format!("{kind:?}")).record("otel.status_code", "ERROR");
    }
    if let Some(code) = &call.code {
        span.record("db.response.status_code", code);
    }
    if let Some(id) = &call.request_id {
        span.record("aws.request_id", id);
    }
    if call.pages > 0 || call.read > 0 {
        span.record("aws.dynamodb.count", call.read);
    }
    for (field, count) in [
        ("aws.dynamodb.scanned_count", call.scanned),
        ("dynamo_runtime.written", call.written),
        ("dynamo_runtime.pages", call.pages),
        ("dynamo_runtime.attempts", call.attempts),
    ] {
        if count > 0 {
            span.record(field, count);
        }
    }
    if let Some(units) = call.consumed_capacity {
        // As the conventions have it: the response's member. Of several requests, it is their sum.
        span.record("aws.dynamodb.consumed_capacity", format!("{{\"CapacityUnits\":{units}}}"));
    }
}

pub(super) fn warn_slow(call: &Call) {
    tracing::warn!(
        target: TARGET,
        operation = call.operation,
        table = call.tables.join(","),
        index = call.index,
        duration_ms = u64::try_from(call.duration.as_millis()).unwrap_or(u64::MAX),
        pages = call.pages,
        attempts = call.attempts,
        "slow operation"
    );
}
