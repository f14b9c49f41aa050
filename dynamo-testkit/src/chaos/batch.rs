//! A batch in, a smaller one and the entries that an answer calls unprocessed out.

use serde_json::{Map, Value};

use crate::Request;
use crate::random::Random;

/// Holds the entries that were taken out of a batch, by table, in the form in which the answer tells of them.
#[derive(Debug)]
pub(super) struct Withheld {
    /// `UnprocessedItems` or `UnprocessedKeys`.
    member: &'static str,
    tables: Map<String, Value>,
}

impl Withheld {
    /// Takes up to the share `most` of the entries out of a batch. Returns the body without them, unless nothing is left of it;
    /// nothing at all of what is no batch, or stays as it is.
    pub(super) fn take(
        request: &Request,
        most: f64,
        random: &mut Random,
    ) -> Option<(Option<Vec<u8>>, Self)> {
        let member = match request.operation() {
            "BatchWriteItem" => "UnprocessedItems",
            "BatchGetItem" => "UnprocessedKeys",
            _ => return None,
        };
        let mut body = request.json();
        let batch = body.get_mut("RequestItems")?.as_object_mut()?;
        let total: usize =
            batch.values_mut().filter_map(entries).map(|entries| entries.len()).sum();
        let count = random.below(at_most(most, total) + 1);
        if count == 0 {
            return None;
        }
        let tables = split(batch, count, total, random);
        let rest = (!batch.is_empty()).then(|| body.to_string().into_bytes());
        Some((rest, Self { member, tables }))
    }

    pub(super) fn count(&self) -> u64 {
        let counts = self
            .tables
            .clone()
            .into_iter()
            .map(|(_, mut table)| entries(&mut table).map_or(0, |entries| entries.len()));
        u64::try_from(counts.sum::<usize>()).unwrap_or(u64::MAX)
    }

    /// Adds the entries to those that the engine itself calls unprocessed. Returns the answer as it is if it is no JSON object.
    pub(super) fn add_to(self, answer: &[u8]) -> Vec<u8> {
        let Ok(Value::Object(mut told)) = serde_json::from_slice(answer) else {
            return answer.to_vec();
        };
        let mut unprocessed = match told.remove(self.member) {
            Some(Value::Object(tables)) => tables,
            _ => Map::new(),
        };
        for (name, mut table) in self.tables {
            match unprocessed.get_mut(&name).and_then(entries) {
                Some(there) => there.append(entries(&mut table).unwrap_or(&mut Vec::new())),
                None => {
                    unprocessed.insert(name, table);
                }
            }
        }
        told.insert(self.member.to_owned(), unprocessed.into());
        Value::Object(told).to_string().into_bytes()
    }
}

/// The writes of a table, or its keys, beside which its projection stands.
fn entries(table: &mut Value) -> Option<&mut Vec<Value>> {
    match table {
        Value::Array(writes) => Some(writes),
        Value::Object(reads) => reads.get_mut("Keys")?.as_array_mut(),
        _ => None,
    }
}

fn at_most(share: f64, total: usize) -> usize {
    // A batch has 100 entries at most, so nothing is lost by the conversions.
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    (0..=total)
        .take_while(|count| f64::from(*count) <= f64::from(total) * share)
        .last()
        .map_or(0, |count| count as usize)
}

