//! An error of the SDK in, its kind and what it says out.

use std::error::Error as StdError;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::CancellationReason;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;

use super::{Error, ErrorKind, Refusal};

impl Error {
    /// The SDK's error for `operation` on `table`.
    pub(crate) fn sdk<E, R>(table: &str, operation: &str, error: SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
        R: fmt::Debug + Send + Sync + 'static,
    {
        Self::of_sdk(format!("{table}: {operation} failed"), error)
    }

    fn of_sdk<E, R>(failed: String, error: SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
        R: fmt::Debug + Send + Sync + 'static,
    {
        let (kind, what) = match &error {
            SdkError::ServiceError(service) => of_service(service.err()),
            SdkError::TimeoutError(_) => (ErrorKind::TimedOut, "no answer in time".to_owned()),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                (ErrorKind::TimedOut, "no answer in time".to_owned())
            }
            SdkError::DispatchFailure(failure) if failure.is_io() => {
                (ErrorKind::Unreachable, "no connection to the endpoint".to_owned())
            }
            SdkError::ConstructionFailure(_) => {
                (ErrorKind::InvalidRequest, "the request could not be built".to_owned())
            }
            other => match cannot_sign(other) {
                Some(why) => (ErrorKind::AccessDenied, why),
                None => (ErrorKind::Service, root_cause(other)),
            },
        };
        let mut sdk = Self::new(kind, failed + ": " + &what);
        if let Some(service) = error.as_service_error() {
            sdk = sdk.of_answer(service.code(), service.meta().request_id());
            // What an INSERT of PartiQL finds.
            if matches!(service.code(), Some("DuplicateItem" | "DuplicateItemException")) {
                sdk = sdk.refused(Refusal::Exists);
            }
        }
        sdk.0.source = Some(Box::new(error));
        sdk
    }

    /// Returns why the service has cancelled the transaction: a reason for each action; `None` of any other error.
    pub(crate) fn cancellation_reasons(&self) -> Option<&[CancellationReason]> {
        let cancelled = self.sources().find_map(|source| source.downcast_ref());
        cancelled.map(TransactionCanceledException::cancellation_reasons)
    }

    /// Whether an earlier attempt of the same transaction is still under way.
    pub(crate) fn is_under_way(&self) -> bool {
        self.code() == Some("TransactionInProgressException")
    }

    /// No answer to `operation` on `table` came in time.
    pub(crate) fn no_answer_in_time(table: &str, operation: &str) -> Self {
        let message = format!("{table}: {operation} failed: no answer in time");
        Self::new(ErrorKind::TimedOut, message)
    }

    /// The response to `operation` on `table` is none of `DynamoDB`'s.
    pub(crate) fn no_answer(table: &str, operation: &str) -> Self {
        let message = format!("{table}: {operation} failed: {NO_ANSWER}");
        Self::new(ErrorKind::Service, message)
    }
}

/// An error of a request that was made with the SDK itself, sorted as those of the mapper's operations are.
impl<E, R> From<SdkError<E, R>> for Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    R: fmt::Debug + Send + Sync + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        Self::of_sdk("the request failed".to_owned(), error)
    }
}

/// What is known of a response that the SDK can make nothing of.
const NO_ANSWER: &str = "the response is not a valid DynamoDB response: a proxy or a portal may have answered instead, or it was \
    cut off";

fn of_service<E: ProvideErrorMetadata + StdError + 'static>(error: &E) -> (ErrorKind, String) {
    let code = error.code().unwrap_or(NO_ANSWER);
    let cancelled = chain(error).find_map(|error| error.downcast_ref());
    let kind = match cancelled.map(TransactionCanceledException::cancellation_reasons) {
        Some(reasons) => of_cancelled(reasons),
        None if error.message().is_some_and(names_no_index) => ErrorKind::NotFound,
        None => of_code(code),
    };
    (kind, error.message().map_or_else(|| code.to_owned(), |message| format!("{message} ({code})")))
}

/// Whether the service says that the index is missing: its code, `ValidationException`, is that of any mistake.
fn names_no_index(message: &str) -> bool {
    message.contains("does not have the specified index")
}

/// The kind of the reason that weighs most: sending again does not help as long as one stands in its way.
fn of_cancelled(reasons: &[CancellationReason]) -> ErrorKind {
    let kinds = [
        ErrorKind::AccessDenied,
        ErrorKind::InvalidRequest,
        ErrorKind::ConditionFailed,
        ErrorKind::Throttled,
        ErrorKind::Conflict,
    ];
    let has = |kind: &ErrorKind| {
        reasons.iter().filter_map(CancellationReason::code).any(|code| of_code(code) == *kind)
    };
    kinds.into_iter().find(has).unwrap_or(ErrorKind::Service)
}

