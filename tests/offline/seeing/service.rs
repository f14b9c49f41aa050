//! A request in, what a service with four orders answers out.

use dynamo_testkit::{Answer, Request, Script};
use serde_json::{Value, json};

/// An order as the service holds it.
fn stored(number: u64) -> Value {
    json!({
        "customer": { "S": "ann" }, "number": { "N": number.to_string() }, "status": { "S": "open" },
        "placedAt": { "S": format!("2026-11-{number:02}") }, "total": { "N": (number * 100).to_string() }, "lines": { "L": [] },
        "address": { "M": { "city": { "S": "Ulm" } } }, "courier": { "S": "carl" }
    })
}

/// What a service with orders 1 to 4 answers, two on a page.
pub(crate) fn answer(request: &Request) -> Answer {
    let asked = request.json();
    let units = |units: f64| json!({ "TableName": "Orders", "CapacityUnits": units });
    let mut body = match request.operation() {
        "GetItem" => json!({ "Item": stored(1), "ConsumedCapacity": units(0.5) }),
        "PutItem" | "DeleteItem" => json!({ "ConsumedCapacity": units(2.0) }),
        "UpdateItem" => json!({ "Attributes": stored(1), "ConsumedCapacity": units(3.0) }),
        "Query" | "Scan" => {
            let is_second = !asked["ExclusiveStartKey"].is_null();
            let numbers = if is_second { [3, 4] } else { [1, 2] };
            let last = json!({ "customer": { "S": "ann" }, "number": { "N": "2" }, "courier": { "S": "carl" } });
            let mut page = json!({
                "Items": numbers.map(stored), "Count": 2, "ScannedCount": 5, "ConsumedCapacity": units(0.5)
            });
            if !is_second {
                page["LastEvaluatedKey"] = last;
            }
            page
        }
        "ExecuteStatement" => json!({ "Items": [stored(1)], "ConsumedCapacity": units(0.5) }),
        "BatchWriteItem" => json!({ "ConsumedCapacity": [units(4.0)] }),
        "BatchGetItem" => json!({
            "Responses": { "Orders": (1..=4).map(stored).collect::<Vec<_>>() }, "ConsumedCapacity": [units(2.0)]
        }),
        "TransactWriteItems" => json!({ "ConsumedCapacity": [units(6.0)] }),
        "TransactGetItems" => json!({
            "Responses": [{ "Item": stored(1) }, { "Item": stored(2) }], "ConsumedCapacity": [units(4.0)]
        }),
        other => panic!("{other} was not expected"),
    };
    let is_asked = asked["ReturnConsumedCapacity"] == "TOTAL";
    if !is_asked {
        body.as_object_mut().expect("an object").remove("ConsumedCapacity");
    }
    Answer::success(body.to_string())
}

pub(crate) fn service() -> Script {
    Script::new([Answer::computed(answer)])
}
