//! The annotated structs in, their `CreateTable` requests as JSON out: the very bytes that the SDK would send.

use std::error::Error as StdError;
use std::sync::{Arc, OnceLock};

use dynamo_runtime::aws_sdk_dynamodb::Client;
use dynamo_runtime::aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use dynamo_runtime::aws_sdk_dynamodb::config::{
    BehaviorVersion, Config, ConfigBag, Intercept, Region, RuntimeComponents,
};
use dynamo_runtime::{DynamoTable, Error, Table};
use samples::{Domain, Log};
use serde_json::Value;

use crate::answer::say;
use crate::failure::Failure;

/// Prints both requests, as a list.
pub(crate) async fn print() -> Result<(), Failure> {
    let requests = [request::<Domain>().await?, request::<Log>().await?];
    say(&format!("{:#}", Value::from_iter(requests)))?;
    Ok(())
}

/// Lets the SDK make the request of a table, and stops it before it is sent.
async fn request<T: DynamoTable>() -> Result<Value, Error> {
    let body = Body::default();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .interceptor(body.clone())
        .build();
    let client = Client::from_conf(config);
    let stopped = Table::<T>::new(&client).create().input()?.send_with(&client).await;
    let Some(body) = body.0.get() else { unreachable!("nothing fails earlier: {stopped:?}") };
    Ok(serde_json::from_slice(body).expect("the SDK writes JSON"))
}

/// The body of a request that was made and not sent.
#[derive(Debug, Clone, Default)]
struct Body(Arc<OnceLock<Vec<u8>>>);

impl Intercept for Body {
    fn name(&self) -> &'static str {
        "Body"
    }

    fn read_after_serialization(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let bytes = context.request().body().bytes();
        self.0.get_or_init(|| bytes.unwrap_or_default().to_owned());
        Err("it is only to be shown".into())
    }
}
