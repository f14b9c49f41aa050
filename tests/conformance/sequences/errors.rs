//! Errors of the service, and of what stands before it.

use super::Sequence;
use crate::answers::{error, success, text};

/// The codes of all errors that one of the operations is documented to have, and of those that all of them have.
const CODES: [(u16, &str); 34] = [
    (400, "AccessDeniedException"),
    (400, "ConditionalCheckFailedException"),
    (400, "DuplicateItemException"),
    (400, "ExpiredTokenException"),
    (400, "IdempotentParameterMismatchException"),
    (400, "IncompleteSignature"),
    (500, "InternalFailure"),
    (500, "InternalServerError"),
    (400, "InvalidEndpointException"),
    (400, "InvalidSignatureException"),
    (400, "ItemCollectionSizeLimitExceededException"),
    (400, "LimitExceededException"),
    (400, "MissingAuthenticationToken"),
    (400, "ProvisionedThroughputExceededException"),
    (400, "ReplicatedWriteConflictException"),
    (400, "RequestExpired"),
    (400, "RequestLimitExceeded"),
    (400, "RequestTimeout"),
    (400, "RequestTimeTooSkewed"),
    (400, "ResourceInUseException"),
    (400, "ResourceNotFoundException"),
    (400, "SerializationException"),
    (503, "ServiceUnavailable"),
    (503, "SlowDown"),
    (400, "ThrottlingException"),
    (400, "TooManyRequestsException"),
    (400, "TransactionCanceledException"),
    (400, "TransactionConflictException"),
    (400, "TransactionInProgressException"),
    (400, "UnknownOperationException"),
    (403, "UnrecognizedClientException"),
    (400, "ValidationException"),
    (400, "SomethingNewException"),
    (500, "SomethingNewException"),
];

/// The statuses that come from a proxy or a portal, too.
const STATUSES: [u16; 18] =
    [200, 201, 204, 301, 304, 400, 401, 403, 404, 408, 413, 418, 429, 500, 502, 503, 504, 599];

pub(super) fn sequences() -> Vec<Sequence> {
    let mut all = vec![Sequence::new("success", [success()]).particular()];
    for (status, code) in CODES {
        let error = error(status, code);
        all.push(Sequence::new(format!("{status} {code}"), [error.clone()]).particular());
        let answers = [error, success()];
        all.push(Sequence::new(format!("{status} {code}, then success"), answers));
    }
    for status in STATUSES {
        let page = text(status, "<html>Please sign in</html>");
        let of_page = Sequence::new(format!("{status} with a page"), [page]);
        let empty = Sequence::new(format!("{status} without a body"), [text(status, "")]);
        let odd = |it: Sequence| if status < 300 { it.odd() } else { it };
        all.extend([of_page, empty].map(|it| odd(it).particular()));
    }
    all
}
