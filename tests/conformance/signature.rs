//! A request that was sent in, whether it is signed as AWS says out.

use std::time::SystemTime;

use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::primitives::{DateTime, DateTimeFormat};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;

use crate::credentials::secret_of;
use crate::service::Attempt;

/// The parts of the header `authorization`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Authorization {
    /// `dummykey/20300317/us-east-1/dynamodb/aws4_request`
    pub(crate) scope: String,
    /// `content-type;host`
    pub(crate) signed: String,
    pub(crate) signature: String,
}

impl Authorization {
    pub(crate) fn parse(header: &str) -> Option<Self> {
        let mut parts = header.strip_prefix("AWS4-HMAC-SHA256 ")?.split(", ");
        let mut part = |name: &str| parts.next()?.strip_prefix(name).map(str::to_owned);
        let scope = part("Credential=")?;
        Some(Self { scope, signed: part("SignedHeaders=")?, signature: part("Signature=")? })
    }
}

/// Signs the request once more, by the headers that it says are signed, with the secret that belongs to its key.
///
/// # Errors
///
/// Says what is wrong with its signature.
pub(crate) fn check(attempt: &Attempt) -> Result<(), String> {
    let parsed = Authorization::parse(attempt.header("authorization")).ok_or("no authorization")?;
    let mut scope = parsed.scope.split('/');
    let mut next = || scope.next().unwrap_or_default();
    let (key, date, region, name) = (next(), next(), next(), next());
    let time = time(attempt.header("x-amz-date")).ok_or("no date")?;
    if !attempt.header("x-amz-date").starts_with(date) {
        return Err(format!("the scope has the date {date}"));
    }
    let token = Some(attempt.header("x-amz-security-token")).filter(|token| !token.is_empty());
    let token = token.map(str::to_owned);
    let credentials = Credentials::new(key, secret_of(key), token, None, "conformance").into();
    let params = v4::SigningParams::builder()
        .identity(&credentials)
        .region(region)
        .name(name)
        .time(time)
        .settings(SigningSettings::default())
        .build()
        .map_err(|error| error.to_string())?;
    let body = SignableBody::Bytes(&attempt.body);
    let headers = signed_headers(attempt, &parsed.signed);
    let again = SignableRequest::new(&attempt.method, &attempt.uri, headers, body)
        .and_then(|request| sign(request, &params.into()))
        .map_err(|error| error.to_string())?;
    if again.signature() == parsed.signature {
        return Ok(());
    }
    let signed = again.output().headers().find(|(name, _)| *name == "authorization");
    Err(format!("signed with {parsed:?}, not with {signed:?}"))
}

/// The headers with these names, but for those that the signer adds.
fn signed_headers<'a>(
    attempt: &'a Attempt,
    names: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_added = |name: &str| matches!(name, "x-amz-date" | "x-amz-security-token");
    let is_signed = |name: &str| names.split(';').any(|signed| signed == name);
    let headers = attempt.headers.iter();
    let headers = headers.filter(move |(name, _)| is_signed(name) && !is_added(name));
    headers.flat_map(|(name, values)| values.iter().map(|value| (&**name, &**value)))
}

/// Reads `20300317T174640Z`.
fn time(text: &str) -> Option<SystemTime> {
    let part = |from: usize, to: usize| text.get(from..to);
    let date = [part(0, 4)?, part(4, 6)?, part(6, 8)?].join("-");
    let time = [part(9, 11)?, part(11, 13)?, part(13, 15)?].join(":");
    let time = DateTime::from_str(&format!("{date}T{time}Z"), DateTimeFormat::DateTime).ok()?;
    SystemTime::try_from(time).ok()
}
