//! The SDK's signer, which tells who signs.

use std::sync::{Arc, Mutex, PoisonError};

use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_sdk_dynamodb::config::{ConfigBag, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign,
};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver;

/// Who has signed a call, once it is signed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signs(Arc<Mutex<Option<Identity>>>);

impl Signs {
    pub(super) fn identity(&self) -> Option<Identity> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What signs as the SDK does, because it is the SDK that signs.
#[derive(Debug)]
pub(super) struct Telling {
    sdk: SigV4AuthScheme,
    whom: Signs,
}

impl Telling {
    pub(super) fn new(whom: Signs) -> Self {
        Self { sdk: SigV4AuthScheme::new(), whom }
    }
}

impl AuthScheme for Telling {
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME_ID
    }

    fn identity_resolver(&self, all: &dyn GetIdentityResolver) -> Option<SharedIdentityResolver> {
        self.sdk.identity_resolver(all)
    }

    fn signer(&self) -> &dyn Sign {
        self
    }
}

impl Sign for Telling {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        endpoint: AuthSchemeEndpointConfig<'_>,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        *self.whom.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(identity.clone());
        self.sdk.signer().sign_http_request(request, identity, endpoint, components, cfg)
    }
}
