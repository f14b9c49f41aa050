//! Whose calls they are: tokens, credentials that change, expire, come late or not at all, and accounts with endpoints of their own.

use std::time::Duration;

use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_sdk_dynamodb::config::{Builder, IdentityCache};

use super::{Sequence, Slim};
use crate::answers::{Answer, error, success};
use crate::client::Change;
use crate::credentials::Given;

/// Asks for credentials at each attempt.
fn uncached(config: Builder) -> Builder {
    config.identity_cache(IdentityCache::no_cache())
}

/// Asks anew as soon as they have expired, and not before.
fn punctual(config: Builder) -> Builder {
    config.identity_cache(IdentityCache::lazy().buffer_time(Duration::ZERO).build())
}

/// Asks anew long before they expire.
fn early(config: Builder) -> Builder {
    let patient = IdentityCache::lazy().buffer_time(Duration::from_mins(1));
    config.identity_cache(patient.load_timeout(Duration::from_secs(2)).build())
}

type Cache = (&'static str, Change);

const CACHES: [Cache; 4] =
    [("", |config| config), ("uncached, ", uncached), ("punctual, ", punctual), ("early, ", early)];

/// Whose calls all can be slim.
const STABLE: [&str; 5] =
    ["a profile", "a session", "keys that rotate", "sessions that rotate", "an account"];

pub(super) fn sequences() -> Vec<Sequence> {
    let throttled = || Answer::from(error(400, "ThrottlingException"));
    let expired = || Answer::from(error(400, "ExpiredTokenException"));
    let mut all = Vec::new();
    for (who, credentials) in identities() {
        for (cache, cached) in CACHES {
            let of = |what: &str, answers: Vec<Answer>| {
                let slim = match (cache, STABLE.contains(&who)) {
                    ("uncached, ", _) => Slim::None,
                    (_, true) => Slim::All,
                    (_, false) => Slim::Some,
                };
                let mut sequence = Sequence::new(format!("{cache}{who}, {what}"), answers);
                sequence.slim = slim;
                sequence.set(|settings| {
                    settings.credentials.clone_from(&credentials);
                    settings.more.push(cached);
                })
            };
            all.push(of("successes", vec![success().into()]).calls(3));
            all.push(of("throttled", vec![throttled(), throttled(), success().into()]).calls(2));
            all.push(of("expired", vec![expired(), success().into()]).calls(2));
        }
    }
    all
}

fn identities() -> Vec<(&'static str, Vec<Given>)> {
    let [one, two, three] = ["ONE", "TWO", "THREE"].map(Given::key);
    vec![
        ("a session", vec![one.clone().token("token/+==")]),
        ("keys that rotate", vec![one.clone(), two.clone().token("t"), three.clone()]),
        (
            "sessions that expire after a second",
            [one.clone().expires(1), two.clone().expires(2), three.clone().expires(4_000)]
                .map(|given| given.token("t"))
                .to_vec(),
        ),
        (
            "sessions that rotate",
            vec![one.clone().token("t1"), two.clone().token("t2"), three.clone().token("t3")],
        ),
        ("an account", vec![one.clone().account("123456789012")]),
        (
            "accounts that change",
            vec![
                one.clone().account("123456789012").expires(1),
                two.clone().account("210987654321"),
            ],
        ),
        ("a profile", vec![one.clone().feature(AwsCredentialFeature::CredentialsProfile)]),
        (
            "a profile, then a role",
            vec![
                one.clone().feature(AwsCredentialFeature::CredentialsProfile).expires(1),
                two.clone().feature(AwsCredentialFeature::CredentialsStsAssumeRole),
            ],
        ),
        (
            "one key with two tokens",
            vec![one.clone().token("t1").expires(1), one.clone().token("t2")],
        ),
        ("a token that ends", vec![one.clone().token("t1").expires(1), one.clone()]),
        ("a token with spaces", vec![one.clone().token(" t ")]),
        ("no credentials", vec![one.clone().failing()]),
        (
            "credentials that are lost",
            vec![one.clone().expires(1), two.clone().failing(), three.clone()],
        ),
        ("credentials that take 3 s", vec![one.clone().expires(1), two.clone().after(3)]),
        ("credentials that take a minute", vec![one.expires(1), two.after(60), three]),
    ]
}
