//! Bodies in, a client out whose every call is answered with one of them: all of the SDK but the network.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{
    self, BehaviorVersion, Config, Credentials, HttpClient, Region, RuntimeComponents,
};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_types::base64;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::by_hand::Map;

/// Gives every request the same answer, copied as if it came from the network.
#[derive(Debug, Clone)]
struct Canned {
    status: u16,
    body: Bytes,
}

/// Returns a client that is given this body.
pub fn client(body: &Value) -> Client {
    answered(200, body)
}

/// Returns a client that is told that the condition of its writes does not hold.
pub fn refusing() -> Client {
    let code = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    answered(400, &json!({ "__type": code, "message": "The conditional request failed" }))
}

fn answered(status: u16, body: &Value) -> Client {
    let canned = Canned { status, body: body.to_string().into() };
    Client::from_conf(config().http_client(canned).build())
}

/// What all clients are configured with.
pub fn config() -> config::Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("dummykey", "dummysecret", None, None, "benches"))
}

/// The body of a Query that found these items. Attributes are in the order of their names, in all items the same.
pub fn page(items: impl Iterator<Item = Map>) -> Value {
    let items: Vec<Value> = items.map(|item| attributes(&item)).collect();
    json!({ "Count": items.len(), "Items": items, "ScannedCount": items.len() })
}

/// The item as the service writes it.
pub fn attributes(map: &Map) -> Value {
    map.iter().map(|(name, value)| (name.clone(), attribute(value))).collect()
}

fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::B(bytes) => json!({ "B": base64::encode(bytes) }),
        AttributeValue::Bool(value) => json!({ "BOOL": value }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(attribute).collect::<Value>() }),
        AttributeValue::M(map) => json!({ "M": attributes(map) }),
        AttributeValue::Ss(set) => json!({ "SS": set }),
        AttributeValue::Ns(set) => json!({ "NS": set }),
        other => unreachable!("no shape has {other:?}"),
    }
}

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let status = StatusCode::try_from(self.status).expect("a status");
        let body = Bytes::copy_from_slice(&self.body).into();
        HttpConnectorFuture::ready(Ok(Response::new(status, body)))
    }
}

impl HttpClient for Canned {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