/// Moves `count` of `total` entries out of the batch; a table without any left goes too.
fn split(
    batch: &mut Map<String, Value>,
    mut count: usize,
    mut total: usize,
    random: &mut Random,
) -> Map<String, Value> {
    let mut withheld = Map::new();
    batch.retain(|name, table| {
        let mut copy = table.clone();
        let (Some(kept), Some(taken)) = (entries(table), entries(&mut copy)) else { return true };
        let (mut rest, mut out) = (Vec::new(), Vec::new());
        for entry in kept.drain(..) {
            // Each choice of so many is equally likely.
            let is_taken = random.below(total) < count;
            total -= 1;
            count -= usize::from(is_taken);
            if is_taken { &mut out } else { &mut rest }.push(entry);
        }
        let is_left = !rest.is_empty();
        *kept = rest;
        if !out.is_empty() {
            *taken = out;
            withheld.insert(name.clone(), copy);
        }
        is_left
    });
    withheld
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn batch(operation: &str, body: &Value) -> Request {
        Request { target: format!("DynamoDB_20120810.{operation}"), body: body.to_string() }
    }

    fn writes(count: usize) -> Value {
        (0..count).map(|number| json!({ "DeleteRequest": { "Key": { "id": { "N": number.to_string() } } } })).collect()
    }

    fn parse(body: &[u8]) -> Value {
        serde_json::from_slice(body).expect("JSON")
    }

    #[test]
    fn every_entry_is_either_sent_or_unprocessed() {
        let request = batch(
            "BatchWriteItem",
            &json!({ "RequestItems": { "a": writes(10), "b": writes(3) } }),
        );
        let mut counts = Vec::new();
        for seed in 0..200 {
            let Some((rest, withheld)) = Withheld::take(&request, 0.9, &mut Random::new(seed))
            else {
                counts.push(0);
                continue;
            };
            counts.push(withheld.count());
            let rest = parse(&rest.expect("less than all are taken"));
            let answer = parse(&withheld.add_to(b"{}"));
            for name in ["a", "b"] {
                let sent = rest["RequestItems"][name].as_array().cloned().unwrap_or_default();
                let left = answer["UnprocessedItems"][name].as_array().cloned().unwrap_or_default();
                let mut all: Vec<_> =
                    sent.into_iter().chain(left).map(|write| write.to_string()).collect();
                let wanted =
                    request.json()["RequestItems"][name].as_array().expect("writes").clone();
                let mut wanted: Vec<_> = wanted.iter().map(Value::to_string).collect();
                all.sort();
                wanted.sort();
                assert_eq!(all, wanted, "{seed}");
            }
        }
        // From none to 0.9 of 13.
        assert_eq!((counts.iter().min(), counts.iter().max()), (Some(&0), Some(&11)));
    }

    #[test]
    fn unprocessed_keys_have_the_projection_of_their_table() {
        let table = json!({
            "Keys": [{ "id": { "N": "1" } }, { "id": { "N": "2" } }],
            "ProjectionExpression": "#0",
            "ExpressionAttributeNames": { "#0": "total" },
            "ConsistentRead": true,
        });
        let request = batch("BatchGetItem", &json!({ "RequestItems": { "a": table } }));
        let (rest, withheld) = (0..)
            .find_map(|seed| Withheld::take(&request, 0.9, &mut Random::new(seed)))
            .expect("some seed takes one");
        let rest = parse(&rest.expect("one is left"))["RequestItems"]["a"].clone();
        let left = parse(&withheld.add_to(b"{\"Responses\":{}}"))["UnprocessedKeys"]["a"].clone();
        for part in [&rest, &left] {
            assert_eq!(part["Keys"].as_array().map(Vec::len), Some(1));
            for member in ["ProjectionExpression", "ExpressionAttributeNames", "ConsistentRead"] {
                assert_eq!(part[member], table[member]);
            }
        }
    }

    #[test]
    fn what_the_engine_calls_unprocessed_stays() {
        let tables = json!({ "a": writes(1), "b": writes(2) });
        let withheld = Withheld {
            member: "UnprocessedItems",
            tables: tables.as_object().expect("an object").clone(),
        };
        let answer = json!({ "UnprocessedItems": { "a": writes(2) }, "ConsumedCapacity": [] });
        let answer = parse(&withheld.add_to(answer.to_string().as_bytes()));
        let unprocessed = &answer["UnprocessedItems"];
        assert_eq!(unprocessed["a"].as_array().map(Vec::len), Some(3));
        assert_eq!(unprocessed["b"].as_array().map(Vec::len), Some(2));
        assert_eq!(answer["ConsumedCapacity"], json!([]));
    }

    #[test]
    fn a_share_of_1_may_leave_nothing() {
        let request = batch("BatchWriteItem", &json!({ "RequestItems": { "a": writes(1) } }));
        let mut random = Random::new(1);
        let taken: Vec<_> = (0..20)
            .map(|_| Withheld::take(&request, 1.0, &mut random).map(|(rest, _)| rest))
            .collect();
        assert!(taken.contains(&None) && taken.contains(&Some(None)), "{taken:?}");
    }

    #[test]
    fn what_is_no_batch_stays_as_it_is() {
        let body = json!({ "RequestItems": { "a": writes(25) } });
        let mut random = Random::new(1);
        assert!(Withheld::take(&batch("PutItem", &body), 1.0, &mut random).is_none());
        assert!(Withheld::take(&batch("BatchWriteItem", &json!([])), 1.0, &mut random).is_none());
        let empty = batch("BatchWriteItem", &json!({ "RequestItems": {} }));
        assert!(Withheld::take(&empty, 1.0, &mut random).is_none());
    }
}
