//! What of the SDK's own parts of an operation the direct wire makes use of.

use std::error::Error as StdError;
use std::fmt;

use aws_sdk_dynamodb::config::ConfigBag;
use aws_sdk_dynamodb::error::SdkError;
use aws_smithy_runtime_api::client::interceptors::context::Output;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::FrozenLayer;

/// What the direct wire needs to know of an operation of the SDK.
pub(crate) struct Operation {
    /// The operation's own part of the configuration, which holds the SDK's deserializer.
    pub(crate) config: Option<FrozenLayer>,
    /// Makes the output that the SDK is given in place of the parsed one.
    pub(crate) empty: fn() -> Output,
}

impl Operation {
    /// Parses the body of a success as the SDK does; `None` where it is no answer of DynamoDB.
    pub(crate) fn parse<O: fmt::Debug + Send + Sync + 'static>(&self, body: SdkBody) -> Option<O> {
        let response = HttpResponse::new(StatusCode::try_from(200).ok()?, body);
        let sdk = sdk_deserializer(self.config.as_ref())?;
        let parsed = sdk.deserialize_nonstreaming_with_config(&response, &ConfigBag::base());
        parsed.ok()?.downcast().ok()
    }

    /// Returns the error that the SDK makes of a refusal.
    pub(crate) fn refused<E: StdError + Send + Sync + 'static>(
        &self,
        response: HttpResponse,
    ) -> SdkError<E, HttpResponse> {
        let sdk = sdk_deserializer(self.config.as_ref());
        let read = |sdk: &SharedResponseDeserializer| {
            sdk.deserialize_nonstreaming_with_config(&response, &ConfigBag::base()).err()
        };
        let mut refusal = None;
        if let Some(error) = sdk.and_then(read) {
            let _ = error.map_operation_error(|error| refusal = error.downcast().ok());
        }
        match refusal {
            Some(refusal) => SdkError::service_error(refusal, response),
            None => SdkError::response_error("the SDK does not know the error", response),
        }
    }
}

pub(super) fn sdk_deserializer(
    config: Option<&FrozenLayer>,
) -> Option<&SharedResponseDeserializer> {
    config.and_then(|layer| layer.load::<SharedResponseDeserializer>())
}
