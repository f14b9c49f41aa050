//! Interceptors of a client see the items that they are there for.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, BeforeSerializationInterceptorContextRef,
    FinalizerInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Dynamo, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Order, OrderTable};
use serde_json::json;

const SECRET: &str = "what nobody may know";

/// Encrypts texts that begin as the secret does before they are sent, and decrypts what comes back.
#[derive(Debug)]
struct Cipher;

fn turned(text: &str) -> String {
    text.chars().rev().collect()
}

fn change(values: Option<&mut Attributes>, is_meant: impl Fn(&str) -> bool) {
    for value in values.into_iter().flat_map(Attributes::values_mut) {
        if let AttributeValue::S(text) = value
            && is_meant(text)
        {
            *text = turned(text);
        }
    }
}

fn encrypt(values: Option<&mut Attributes>) {
    change(values, |text| text == SECRET);
}

fn decrypt(values: Option<&mut Attributes>) {
    change(values, |text| text == turned(SECRET));
}

impl Intercept for Cipher {
    fn name(&self) -> &'static str {
        "Cipher"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        if let Some(put) = input.downcast_mut::<PutItemInput>() {
            encrypt(put.item.as_mut());
        } else if let Some(update) = input.downcast_mut::<UpdateItemInput>() {
            encrypt(update.expression_attribute_values.as_mut());
        }
        Ok(())
    }

    fn modify_before_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Ok(output)) = context.output_or_error_mut() else { return Ok(()) };
        if let Some(get) = output.downcast_mut::<GetItemOutput>() {
            decrypt(get.item.as_mut());
        } else if let Some(put) = output.downcast_mut::<PutItemOutput>() {
            decrypt(put.attributes.as_mut());
        } else if let Some(update) = output.downcast_mut::<UpdateItemOutput>() {
            decrypt(update.attributes.as_mut());
        } else if let Some(delete) = output.downcast_mut::<DeleteItemOutput>() {
            decrypt(delete.attributes.as_mut());
        } else if let Some(query) = output.downcast_mut::<QueryOutput>() {
            query.items.iter_mut().flatten().for_each(|item| decrypt(Some(item)));
        }
        Ok(())
    }
}

/// Refuses the keys and items of all customers but Ann, and counts those it was asked for.
#[derive(Debug, Clone, Default)]
struct Guard(Arc<Mutex<Vec<String>>>);

impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "Guard"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input();
        let values = [
            input.downcast_ref::<PutItemInput>().map(|put| put.item.as_ref()),
            input.downcast_ref::<GetItemInput>().map(|get| get.key.as_ref()),
            input.downcast_ref::<UpdateItemInput>().map(|update| update.key.as_ref()),
            input.downcast_ref::<DeleteItemInput>().map(|delete| delete.key.as_ref()),
            input
                .downcast_ref::<QueryInput>()
                .map(|query| query.expression_attribute_values.as_ref()),
        ];
        let values = values.into_iter().flatten().flatten().next();
        let customer = |values: &Attributes| values.get("customer").or(values.get(":0")).cloned();
        match values.and_then(customer) {
            Some(AttributeValue::S(customer)) if customer != "ann" => Err("another tenant".into()),
            Some(AttributeValue::S(customer)) => {
                self.0.lock().expect("no panic while it is held").push(customer);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn intercepted(script: &Script, interceptor: impl Intercept + 'static) -> Client {
    let config = script.client(1).config().to_builder().interceptor(interceptor);
    Client::from_conf(config.build())
}

fn secret() -> Order {
    Order { note: Some(SECRET.to_owned()), ..Order::new("ann", 1) }
}

/// The secret order as the service holds it.
fn stored() -> serde_json::Value {
    let order = secret();
    json!({
        "customer": { "S": "ann" }, "number": { "N": "1" }, "status": { "S": "open" }, "placedAt": { "S": order.placed_at },
        "total": { "N": "100" }, "lines": { "L": [] }, "address": { "M": { "city": { "S": "Ulm" } } },
        "note": { "S": turned(SECRET) }
    })
}

#[tokio::test]
async fn what_an_interceptor_encrypts_is_never_sent_as_it_is() {
    let body = json!({ "Item": stored(), "Attributes": stored(), "Items": [stored()], "Count": 1 });
    let script = Script::new([Answer::success(body.to_string())]);
    let orders = Order::table(intercepted(&script, Cipher));
    let order = secret();

    orders.put(&order).await.expect("a put");
    let old = orders.put(&order).return_old().await.expect("a put");
    orders.insert(&order).await.expect("an insert");
    let new = orders.update("ann", 1).set(Order::NOTE, SECRET).await.expect("an update");
    let gone = orders.delete("ann", 1).return_old().await.expect("a delete");
    let got = orders.get("ann", 1).await.expect("a get");
    let found = orders.query("ann").all().await.expect("a query");
    assert_eq!([old, gone, got].map(|read| read.expect("an order")), [(); 3].map(|()| secret()));
    assert_eq!((new, found), (secret(), vec![secret()]));

    let requests = script.requests();
    assert_eq!(requests.len(), 7);
    assert!(requests.iter().all(|Request { body, .. }| !body.contains(SECRET)), "{requests:?}");
    let encrypted = requests.iter().filter(|Request { body, .. }| body.contains(&turned(SECRET)));
    assert_eq!(encrypted.count(), 4);
}

/// What comes of each operation on an order of the customer.
async fn each(orders: &OrderTable, customer: &str) -> Vec<Result<(), Error>> {
    let order = Order::new(customer, 1);
    vec![
        orders.put(&order).await,
        orders.put(&order).condition(Order::TOTAL.lt(5)).await,
        orders.insert(&order).await,
        orders.update(customer, 1).set(Order::TOTAL, 1).return_nothing().await,
        orders.delete(customer, 1).await,
        orders.get(customer, 1).await.map(drop),
        orders.exists(customer, 1).await.map(drop),
        orders.query(customer).all().await.map(drop),
    ]
}

#[tokio::test]
async fn a_guard_of_tenants_is_asked_for_every_operation() {
    let script = Script::new([Answer::success("{}")]);
    let guard = Guard::default();
    let orders = Order::table(intercepted(&script, guard.clone()));

    for refused in each(&orders, "bob").await {
        assert_eq!(refused.expect_err("another tenant").kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(script.requests(), [], "nothing is sent");
    let allowed = each(&orders, "ann").await;
    let asked = guard.0.lock().expect("no panic while it is held").len();
    assert_eq!((script.requests().len(), asked), (allowed.len(), allowed.len()));
    assert!(allowed.iter().all(Result::is_ok), "{allowed:?}");
}

#[tokio::test]
async fn the_json_wire_named_by_hand_bypasses_interceptors() {
    let script = Script::new([Answer::success("{}")]);
    let dynamo = Dynamo::new(intercepted(&script, Cipher)).with_wire(Wire::Json);
    Order::table(dynamo).put(&secret()).await.expect("a put");
    assert!(script.requests()[0].body.contains(SECRET));
}

#[test]
fn a_client_without_interceptors_is_on_the_slim_wire() {
    let wire = |client: Client| format!("{:?}", Dynamo::new(client)).contains("wire: Slim");
    assert!(wire(dynamo_tests::offline()));
    let script = Script::new([]);
    assert!(
        wire(script.client(3)),
        "retries, an HTTP client and a time source are no interceptors"
    );
    assert!(!wire(intercepted(&script, Cipher)));
}
