//! An SDK that passes our response deserializer by: what it has parsed itself is read, and a warning tells so once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::{ConfigBag, FrozenLayer, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::{get_item::GetItem, put_item::PutItem, query::Query};
use aws_smithy_runtime_api::client::interceptors::context::{Error, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use dynamo_runtime::{Dynamo, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};
use serde_json::{Value, json};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Puts the SDK's deserializer in the place of whatever stands there by the time the request is made.
#[derive(Debug, Clone)]
struct SdkParses {
    /// Holds the SDK's deserializer.
    operation: FrozenLayer,
    parsed: Arc<AtomicUsize>,
}

impl Intercept for SdkParses {
    fn name(&self) -> &'static str {
        "SdkParses"
    }

    // The direct wire takes its place in `read_before_execution`, which has run for all interceptors by now.
    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(self.clone()));
        Ok(())
    }
}

impl DeserializeResponse for SdkParses {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        self.parsed.fetch_add(1, Relaxed);
        let sdk = self.operation.load::<SharedResponseDeserializer>();
        let sdk = sdk.expect("the SDK's deserializer");
        sdk.deserialize_nonstreaming_with_config(response, cfg)
    }
}

/// Returns the table behind an SDK that parses this operation's responses itself, and the number of those it has parsed.
fn orders(operation: &impl RuntimePlugin, answers: &[Value]) -> (OrderTable, Arc<AtomicUsize>) {
    let operation = operation.config().expect("the operation's configuration");
    let parsed = Arc::default();
    let answers = answers.iter().map(|body| Answer::success(body.to_string()));
    let client = Script::new(answers).client(1);
    let config = client.config().to_builder();
    let config = config.interceptor(SdkParses { operation, parsed: Arc::clone(&parsed) });
    let on = Dynamo::new(Client::from_conf(config.build())).with_wire(Wire::Json);
    (Order::table(on), parsed)
}

/// Counts our warnings.
#[derive(Clone, Default)]
struct Warnings(Arc<AtomicUsize>);

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN && metadata.target().starts_with("dynamo_runtime")
    }

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Relaxed);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn stored(order: &Order) -> Value {
    json!({
        "customer": { "S": order.customer }, "number": { "N": order.number.to_string() }, "status": { "S": "open" },
        "placedAt": { "S": order.placed_at }, "total": { "N": order.total.to_string() }, "lines": { "L": [] },
        "address": { "M": { "city": { "S": order.address.city } } }
    })
}

// One test for all of it: the warning comes once a process, and no other test here may be the one that gets it.
#[tokio::test]
async fn what_the_sdk_parses_itself_is_read_and_warned_of_once() {
    let warnings = Warnings::default();
    let _listening = tracing::subscriber::set_default(warnings.clone());
    let [first, second] = [1, 2].map(|number| Order::new("ann", number));

    let (table, parsed) = orders(&GetItem::new(), &[json!({ "Item": stored(&first) })]);
    assert_eq!(table.get("ann", 1).await.expect("an answer"), Some(first.clone()));
    assert_eq!(parsed.load(Relaxed), 1);
    assert_eq!(warnings.0.load(Relaxed), 1);

    let last = json!({ "customer": { "S": "ann" }, "number": { "N": "1" } });
    let pages = [
        json!({ "Items": [stored(&first)], "Count": 1, "LastEvaluatedKey": last }),
        json!({ "Items": [stored(&second)], "Count": 1 }),
    ];
    let (table, parsed) = orders(&Query::new(), &pages);
    let found = table.query("ann").all().await.expect("two pages");
    assert_eq!(found, [first.clone(), second.clone()]);
    assert_eq!(parsed.load(Relaxed), 2);

    let (table, parsed) = orders(&PutItem::new(), &[json!({ "Attributes": stored(&first) })]);
    assert_eq!(table.put(&second).return_old().await.expect("an answer"), Some(first));
    assert_eq!(parsed.load(Relaxed), 1);
    assert_eq!(warnings.0.load(Relaxed), 1);
}
