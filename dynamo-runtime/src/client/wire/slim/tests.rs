//! The signer against AWS's own, and the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use proptest::prelude::*;

use super::sign::{Signed, Signer, Time};
use super::skew::Skew;

/// What AWS's own crate signs the request with.
fn by_aws(
    request: Signed<'_>,
    credentials: &Credentials,
    region: &str,
    time: SystemTime,
) -> String {
    let identity = Identity::from(credentials.clone());
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::Headers;
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("dynamodb")
        .time(time)
        .settings(settings);
    let length = request.body.len().to_string();
    let headers = [
        ("content-length", length.as_str()),
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", request.target),
        ("x-amz-user-agent", request.agent),
    ];
    let uri = format!("https://{}/", request.host);
    let body = SignableBody::Bytes(request.body);
    let signable =
        SignableRequest::new("POST", &uri, headers.into_iter(), body).expect("a request");
    let signed = sign(signable, &params.build().expect("all set").into()).expect("a signature");
    let (instructions, _) = signed.into_parts();
    let (headers, _) = instructions.into_parts();
    let header = headers.into_iter().find(|header| header.name() == "authorization");
    header.expect("it is signed").value().to_owned()
}

fn credentials() -> impl Strategy<Value = Credentials> {
    let token = proptest::option::of("[A-Za-z0-9+/=]{1,200}");
    ("[A-Z0-9]{16,20}", "[A-Za-z0-9+/]{1,80}", token)
        .prop_map(|(key, secret, token)| Credentials::new(key, secret, token, None, "test"))
}

/// From 1970 to 9999.
fn time() -> impl Strategy<Value = SystemTime> {
    (0..253_402_300_800_u64).prop_map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// One signer signs all, so that the key of a day is kept, and made anew for other credentials and days.
    #[test]
    fn signatures_are_those_of_aws(
        all in proptest::collection::vec(credentials(), 1..4),
        region in "[a-z]{2}-[a-z]{4,9}-[1-9]",
        host in "[a-z0-9]{1,20}\\.example\\.(com|org:[1-9][0-9]{1,3})",
        target in "DynamoDB_20120810\\.[A-Za-z]{1,20}",
        agent in "[a-z]{3,10}/[0-9.]{1,8} [a-z]{2}/[A-Za-z,]{1,60}",
        requests in proptest::collection::vec((any::<prop::sample::Index>(), time(), any::<Vec<u8>>()), 1..8),
    ) {
        let signer = Signer::new(&region, "dynamodb");
        for (who, time, body) in &requests {
            let credentials = who.get(&all);
            let request = Signed { host: &host, target: &target, agent: &agent, body };
            for time in [*time, *time + Duration::from_secs(1)] {
                let Some(second) = Time::new(time) else { continue };
                let own = signer.authorization(request, credentials, &second);
                prop_assert_eq!(own, by_aws(request, credentials, &region, time));
            }
        }
    }

    #[test]
    fn times_are_written_as_aws_writes_them(time in time()) {
        let written = DateTime::from(time).fmt(Format::DateTime).expect("a time");
        let written: String = written.chars().filter(|letter| !"-:".contains(*letter)).collect();
        let own = Time::new(time).expect("a time");
        prop_assert_eq!(own.text(), written);
    }
}

#[test]
fn a_key_is_of_one_day() {
    let (signer, credentials) = (Signer::new("us-east-1", "dynamodb"), Credentials::for_tests());
    let request = Signed { host: "a.example", target: "T", agent: "a/1", body: b"{}" };
    // The last second of a day, the first of the next, and back.
    let midnight = UNIX_EPOCH + Duration::from_hours(24 * 20_000);
    for time in [midnight - Duration::from_secs(1), midnight, midnight - Duration::from_secs(1)] {
        let own = signer.authorization(request, &credentials, &Time::new(time).expect("a time"));
        assert_eq!(own, by_aws(request, &credentials, "us-east-1", time));
    }
}

#[test]
fn what_is_no_time_is_not_written() {
    assert_eq!(Time::new(UNIX_EPOCH - Duration::from_secs(1)), None);
    assert_eq!(Time::new(UNIX_EPOCH + Duration::from_hours(70_389_528)), None);
}

fn headers(date: &'static str) -> Headers {
    let mut headers = Headers::new();
    headers.insert("date", date);
    headers
}

#[test]
fn the_clock_is_that_of_the_last_answer() {
    // Thu, 22 Oct 2026 10:00:00 GMT.
    let time = UNIX_EPOCH + Duration::from_hours(497_962);
    let (skew, minute) = (Skew::default(), Duration::from_mins(1));
    assert_eq!(skew.apply(time), time);
    skew.learn(&headers("Thu, 22 Oct 2026 10:10:00 GMT"), time - minute, time + minute);
    assert_eq!(skew.apply(time), time + 10 * minute);
    skew.learn(&headers("Thu, 22 Oct 2026 09:50:00 GMT"), time, time);
    assert_eq!(skew.apply(time), time - 10 * minute);
    // What tells no time, and what has come from a cache or too late.
    let mut cached = headers("Thu, 22 Oct 2026 10:00:00 GMT");
    cached.insert("age", "7");
    for (headers, received) in [
        (headers("yesterday"), time),
        (Headers::new(), time),
        (cached, time),
        (headers("Thu, 22 Oct 2026 10:00:00 GMT"), time + 16 * minute),
    ] {
        skew.learn(&headers, time, received);
        assert_eq!(skew.apply(time), time - 10 * minute);
    }
}
