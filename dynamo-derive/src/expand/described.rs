//! The table in, what rustdoc shows of it at its handle out: its attributes, and its indexes with their methods.

use std::iter;

use quote::ToTokens;
use syn::ext::IdentExt;

use crate::attrs::Projection;
use crate::field::{Field, Name};
use crate::model::{Index, KeyAttribute, KeySchema, Table};

/// Two tables of Markdown.
pub(super) fn described(table: &Table) -> String {
    let within =
        table.keys.within.as_ref().map(|of| format!("in the table of {}", code(&of.value)));
    let title = within.unwrap_or_else(|| format!("table {}", ticked(&table.name.text)));
    let fields = table.item.fields.iter().filter(|field| field.keys.skip.is_none()).map(field);
    let keys = iter::once(primary(&table.primary)).chain(table.indexes.iter().map(index));
    rows_of([&title, "type", ""], fields) + "\n" + &rows_of(["key", "of", "methods"], keys)
}

fn rows_of(title: [&str; 3], rows: impl Iterator<Item = [String; 3]>) -> String {
    let line = |cells: [&str; 3]| format!("\n | {} |", cells.join(" | "));
    let rows = rows.map(|row| line(row.each_ref().map(String::as_str)));
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

fn primary(key: &KeySchema) -> [String; 3] {
    let query = (!key.range.is_empty()).then(|| format!(", {}", call("query", &key.hash_fields)));
    let methods = call("get", key.fields()) + &query.unwrap_or_default();
    ["primary key".to_owned(), parts(key).join("; "), methods]
}

fn index(Index { local, name, method, schema, include, settings, .. }: &Index) -> [String; 3] {
    let included = |names: &Vec<Name>| {
        names.iter().map(|name| ticked(&name.text)).collect::<Vec<_>>().join(", ")
    };
    let keys_only =
        settings.projection.as_ref().filter(|given| matches!(given.value, Projection::KeysOnly));
    let mut parts = parts(schema);
    parts.extend(include.as_ref().map(|names| format!("with {}", included(names))));
    parts.extend(keys_only.map(|_| "keys only".to_owned()));
    let scope = if *local { "local index" } else { "index" };
    let method = call(&method.unraw().to_string(), &schema.hash_fields);
    [format!("{scope} {}", ticked(&name.text)), parts.join("; "), method]
}

/// The hash attributes, and the range attributes if there are any.
fn parts(KeySchema { hash, range, .. }: &KeySchema) -> Vec<String> {
    let names = |keys: &[KeyAttribute]| keys.iter().map(key).collect::<Vec<_>>().join(", ");
    let range = (!range.is_empty()).then(|| format!("range {}", names(range)));
    iter::once(format!("hash {}", names(hash))).chain(range).collect()
}

/// The attribute, or what it is made of; an entity may leave its name to the table.
fn key(key: &KeyAttribute) -> String {
    let name = &key.name().text;
    match key {
        KeyAttribute::Made(made) if name.is_empty() => ticked(&made.literal.value()),
        KeyAttribute::Made(made) => {
            format!("{} made of {}", ticked(name), ticked(&made.literal.value()))
        }
        KeyAttribute::Field(_) => ticked(name),
    }
}

fn call<'a>(method: &str, fields: impl IntoIterator<Item = &'a Field>) -> String {
    let arguments = fields.into_iter().map(|field| field.ident.unraw().to_string());
    format!("`{method}({})`", arguments.collect::<Vec<_>>().join(", "))
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
