//! Cursors that nobody else can make: a text with its signature, and back.

use base64_simd::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Cursor, text};
use crate::error::{Error, ErrorKind};

/// The bytes of a signature.
const SIGNATURE: usize = 32;

impl Cursor {
    /// Returns the text with a signature (HMAC-SHA256), which [`verify`](Self::verify) takes under the same secret: 32 random bytes that
    /// the programs which make and take the cursors share. Who has the text can still read the keys in it, but can neither change
    /// it nor make another.
    ///
    /// ```
    /// use dynamo_runtime::{Cursor, ErrorKind};
    ///
    /// # fn example(cursor: Cursor, secret: &[u8; 32]) -> Result<(), dynamo_runtime::Error> {
    /// let text: String = cursor.sign(secret);
    /// let cursor = Cursor::verify(&text, secret)?;
    /// # Ok(())
    /// # }
    /// let forged = Cursor::verify("AAAA", &[7; 32]).unwrap_err();
    /// assert_eq!(forged.kind(), ErrorKind::InvalidCursor);
    /// ```
    #[must_use]
    pub fn sign(&self, secret: &[u8; 32]) -> String {
        let mut bytes = text::write(self);
        let signature = signature(&bytes, secret).finalize().into_bytes();
        bytes.extend(signature);
        URL_SAFE_NO_PAD.encode_to_string(bytes)
    }

    /// Reads a text that [`sign`](Self::sign) has returned.
    ///
    /// # Errors
    ///
    /// [`InvalidCursor`](ErrorKind::InvalidCursor): the text is not signed with this secret, has been changed, or is of another version.
    pub fn verify(text: &str, secret: &[u8; 32]) -> Result<Self, Error> {
        let bytes = URL_SAFE_NO_PAD.decode_to_vec(text.as_bytes()).unwrap_or_default();
        let parts = bytes.len().checked_sub(SIGNATURE).map(|length| bytes.split_at(length));
        let signed =
            parts.filter(|(own, found)| signature(own, secret).verify_slice(found).is_ok());
        signed.and_then(|(own, _)| text::read(own)).ok_or_else(|| {
            let problem = "the text is not a cursor signed with this secret";
            Error::new(ErrorKind::InvalidCursor, problem)
        })
    }
}

fn signature(bytes: &[u8], secret: &[u8; 32]) -> Hmac<Sha256> {
    // What a key of HMAC lacks to its 64 bytes is 0.
    let mut key = [0; 64];
    key[..secret.len()].copy_from_slice(secret);
    let mut signature = <Hmac<Sha256> as KeyInit>::new(&key.into());
    signature.update(bytes);
    signature
}
