//! Words in, the message of a compile error out: what a const can say of the names in it.

/// A text that is put together while compiling.
pub(super) struct Message {
    bytes: [u8; Self::MAX],
    length: usize,
}

impl Message {
    /// More than any message has that names an attribute, whose name is cut where it is longer.
    const MAX: usize = 512;

    pub(super) const fn new(text: &str) -> Self {
        Self { bytes: [0; Self::MAX], length: 0 }.then(text)
    }

    pub(super) const fn then(mut self, text: &str) -> Self {
        let (text, mut at) = (text.as_bytes(), 0);
        while at < text.len() && self.length < Self::MAX {
            self.bytes[self.length] = text[at];
            (self.length, at) = (self.length + 1, at + 1);
        }
        self
    }

    /// Shows the message as the compile error at the user's code.
    ///
    /// # Panics
    ///
    /// That is what it is for.
    #[track_caller]
    pub(super) const fn refuse(&self) -> ! {
        let (text, _) = self.bytes.split_at(self.length);
        match str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            // A name has been cut within a character.
            Err(_) => panic!("the template of a key is not sound"),
        }
    }
}
