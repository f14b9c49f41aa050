//! Declarations that nobody would write, right or wrong: the derives do not panic, and tell what is wrong where it stands.
//!
//! 100,000 of them, and a tenth of that without optimization, the same each time. `DERIVE_FUZZ_SECONDS=600` makes others, for as
//! long; what fails names its seed, and `DERIVE_FUZZ_SEED=7` makes that one alone. Where the mistakes stand is known only with
//! proc-macro2's spans: `cargo test --release -p dynamo-derive --features proc-macro2/span-locations fuzz`.

mod declaration;
mod mistakes;
mod random;

use std::env;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use proc_macro2::{TokenStream, TokenTree};
use syn::{DeriveInput, File, Ident};

use self::declaration::{Declared, declaration};
use self::random::Random;

/// Without optimization, one takes a millisecond.
const DECLARATIONS: u64 = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
/// What is made in one thread, which keeps the source of each.
const AT_ONCE: u64 = 500;
/// To parse an expansion takes longer than to make it.
const ITEMS_ONCE_IN: u64 = 16;

#[test]
fn no_declaration_makes_a_derive_panic() {
    if let Some(seed) = number("DERIVE_FUZZ_SEED") {
        return check(seed);
    }
    let seconds = number("DERIVE_FUZZ_SECONDS").map(Duration::from_secs);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    // Far from one another, so that no two runs make the same.
    let first = seconds.map_or(0, |_| now << 30);
    let (began, next) = (Instant::now(), AtomicU64::new(first));
    let goes_on = |seed| match seconds {
        Some(seconds) => began.elapsed() < seconds,
        None => seed < DECLARATIONS,
    };
    let work = || loop {
        let seed = next.fetch_add(AT_ONCE, Ordering::Relaxed);
        if !goes_on(seed) {
            break;
        }
        check_all(seed..seed + AT_ONCE);
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    if seconds.is_some() {
        println!("{} declarations", next.into_inner() - first);
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text}")))
}

fn check_all(seeds: Range<u64>) {
    let checked = thread::spawn(|| seeds.for_each(check)).join();
    checked.unwrap_or_else(|panic| panic::resume_unwind(panic));
}

fn check(seed: u64) {
    let Declared { source, derive, wrong } = declaration(&mut Random::new(seed));
    let derive = [crate::table, crate::value, crate::view, crate::items][derive];
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        let input: DeriveInput = match syn::parse_str(&source) {
            Ok(input) => input,
            // What is no item never comes to a derive.
            Err(error) => return assert!(wrong.is_none(), "{error}"),
        };
        let expansion = derive(&input);
        let errors = errors(expansion.clone());
        if let Some(wrong) = wrong {
            assert_eq!(wrong, !errors.is_empty(), "told of a mistake");
        }
        let knows_places = input.ident.span().source_text().is_some();
        assert!(
            !knows_places || errors.iter().all(|error| stands_in_the_input(error)),
            "a mistake has a place"
        );
        if seed.is_multiple_of(ITEMS_ONCE_IN) {
            syn::parse2::<File>(expansion).expect("items");
        }
    }));
    assert!(outcome.is_ok(), "DERIVE_FUZZ_SEED={seed}, wrong: {wrong:?}\n{source}");
}

/// The places of the errors among the items.
fn errors(expansion: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    // `::core::compile_error! { "..." }`
    let is_error = |at: &TokenTree| matches!(at, TokenTree::Ident(name) if name == "compile_error");
    let found = (0..tokens.len()).filter(|at| is_error(&tokens[*at]));
    found.map(|at| tokens[at..tokens.len().min(at + 3)].to_vec()).collect()
}

fn stands_in_the_input(error: &[TokenTree]) -> bool {
    error.iter().all(|token| token.span().source_text().is_some_and(|text| !text.is_empty()))
}

// Without it, the test above could find no errors, and none in the wrong place.
#[test]
fn an_error_is_found_among_items() {
    let input = syn::parse_str("struct NoKey { field: u8 }").expect("a struct");
    assert_eq!(errors(crate::table(&input)).len(), 1);
    let sound = syn::parse_str("struct Key { #[hash_key] field: u8 }").expect("a struct");
    assert!(errors(crate::table(&sound)).is_empty());
    let elsewhere = Ident::new("compile_error", proc_macro2::Span::call_site());
    assert!(!stands_in_the_input(&[TokenTree::Ident(elsewhere)]));
}
