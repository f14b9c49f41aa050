//! A body that is still on its way in, all of it out; or the error that it breaks off with.

use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime::client::http::body::minimum_throughput::MinimumThroughputDownloadBody;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt;

use super::ready::Ready;

/// More bytes than a response of DynamoDB has, whatever length it names.
const MAX_RESERVED: usize = 4 * 1024 * 1024;

/// Receives a body to its end. The pieces of a large one are copied as they come, so that no more than one is held beside it.
pub(super) async fn received(body: SdkBody, ready: &Ready) -> Result<Bytes, BoxError> {
    let length = usize::try_from(body.size_hint().lower()).unwrap_or(MAX_RESERVED);
    let mut body = guarded(body, ready);
    let Some(first) = piece(&mut body).await? else { return Ok(Bytes::new()) };
    let Some(mut next) = piece(&mut body).await? else { return Ok(first) };
    let mut whole = Vec::with_capacity(length.min(MAX_RESERVED));
    whole.extend_from_slice(&first);
    drop(first);
    loop {
        whole.extend_from_slice(&next);
        match piece(&mut body).await? {
            Some(piece) => next = piece,
            None => return Ok(whole.into()),
        }
    }
}

/// The body, which breaks off where it stalls, as the SDK's stalled-stream protection has it.
fn guarded(body: SdkBody, ready: &Ready) -> SdkBody {
    let stalled = ready.stalled.as_ref().filter(|stalled| stalled.download_enabled());
    let (Some(stalled), Some(sleep), Some(time)) =
        (stalled, &ready.sleep, ready.components.time_source())
    else {
        return body;
    };
    let (sleep, stalled) = (sleep.clone(), stalled.clone().into());
    SdkBody::from_body_1_x(MinimumThroughputDownloadBody::new(time, sleep, body, stalled))
}

/// Waits for the next piece; `None` behind the last.
async fn piece(body: &mut SdkBody) -> Result<Option<Bytes>, BoxError> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}
