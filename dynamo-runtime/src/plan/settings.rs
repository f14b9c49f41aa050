//! What a table has beside keys, indexes and throughput. A setting that the struct does not name is left as it is.

use aws_sdk_dynamodb::types::{
    self as sdk, SseDescription, SseStatus, StreamSpecification, StreamViewType,
};
use aws_smithy_json::deserialize::json_token_iter;
use aws_smithy_json::deserialize::token::expect_document;

use super::{Comparison, Live, Sides, Step, Told};
use crate::schema::{Encryption, StreamView, TableClass, TableSchema};

pub(super) fn compare(sides: &Sides<'_>, live: &Live, found: &mut Comparison) {
    class(sides, found);
    stream(sides, found);
    encryption(sides, found);
    deletion_protection(sides, found);
    let off = sides.allowed.turning_off;
    time_to_live(sides.schema, &live.ttl, off, found);
    recovery(sides.schema, &live.recovery, off, found);
    tags(sides.schema, &live.tags, sides.allowed.removing_tags, found);
    resource_policy(sides.schema, &live.policy, found);
}

/// A table that never had another class is described without one.
fn class(sides: &Sides<'_>, found: &mut Comparison) {
    let live = sides.table.table_class_summary().and_then(|summary| summary.table_class());
    let from = match live {
        Some(sdk::TableClass::StandardInfrequentAccess) => TableClass::StandardInfrequentAccess,
        _ => TableClass::Standard,
    };
    match sides.schema.class {
        Some(to) if to == from => {}
        Some(to) if live.is_some() || sides.is_complete() => found.step(Step::Class { from, to }),
        Some(_) => found.not_told("class"),
        None if from != TableClass::Standard => found.stays(format!("class {}", from.as_str())),
        None => {}
    }
}

fn stream(sides: &Sides<'_>, found: &mut Comparison) {
    let live = sides.table.stream_specification().filter(|stream| stream.stream_enabled());
    let from = live.and_then(StreamSpecification::stream_view_type).and_then(view);
    match (from, sides.schema.stream) {
        (Some(view), None) => {
            let step = Step::Stream { from, to: None };
            found.undeclared(sides.allowed.turning_off, format!("stream {}", view.as_str()), step);
        }
        (Some(one), Some(two)) if one != two && !sides.allowed.replacing_stream => {
            let (one, two) = (one.as_str(), two.as_str());
            found.notes.push(format!(
                "stream {one} is not {two} and stays; `allow_replacing_stream` makes a new stream, whose ARN consumers must switch to"
            ));
        }
        (from, to) if from != to => found.step(Step::Stream { from, to }),
        _ => {}
    }
}

fn view(view: &StreamViewType) -> Option<StreamView> {
    match view {
        StreamViewType::KeysOnly => Some(StreamView::KeysOnly),
        StreamViewType::NewImage => Some(StreamView::NewImage),
        StreamViewType::OldImage => Some(StreamView::OldImage),
        StreamViewType::NewAndOldImages => Some(StreamView::NewAndOldImages),
        _ => None,
    }
}

/// Tables are described with the ARN of their key, which tells neither its alias nor whether it is the account's own.
fn encryption(sides: &Sides<'_>, found: &mut Comparison) {
    let described = sides.table.sse_description();
    let from = described.and_then(key_arn);
    let told = described.is_some() || sides.is_complete();
    let Some(to) = sides.schema.encryption else {
        return from.iter().for_each(|key| found.stays(format!("encryption with {key}")));
    };
    let same = match (to, &from) {
        (Encryption::Owned, from) => Some(from.is_none()),
        (_, None) => told.then_some(false),
        (Encryption::Managed, Some(_)) => None,
        (Encryption::Key(key), _) if key.starts_with("alias/") || key.contains(":alias/") => None,
        (Encryption::Key(key), Some(arn)) => {
            Some(arn == key || arn.strip_suffix(key).is_some_and(|head| head.ends_with('/')))
        }
    };
    match same {
        Some(true) => {}
        Some(false) => found.step(Step::Encryption { from, to }),
        None => found.not_told("the key of the encryption"),
    }
}

