//! A request that nobody takes from us in, an error in time out, as the SDK's stalled-stream protection has it.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_sdk_dynamodb::config::{AsyncSleep, StalledStreamProtectionConfig};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::http::HttpConnectorFuture;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body::{Body, Frame, SizeHint};

use super::ready::Ready;

/// The SDK looks at the last second, in tenths.
const WINDOW: Duration = Duration::from_millis(900);

/// Whether the body of a request has been taken, and how long that may last.
pub(super) struct Upload {
    taken: Arc<AtomicBool>,
    limit: Duration,
}

impl Upload {
    /// Returns it with the body to send.
    pub(super) fn new(body: SdkBody, stalled: &StalledStreamProtectionConfig) -> (Self, SdkBody) {
        let taken = Arc::new(AtomicBool::new(false));
        let upload = Self { taken: taken.clone(), limit: stalled.grace_period() + WINDOW };
        let watched = move |body| SdkBody::from_body_1_x(Watched { body, taken: taken.clone() });
        (upload, body.map_preserve_contents(watched))
    }
}

/// Waits for the answer, unless the request is not taken in time.
pub(super) async fn guarded(
    mut answer: HttpConnectorFuture,
    upload: Option<Upload>,
    ready: &Ready,
) -> Result<HttpResponse, ConnectorError> {
    let (Some(upload), Some(sleep)) = (upload, &ready.sleep) else { return answer.await };
    let at_once = poll_fn(|context| Poll::Ready(Pin::new(&mut answer).poll(context))).await;
    if let Poll::Ready(answer) = at_once {
        return answer;
    }
    let begun = ready.now();
    let mut left = upload.limit;
    // Bytes that fit into the buffers of a connection are taken as soon as there is one.
    while !upload.taken.load(Relaxed) {
        answer = match select(answer, sleep.sleep(left)).await {
            Either::Left((answer, _)) => return answer,
            Either::Right(((), answer)) => answer,
        };
        let waited = ready.now().duration_since(begun).unwrap_or_default();
        left = match upload.limit.checked_sub(waited) {
            Some(left) if !left.is_zero() => left,
            _ if upload.taken.load(Relaxed) => break,
            _ => return Err(ConnectorError::timeout("nobody has taken the request".into())),
        };
    }
    answer.await
}

struct Watched {
    body: SdkBody,
    taken: Arc<AtomicBool>,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.taken.store(true, Relaxed);
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