/// "Error handling with DynamoDB" of its guide, "Common errors" of its API reference, and the codes of cancelled transactions.
pub(crate) fn of_code(code: &str) -> ErrorKind {
    match code {
        "ConditionalCheckFailed"
        | "ConditionalCheckFailedException"
        | "DuplicateItem"
        | "DuplicateItemException" => ErrorKind::ConditionFailed,
        "ReplicatedWriteConflictException"
        | "TransactionConflict"
        | "TransactionConflictException"
        | "TransactionInProgressException" => ErrorKind::Conflict,
        "IndexNotFoundException" | "ResourceNotFoundException" | "TableNotFoundException" => {
            ErrorKind::NotFound
        }
        "ContinuousBackupsUnavailableException"
        | "ResourceInUseException"
        | "TableAlreadyExistsException"
        | "TableInUseException" => ErrorKind::InUse,
        "LimitExceededException"
        | "ProvisionedThroughputExceeded"
        | "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "Throttling"
        | "ThrottlingError"
        | "ThrottlingException" => ErrorKind::Throttled,
        "IdempotentParameterMismatchException"
        | "ItemCollectionSizeLimitExceeded"
        | "ItemCollectionSizeLimitExceededException"
        | "MalformedHttpRequestException"
        | "RequestEntityTooLargeException"
        | "SerializationException"
        | "UnknownOperationException"
        | "ValidationError"
        | "ValidationException" => ErrorKind::InvalidRequest,
        "AccessDenied"
        | "AccessDeniedException"
        | "ExpiredTokenException"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "NotAuthorized"
        | "OptInRequired"
        | "RequestExpired"
        | "UnrecognizedClientException" => ErrorKind::AccessDenied,
        _ => ErrorKind::Service,
    }
}

/// Why a request could not be signed: the credentials or the region are missing. The SDK has types of its own for these, but only
/// that of a provider that fails is public.
fn cannot_sign(error: &(dyn StdError + 'static)) -> Option<String> {
    const TELLS: [(&str, &str); 3] = [
        ("failed to select an auth scheme", "the client has no credentials"),
        ("Invalid Configuration: Missing Region", "the client has no region"),
        ("missing signing region", "the client has no region"),
    ];
    chain(error).find_map(|error| {
        if error.is::<CredentialsError>() {
            return Some(format!("the credentials could not be loaded: {}", root_cause(error)));
        }
        let text = error.to_string();
        TELLS.iter().find(|(tells, _)| text.starts_with(tells)).map(|(_, why)| (*why).to_owned())
    })
}

/// The error and what it comes from.
fn chain<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

fn root_cause(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

    use super::*;

    #[test]
    fn a_cancelled_transaction_is_of_the_kind_of_its_reasons() {
        let kind = |codes: &[&str]| {
            let reasons =
                codes.iter().map(|code| CancellationReason::builder().code(*code).build());
            let cancelled = TransactionCanceledException::builder();
            let cancelled = cancelled.set_cancellation_reasons(Some(reasons.collect())).build();
            let error = TransactWriteItemsError::TransactionCanceledException(cancelled);
            Error::sdk("Log", "TransactWriteItems", SdkError::service_error(error, ())).kind()
        };
        assert_eq!(kind(&["None", "TransactionConflict"]), ErrorKind::Conflict);
        assert_eq!(
            kind(&["TransactionConflict", "ConditionalCheckFailed"]),
            ErrorKind::ConditionFailed
        );
        assert_eq!(kind(&["DuplicateItem", "None"]), ErrorKind::ConditionFailed);
        assert_eq!(kind(&["ThrottlingError", "TransactionConflict"]), ErrorKind::Throttled);
        assert_eq!(kind(&["ProvisionedThroughputExceeded"]), ErrorKind::Throttled);
        assert_eq!(kind(&["ConditionalCheckFailed", "ValidationError"]), ErrorKind::InvalidRequest);
        assert_eq!(kind(&["ItemCollectionSizeLimitExceeded"]), ErrorKind::InvalidRequest);
        assert_eq!(kind(&["None", "SomethingNew"]), ErrorKind::Service);
        assert_eq!(kind(&[]), ErrorKind::Service);
    }
}
