//! A text and how it arrives in, the body of a response out.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body::{Body, Frame};
use tokio::time::Sleep;

use crate::answers::Transfer;

/// How many parts a slow body comes in.
const PARTS: usize = 12;

/// Returns the body of a response with this text.
pub(crate) fn arriving(text: String, transfer: Transfer) -> SdkBody {
    let half = || Bytes::copy_from_slice(&text.as_bytes()[..text.len() / 2]);
    match transfer {
        Transfer::Whole => SdkBody::from(text),
        Transfer::Short => SdkBody::from(half().to_vec()),
        Transfer::Half => SdkBody::from_body_1_x(Parts::new([half()], None, End::Breaks)),
        Transfer::Stalls => SdkBody::from_body_1_x(Parts::new([half()], None, End::Stalls)),
        Transfer::Slow(pause) => {
            let length = text.len().div_ceil(PARTS).max(1);
            let parts = text.as_bytes().chunks(length).map(Bytes::copy_from_slice);
            SdkBody::from_body_1_x(Parts::new(parts, Some(pause), End::Ends))
        }
    }
}

/// Takes a request's body, as the network does.
pub(crate) async fn read(body: SdkBody) {
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        frame.expect("a request's body is in memory");
    }
}

/// A body of parts.
struct Parts {
    left: VecDeque<Bytes>,
    /// What there is before each of them.
    pause: Option<Duration>,
    pausing: Option<Pin<Box<Sleep>>>,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Ends,
    Breaks,
    Stalls,
}

impl Parts {
    fn new(parts: impl IntoIterator<Item = Bytes>, pause: Option<Duration>, end: End) -> Self {
        Self { left: parts.into_iter().collect(), pause, pausing: None, end }
    }
}

impl Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(pause) = self.pause.filter(|_| !self.left.is_empty()) {
            let pausing = self.pausing.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            ready!(pausing.as_mut().poll(context));
            self.pausing = None;
        }
        match (self.left.pop_front(), self.end) {
            (Some(part), _) => Poll::Ready(Some(Ok(Frame::data(part)))),
            (None, End::Ends) => Poll::Ready(None),
            (None, End::Breaks) => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            (None, End::Stalls) => Poll::Pending,
        }
    }
}

/// The checksum that the service puts into `x-amz-crc32`.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let shift = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), shift))
}

#[test]
fn the_checksum_is_that_of_the_standard() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
}
