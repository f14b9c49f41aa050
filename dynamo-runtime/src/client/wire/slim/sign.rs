//! Signature Version 4 of one kind of request, a POST of JSON to `/`, with the key of the day kept. AWS's page "Create a signed AWS
//! API request" has the steps.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What signs for one region and service.
pub(super) struct Signer {
    region: String,
    service: String,
    key: Mutex<Option<Key>>,
}

/// The key of a day.
struct Key {
    credentials: Credentials,
    date: String,
    /// A signature that lacks what is signed.
    begun: Hmac<Sha256>,
}

/// What is signed of a request.
#[derive(Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) host: &'a str,
    pub(super) target: &'a str,
    pub(super) agent: &'a str,
    pub(super) body: &'a [u8],
}

impl Signer {
    pub(super) fn new(region: &str, service: &str) -> Self {
        Self { region: region.to_owned(), service: service.to_owned(), key: Mutex::default() }
    }

    /// Returns the `authorization` of a request that is signed at `time`.
    pub(super) fn authorization(
        &self,
        request: Signed<'_>,
        credentials: &Credentials,
        time: &Time,
    ) -> String {
        let Signed { host, target, agent, body } = request;
        let token = credentials.session_token();
        let names = match token {
            Some(_) => {
                "content-length;content-type;host;x-amz-date;x-amz-security-token;x-amz-target;x-amz-user-agent"
            }
            None => "content-length;content-type;host;x-amz-date;x-amz-target;x-amz-user-agent",
        };
        let mut canonical = String::with_capacity(512 + token.map_or(0, str::len));
        canonical.push_str("POST\n/\n\ncontent-length:");
        canonical.push_str(itoa::Buffer::new().format(body.len()));
        for part in
            ["\ncontent-type:application/x-amz-json-1.0\nhost:", host, "\nx-amz-date:", time.text()]
        {
            canonical.push_str(part);
        }
        if let Some(token) = token {
            canonical.push_str("\nx-amz-security-token:");
            canonical.push_str(token);
        }
        for part in ["\nx-amz-target:", target, "\nx-amz-user-agent:", agent, "\n\n", names, "\n"] {
            canonical.push_str(part);
        }
        hex(&Sha256::digest(body), &mut canonical);
        let canonical = Sha256::digest(&canonical);

        let scope = [time.date(), "/", &self.region, "/", &self.service, "/aws4_request"].concat();
        let mut signature = self.key(credentials, time);
        for part in ["AWS4-HMAC-SHA256\n", time.text(), "\n", &scope, "\n"] {
            signature.update(part.as_bytes());
        }
        let mut digits = String::with_capacity(64);
        hex(&canonical, &mut digits);
        signature.update(digits.as_bytes());

        let key = credentials.access_key_id();
        let mut all = String::with_capacity(256);
        for part in [
            "AWS4-HMAC-SHA256 Credential=",
            key,
            "/",
            &scope,
            ", SignedHeaders=",
            names,
            ", Signature=",
        ] {
            all.push_str(part);
        }
        hex(&signature.finalize().into_bytes(), &mut all);
        all
    }

    /// Returns the key of the day, made anew for another day and for other credentials.
    fn key(&self, credentials: &Credentials, time: &Time) -> Hmac<Sha256> {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*kept
            && kept.date == time.date()
            && kept.credentials.access_key_id() == credentials.access_key_id()
            && kept.credentials.secret_access_key() == credentials.secret_access_key()
        {
            return kept.begun.clone();
        }
        let secret = ["AWS4", credentials.secret_access_key()].concat();
        let mut begun = keyed(secret.as_bytes());
        for part in [time.date(), &self.region, &self.service, "aws4_request"] {
            begun.update(part.as_bytes());
            begun = keyed(&begun.finalize().into_bytes());
        }
        let date = time.date().to_owned();
        *kept = Some(Key { credentials: credentials.clone(), date, begun: begun.clone() });
        begun
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"))
}

/// Appends a digest in hexadecimal.
fn hex(digest: &[u8], to: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(digest) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    to.push_str(str::from_utf8(&text).unwrap_or_default());
}

/// A time as `x-amz-date` has it: `20261122T100000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time([u8; 16]);

impl Time {
    /// The second of `time`; `None` before 1970 and after 9999.
    pub(super) fn new(time: SystemTime) -> Option<Self> {
        let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let (days, second) = (seconds / 86_400, seconds % 86_400);
        // The days of an era of 400 years, which begins with a March, so that a leap day is the last of its year.
        let (era, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + u64::from(month <= 2);
        let mut text = *b"yyyymmddThhmmssZ";
        digits(&mut text[..4], year)?;
        digits(&mut text[4..6], month)?;
        digits(&mut text[6..8], day)?;
        digits(&mut text[9..11], second / 3_600)?;
        digits(&mut text[11..13], second / 60 % 60)?;
        digits(&mut text[13..15], second % 60)?;
        Some(Self(text))
    }

    /// Reads the value of a header.
    pub(super) fn read(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().map(Self)
    }

    pub(super) fn text(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    fn date(&self) -> &str {
        self.text().get(..8).unwrap_or_default()
    }
}

fn digits(places: &mut [u8], mut number: u64) -> Option<()> {
    for place in places.iter_mut().rev() {
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
    (number == 0).then_some(())
}
