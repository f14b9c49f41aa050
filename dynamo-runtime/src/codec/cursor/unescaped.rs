//! How much of a text JSON spells as itself: all but quotes, backslashes and control characters.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES * 0x80;

/// The number of bytes before the first in the words that JSON does not spell as itself.
#[inline]
fn in_words(words: &[[u8; 8]]) -> Option<usize> {
    words.iter().zip((0..).step_by(8)).find_map(|(word, at)| {
        let found = specials(u64::from_le_bytes(*word)) & HIGH;
        (found != 0).then(|| at + found.trailing_zeros() as usize / 8)
    })
}

/// The number of bytes before the first that JSON does not spell as itself: `plain`, for short texts.
pub(super) fn unescaped(bytes: &[u8]) -> usize {
    // Most texts are short: those end in a word at the beginning.
    match bytes.split_first_chunk::<32>() {
        Some((head, rest)) => in_words(head.as_chunks().0).unwrap_or_else(|| 32 + plain(rest)),
        None => plain(bytes),
    }
}

/// The number of bytes before the first that JSON does not spell as itself.
#[inline(never)]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let skipped = 16 * bytes.as_chunks().0.iter().take_while(|block| is_plain_block(block)).count();
    let (words, tail) = bytes[skipped..].as_chunks();
    let in_tail = || tail.iter().take_while(|byte| special(**byte) == 0).count();
    skipped + in_words(words).unwrap_or_else(|| words.len() * 8 + in_tail())
}

/// A fold without a branch, so that it is made for all bytes at once.
#[inline]
fn is_plain_block(block: &[u8; 16]) -> bool {
    block.iter().fold(0, |any, byte| any | special(*byte)) == 0
}

/// Whether JSON spells all bytes as themselves.
#[inline]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let word = |word: &[u8; 8]| is_plain_word(u64::from_le_bytes(*word));
    // The last block and the last word overlap what stands before them.
    if let Some(last) = bytes.last_chunk() {
        bytes.as_chunks().0.iter().all(is_plain_block) && is_plain_block(last)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        word(first) && word(last)
    } else {
        is_plain_word(short(bytes))
    }
}

/// All of at most seven bytes, some of them more than once, and spaces.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    let half = |half: &[u8; 4]| u64::from(u32::from_le_bytes(*half));
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return half(first) | half(last) << 32;
    }
    match *bytes {
        [first, .., last] => {
            let middle = bytes[bytes.len() / 2];
            u64::from_le_bytes([first, middle, last, b' ', b' ', b' ', b' ', b' '])
        }
        [only] => u64::from_le_bytes([only, b' ', b' ', b' ', b' ', b' ', b' ', b' ']),
        [] => ONES * u64::from(b' '),
    }
}

#[inline]
fn is_plain_word(word: u64) -> bool {
    specials(word) & HIGH == 0
}

/// Marks the high bit of each byte that is a quote, a backslash or a control character, and maybe of bytes above such a one.
#[inline]
fn specials(word: u64) -> u64 {
    // A quote with this bit turned is the byte behind the control characters.
    let (turned, slash) = (word ^ (ONES * 2), word ^ (ONES * u64::from(b'\\')));
    (turned.wrapping_sub(ONES * 0x21) | slash.wrapping_sub(ONES)) & !word
}

/// Not zero for what JSON does not spell as itself. No `||`, so that it is told of all bytes of a block at once.
#[inline]
fn special(byte: u8) -> u8 {
    u8::from(byte ^ 2 <= b' ') | u8::from(byte == b'\\')
}