fn key_arn(encryption: &SseDescription) -> Option<String> {
    let off = matches!(encryption.status(), Some(SseStatus::Disabled | SseStatus::Disabling));
    (!off).then(|| encryption.kms_master_key_arn().unwrap_or("Managed").to_owned())
}

fn deletion_protection(sides: &Sides<'_>, found: &mut Comparison) {
    match (sides.table.deletion_protection_enabled(), sides.schema.deletion_protection) {
        (Some(false), true) => found.step(Step::DeletionProtection { on: true }),
        (Some(true), false) => {
            let step = Step::DeletionProtection { on: false };
            found.undeclared(sides.allowed.turning_off, "deletion protection", step);
        }
        (None, true) => found.not_told("deletion protection"),
        _ => {}
    }
}

fn time_to_live(
    schema: &TableSchema,
    live: &Told<Option<String>>,
    off: bool,
    found: &mut Comparison,
) {
    match (live.clone(), schema.ttl) {
        (Told::Is(Some(attribute)), None) => {
            let what = format!("time to live {attribute}");
            found.undeclared(off, what, Step::Ttl { from: Some(attribute), to: None });
        }
        (Told::Is(from), to) if from.as_deref() != to => found.step(Step::Ttl { from, to }),
        (Told::NoSuchOperation, Some(_)) => found.not_told("time to live"),
        _ => {}
    }
}

fn recovery(schema: &TableSchema, live: &Told<Option<u32>>, off: bool, found: &mut Comparison) {
    match (live, schema.point_in_time_recovery) {
        (Told::Is(from @ Some(_)), None) => {
            let step = Step::Recovery { from: *from, to: None };
            found.undeclared(off, "point-in-time recovery", step);
        }
        (Told::Is(from), to) if *from != to => found.step(Step::Recovery { from: *from, to }),
        (Told::NoSuchOperation, Some(_)) => found.not_told("point-in-time recovery"),
        _ => {}
    }
}

/// Tags of AWS's own, whose keys nobody else can use, are not looked at.
fn tags(
    schema: &TableSchema,
    live: &Told<Vec<(String, String)>>,
    removing: bool,
    found: &mut Comparison,
) {
    let Told::Is(live) = live else {
        if !schema.tags.is_empty() {
            found.not_told("tags");
        }
        return;
    };
    for (key, to) in schema.tags {
        let from = live.iter().find(|(live, _)| live == key).map(|(_, value)| value.clone());
        if from.as_deref() != Some(*to) {
            let (key, to) = ((*key).to_owned(), Some((*to).to_owned()));
            found.step(Step::Tag { key, from, to });
        }
    }
    let undeclared = live.iter().filter(|(key, _)| {
        !key.starts_with("aws:") && !schema.tags.iter().any(|(declared, _)| declared == key)
    });
    for (key, value) in undeclared.cloned() {
        let what = format!("tag {key}");
        found.undeclared(removing, what, Step::Tag { key, from: Some(value), to: None });
    }
}

fn resource_policy(schema: &TableSchema, live: &Told<Option<String>>, found: &mut Comparison) {
    let Some(policy) = schema.resource_policy else { return };
    let same = |live: &str| same_json(live, policy);
    match live {
        Told::NoSuchOperation => found.not_told("resource policy"),
        Told::Is(live) if live.as_deref().is_some_and(same) => {}
        Told::Is(_) => found.step(Step::ResourcePolicy { policy }),
    }
}

/// Whether both are the same JSON, whatever the order of members, or the same text where that is no JSON.
fn same_json(one: &str, other: &str) -> bool {
    let json = |text: &str| {
        let mut tokens = json_token_iter(text.as_bytes()).peekable();
        let value = expect_document(&mut tokens).ok()?;
        tokens.next().is_none().then_some(value)
    };
    match (json(one), json(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}
