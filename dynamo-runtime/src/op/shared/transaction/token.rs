//! What tells the service that a transaction is one that it has been sent before.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use crate::client::wire::uuid;
use crate::error::{Error, ErrorKind};

/// "`ClientRequestToken`" of the DynamoDB API reference.
const MAX_LENGTH: usize = 36;

/// The service knows a token for ten minutes: one that is sent until then has arrived by then.
pub(crate) const HOLDS: Duration = Duration::from_mins(9);

/// Returns a token that nobody has, in the form of a random UUID.
pub(crate) fn random() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // The hashers' keys are random, and secret; the count tells their hashes apart, and the time and the process those of a fork.
    let (keys, count) = (RandomState::new(), COUNT.fetch_add(1, Relaxed));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let half = |half: u8| u128::from(keys.hash_one((half, count, now, process::id())));
    uuid((half(0) << 64) | half(1))
}

/// Refuses a token that the service would refuse.
pub(crate) fn check(token: &str) -> Result<(), Error> {
    match token.chars().count() {
        0 => Err(refused("the token is empty".to_owned())),
        length if length > MAX_LENGTH => {
            let problem =
                format!("the token has {length} characters, and the limit is {MAX_LENGTH}");
            Err(refused(problem))
        }
        _ => Ok(()),
    }
}

fn refused(problem: String) -> Error {
    let remedy = "; without `token`, a random one is taken";
    Error::new(ErrorKind::InvalidRequest, problem + remedy)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::*;

    #[test]
    fn tokens_are_random_uuids() {
        let tokens = || (0..1000).map(|_| random()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| thread::spawn(tokens)).collect();
        let tokens = threads.into_iter().flat_map(|one| one.join().expect("no panic"));
        let tokens: Vec<String> = tokens.collect();
        assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), 4000);
        for token in &tokens {
            let parts: Vec<usize> = token.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{token}");
            assert_eq!(&token[14..15], "4", "{token}");
            assert!("89ab".contains(&token[19..20]), "{token}");
            check(token).expect("a token");
        }
        // Each of the 122 bits is set in about half of them.
        let bits = tokens.iter().map(|token| u128::from_str_radix(&token.replace('-', ""), 16));
        let bits: Vec<u128> = bits.map(|bits| bits.expect("hexadecimal digits")).collect();
        let set = |bit: u32| bits.iter().filter(|bits| **bits >> bit & 1 == 1).count();
        let free = (0..128).filter(|bit| !(76..80).contains(bit) && !(62..64).contains(bit));
        assert!({ free }.all(|bit| (1600..2400).contains(&set(bit))));
    }

    #[test]
    fn a_token_has_a_length() {
        for token in ["", &"a".repeat(37), &"é".repeat(37)] {
            assert!(check(token).is_err_and(|error| error.kind() == ErrorKind::InvalidRequest));
        }
        for token in ["a", &"a".repeat(36), &"é".repeat(36)] {
            check(token).expect("a token");
        }
    }
}
