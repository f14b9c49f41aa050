//! Bodies of responses: read whole, or broken off halfway.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
use bytes::Bytes;
use http_body::{Body, Frame};

/// Reads a body to its end.
pub(crate) async fn whole(body: SdkBody) -> Result<Bytes, ConnectorError> {
    let read = ByteStream::new(body).collect().await;
    read.map(AggregatedBytes::into_bytes).map_err(|error| ConnectorError::io(error.into()))
}

/// Returns a body that gives the first half of `bytes` and then fails, as when a connection breaks.
pub(crate) fn broken_off(bytes: &[u8]) -> SdkBody {
    SdkBody::from_body_1_x(Half(Some(Bytes::copy_from_slice(&bytes[..bytes.len() / 2]))))
}

struct Half(Option<Bytes>);

impl Body for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let frame = self.0.take().map(Frame::data);
        Poll::Ready(Some(frame.ok_or_else(|| io::ErrorKind::ConnectionReset.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_unless_it_breaks_off() {
        assert_eq!(*whole(SdkBody::from("body")).await.unwrap(), *b"body");
        assert!(whole(broken_off(b"body")).await.unwrap_err().is_io());
    }
}
