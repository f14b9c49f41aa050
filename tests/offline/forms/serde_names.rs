//! `#[dynamo(serde_names)]`: each attribute has the name that serde has.

use dynamo_runtime::{DynamoTable, DynamoValue, Error};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, DynamoTable)]
#[dynamo(serde_names)]
#[serde(rename_all = "camelCase")]
struct Order {
    #[hash_key]
    number_of: String,
    #[serde(rename = "created")]
    #[range_key]
    created_at_1st: u64,
    #[gsi(name = "ByBuyer")]
    buyer_name: String,
    #[serde(rename(serialize = "how", deserialize = "how"))]
    delivery: Delivery,
    payment: Payment,
    r#type: String,
    http_url_v2: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, DynamoValue)]
#[dynamo(serde_names)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Delivery {
    HTTPPush,
    #[serde(rename = "mail")]
    ByMail,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, DynamoValue)]
#[dynamo(serde_names)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "PascalCase")]
enum Payment {
    CreditCard {
        card_number: String,
    },
    #[serde(rename_all = "UPPERCASE")]
    IbanTransfer {
        iban_code: String,
    },
}

fn names(value: &Value) -> Vec<String> {
    let Value::Object(members) = value else { return Vec::new() };
    let mut names: Vec<String> = members.keys().cloned().collect();
    names.sort();
    names
}

#[test]
fn every_attribute_has_the_name_that_serde_has() -> Result<(), Error> {
    for (delivery, payment) in [
        (Delivery::HTTPPush, Payment::CreditCard { card_number: "1".into() }),
        (Delivery::ByMail, Payment::IbanTransfer { iban_code: "1".into() }),
    ] {
        let order = Order {
            number_of: "a".into(),
            created_at_1st: 1,
            buyer_name: "ann".into(),
            delivery,
            payment,
            r#type: "x".into(),
            http_url_v2: true,
        };
        let item = order.to_item()?;
        let of_serde = serde_json::to_value(&order).expect("JSON");
        let mut ours: Vec<String> = item.keys().cloned().collect();
        ours.sort();
        assert_eq!(ours, names(&of_serde));
        assert_eq!(item["how"].as_s().ok().map(String::as_str), of_serde["how"].as_str());
        let payment = item["payment"].as_m().expect("a map");
        let mut ours: Vec<String> = payment.keys().cloned().collect();
        ours.sort();
        assert_eq!(ours, names(&of_serde["payment"]));
        let kind = payment["kind"].as_s().ok().map(String::as_str);
        assert_eq!(kind, of_serde["payment"]["kind"].as_str());
        assert_eq!(Order::from_item(item.clone())?, order);
    }
    assert_eq!(
        (Order::SCHEMA.hash_key.name, Order::SCHEMA.range_key.map(|key| key.name)),
        ("numberOf", Some("created"))
    );
    Ok(())
}
