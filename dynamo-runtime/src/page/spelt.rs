//! Items that the SDK has parsed in, the body of a page with them out. It is read and never sent, so nothing that a value holds is
//! refused: what no field reads is passed over on either wire.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::body::SdkBody;

use crate::codec::Attributes;
use crate::codec::json::Json;
use crate::error::Mistake;

/// The body of a response with these items, as the service would have sent it.
pub(super) fn page(items: &[Attributes]) -> Result<SdkBody, Mistake> {
    let mut body = Json::default();
    body.literal("{\"Items\":");
    array(&mut body, items, map)?;
    body.literal("}");
    Ok(body.into_bytes().into())
}

fn map(to: &mut Json, map: &Attributes) -> Result<(), Mistake> {
    to.literal("{");
    for (name, attribute) in map {
        to.separate();
        to.string(name);
        to.literal(":");
        value(to, attribute)?;
    }
    to.literal("}");
    Ok(())
}

fn value(to: &mut Json, value: &AttributeValue) -> Result<(), Mistake> {
    match value {
        AttributeValue::S(text) => tagged(to, "{\"S\":", |to| string(to, text)),
        AttributeValue::N(text) => tagged(to, "{\"N\":", |to| string(to, text)),
        AttributeValue::B(blob) => tagged(to, "{\"B\":", |to| bytes(to, blob)),
        AttributeValue::Bool(true) => tagged(to, "{\"BOOL\":true", |_| Ok(())),
        AttributeValue::Bool(false) => tagged(to, "{\"BOOL\":false", |_| Ok(())),
        AttributeValue::Null(_) => tagged(to, "{\"NULL\":true", |_| Ok(())),
        AttributeValue::L(list) => tagged(to, "{\"L\":", |to| array(to, list, self::value)),
        AttributeValue::M(entries) => tagged(to, "{\"M\":", |to| map(to, entries)),
        AttributeValue::Ss(set) => tagged(to, "{\"SS\":", |to| array(to, set, string)),
        AttributeValue::Ns(set) => tagged(to, "{\"NS\":", |to| array(to, set, string)),
        AttributeValue::Bs(set) => tagged(to, "{\"BS\":", |to| array(to, set, bytes)),
        _ => Err(Mistake::new("an attribute has a type that this version does not know")),
    }
}

fn tagged(
    to: &mut Json,
    tag: &'static str,
    write: impl FnOnce(&mut Json) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    to.literal(tag);
    write(to)?;
    to.literal("}");
    Ok(())
}

fn array<T>(
    to: &mut Json,
    elements: &[T],
    write: impl Fn(&mut Json, &T) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    to.literal("[");
    for element in elements {
        to.separate();
        write(to, element)?;
    }
    to.literal("]");
    Ok(())
}

#[expect(clippy::unnecessary_wraps, clippy::ptr_arg, reason = "it writes an element of an array")]
fn string(to: &mut Json, text: &String) -> Result<(), Mistake> {
    to.string(text);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "it writes an element of an array")]
fn bytes(to: &mut Json, blob: &Blob) -> Result<(), Mistake> {
    to.literal("\"");
    to.base64(blob.as_ref());
    to.literal("\"");
    Ok(())
}
