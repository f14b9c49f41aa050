//! The table in, what rustdoc shows of it at its handle out: its attributes, and its indexes with their methods.

use quote::ToTokens;
use syn::ext::IdentExt;

use crate::attrs::Projection;
use crate::field::{Field, Name};
use crate::model::{Index, KeyAttribute, KeySchema, Table};
use crate::raw::{Made, Place};

/// Two tables of Markdown.
pub(super) fn described(table: &Table) -> String {
    let within =
        table.keys.within.as_ref().map(|of| format!("in the table of {}", code(&of.value)));
    let title = within.unwrap_or_else(|| format!("table {}", ticked(&table.name.text)));
    let fields = table.item.fields.iter().filter(|field| field.keys.skip.is_none()).map(field);
    let rows: Vec<_> = fields.chain(table.item.made_alone().map(made)).collect();
    let mut text = rows_of([&title, "type", ""], &rows);
    let indexes: Vec<_> = table.indexes.iter().map(index).collect();
    if !indexes.is_empty() {
        text += "\n";
        text += &rows_of(["index", "keys", "query"], &indexes);
    }
    text
}

fn rows_of(title: [&str; 3], rows: &[[String; 3]]) -> String {
    let line = |cells: [&str; 3]| format!("\n | {} |", cells.join(" | "));
    let rows = rows.iter().map(|[one, two, three]| line([one, two, three]));
    [line(title), line(["---"; 3])].into_iter().chain(rows).collect()
}

fn field(field: &Field) -> [String; 3] {
    let said = |holds: bool, remark: &str| holds.then(|| remark.to_owned());
    let behaviour = field.behaviour.as_ref().map(|behaviour| format!("`#[{}]`", behaviour.name));
    let remarks = [
        said(field.hash_key.is_some(), "hash key"),
        said(field.range_key.is_some(), "range key"),
        said(field.key_only.is_some(), "read from the key"),
        said(field.ttl.is_some(), "time to live"),
        said(field.keys.flatten.is_some(), "flattened"),
        behaviour,
    ];
    let remarks: Vec<_> = remarks.into_iter().flatten().collect();
    [ticked(&field.attribute.text), code(&field.ty), remarks.join(", ")]
}

fn made(made: &Made) -> [String; 3] {
    let place = match made.place {
        Place::Hash => "hash key, ",
        Place::Range => "range key, ",
        _ => "",
    };
    [name_of(made), String::new(), format!("{place}made of {}", ticked(&made.literal.value()))]
}

fn index(Index { local, name, method, schema, include, settings, .. }: &Index) -> [String; 3] {
    let KeySchema { hash, range, hash_fields, .. } = schema;
    let names = |keys: &[KeyAttribute]| keys.iter().map(key).collect::<Vec<_>>().join(", ");
    let included = |names: &Vec<Name>| {
        names.iter().map(|name| ticked(&name.text)).collect::<Vec<_>>().join(", ")
    };
    let keys_only =
        settings.projection.as_ref().filter(|given| matches!(given.value, Projection::KeysOnly));
    let keys = [
        Some(format!("hash {}", names(hash))),
        (!range.is_empty()).then(|| format!("range {}", names(range))),
        include.as_ref().map(|names| format!("with {}", included(names))),
        keys_only.map(|_| "keys only".to_owned()),
    ];
    let keys: Vec<_> = keys.into_iter().flatten().collect();
    let arguments = hash_fields.iter().map(|field| field.ident.unraw().to_string());
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    let scope = if *local { ", local" } else { "" };
    [ticked(&name.text) + scope, keys.join("; "), format!("`{}({arguments})`", method.unraw())]
}

fn key(key: &KeyAttribute) -> String {
    match key {
        KeyAttribute::Field(field) => ticked(&field.attribute.text),
        KeyAttribute::Made(made) => ticked(&made.literal.value()),
    }
}

/// The attribute's name, which an entity may leave to its table.
fn name_of(made: &Made) -> String {
    if made.attribute.text.is_empty() { String::new() } else { ticked(&made.attribute.text) }
}

fn code(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let spaced = [(" <", "<"), ("< ", "<"), (" >", ">"), (" ::", "::"), (":: ", "::"), (" ,", ",")];
    ticked(&spaced.iter().fold(text, |text, (from, to)| text.replace(from, to)))
}

/// As code in a cell, which a bar would end.
fn ticked(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}
