//! The values of a key as a person writes them in, the items that have it out, whatever struct they are of.

use base64_simd::STANDARD;
use dynamo_runtime::Dynamo;
use dynamo_runtime::Error;
use dynamo_runtime::aws_sdk_dynamodb::primitives::Blob;
use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::schema::{AttributeDefinition, IndexSchema, ScalarType, TableSchema};

use crate::arguments::Query;
use crate::failure::Failure;
use crate::items;
use crate::output::Output;

pub(crate) async fn print(
    dynamo: &Dynamo,
    schema: &TableSchema,
    table: String,
    query: &Query,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let mut request = dynamo
        .client()
        .query()
        .table_name(&table)
        .set_index_name(query.index.clone())
        .scan_index_forward(!query.descending);
    let mut condition = Vec::new();
    for (at, (key, operator, value)) in conditions(schema, query)?.into_iter().enumerate() {
        condition.push(match operator {
            Operator::Equal => format!("#{at} = :{at}"),
            Operator::Prefix => format!("begins_with(#{at}, :{at})"),
        });
        request = request
            .expression_attribute_names(format!("#{at}"), key)
            .expression_attribute_values(format!(":{at}"), value);
    }
    request = request.key_condition_expression(condition.join(" AND "));
    let mut left = query.limit;
    let mut start = None;
    while left > 0 {
        let limit = i32::try_from(left).unwrap_or(i32::MAX);
        let page = request.clone().limit(limit).set_exclusive_start_key(start).send().await;
        let page = page.map_err(|error| Failure::of_table(&Error::from(error), &table))?;
        for item in page.items() {
            let value = if output.is_json() { items::to_json(item) } else { items::to_plain(item) };
            output.value(&value)?;
        }
        left = left.saturating_sub(page.items().len());
        start = page.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    Ok(())
}

enum Operator {
    Equal,
    Prefix,
}

type Condition = (&'static str, Operator, AttributeValue);

/// What each key attribute must be.
fn conditions(schema: &TableSchema, query: &Query) -> Result<Vec<Condition>, Failure> {
    let index = query.index.as_deref().map(|name| index(schema, name)).transpose()?;
    let own = [schema.hash_key];
    let (hash, range) = match index {
        Some(index) => (index.hash, index.range),
        None => (&own[..], schema.range_key.as_slice()),
    };
    if hash.len() != query.hash.len() {
        let names: Vec<_> = hash.iter().map(|key| key.name).collect();
        let names = names.join("`, `");
        return Err(Failure::new(format_args!(
            "the hash attributes are `{names}`; give a value for each"
        )));
    }
    let mut all = Vec::new();
    for (key, text) in hash.iter().zip(&query.hash) {
        all.push((key.name, Operator::Equal, value(key, text)?));
    }
    let wanted = query.range.as_ref().map(|text| (Operator::Equal, text));
    let wanted = wanted.or_else(|| query.prefix.as_ref().map(|text| (Operator::Prefix, text)));
    if let Some((operator, text)) = wanted {
        let Some(key) = range.first() else {
            return Err(Failure::new("there is no range key; leave `--range` and `--prefix` out"));
        };
        all.push((key.name, operator, value(key, text)?));
    }
    Ok(all)
}

fn index(schema: &TableSchema, name: &str) -> Result<&'static IndexSchema, Failure> {
    let found = schema.indexes.iter().find(|index| index.name == name);
    found.copied().ok_or_else(|| {
        let known: Vec<_> = schema.indexes.iter().map(|index| index.name).collect();
        let known = if known.is_empty() {
            "the table has none".to_owned()
        } else {
            format!("the indexes are `{}`", known.join("`, `"))
        };
        Failure::new(format_args!("there is no index `{name}`; {known}"))
    })
}

fn value(key: &AttributeDefinition, text: &str) -> Result<AttributeValue, Failure> {
    Ok(match key.ty {
        ScalarType::S => AttributeValue::S(text.to_owned()),
        ScalarType::N => AttributeValue::N(text.to_owned()),
        ScalarType::B => {
            let bytes = STANDARD.decode_to_vec(text.as_bytes());
            let problem = |_| Failure::new(format_args!("`{}` is bytes; give base64", key.name));
            AttributeValue::B(Blob::new(bytes.map_err(problem)?))
        }
    })
}
