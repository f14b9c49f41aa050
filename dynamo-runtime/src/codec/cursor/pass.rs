//! What is passed over: checked, so that nothing is taken that the SDK's parser would refuse.

use base64_simd::STANDARD;

use super::{Cursor, malformed};
use crate::codec::kind::SetType;
use crate::error::Mistake;

/// What passes a value that holds lists and maps of so many levels at most.
type Pass<'a> = fn(&mut Cursor<'a>, usize) -> Result<(), Mistake>;

impl<'a> Cursor<'a> {
    /// Finds the member `name` of the item that stands here, or of the M if it is `tagged` as an attribute value.
    pub(crate) fn member(
        mut self,
        name: &str,
        tagged: bool,
        levels: usize,
    ) -> Result<Option<Self>, Mistake> {
        if tagged {
            self.open_as("M", "{\"M\":")?;
        }
        self.expect(b'{')?;
        if self.token(b'}') {
            return Ok(None);
        }
        loop {
            if self.key()? == name {
                return Ok(Some(self));
            }
            self.pass_attribute(levels)?;
            if !self.token(b',') {
                return self.expect(b'}').map(|()| None);
            }
        }
    }

    /// Passes an attribute value.
    pub(crate) fn pass_attribute(&mut self, levels: usize) -> Result<(), Mistake> {
        let plain = self.plain_scalar(SetType::Ss).or_else(|| self.plain_scalar(SetType::Ns));
        if plain.is_some() {
            return Ok(());
        }
        match &*self.open()? {
            "S" | "N" => drop(self.string()?),
            "B" => self.pass_bytes()?,
            "BOOL" => self.pass_word(|word| matches!(word, "true" | "false"))?,
            "NULL" => self.pass_word(|word| word == "true")?,
            "SS" | "NS" => self.pass_array(levels, |from, _| from.string().map(drop))?,
            "BS" => self.pass_array(levels, |from, _| from.pass_bytes())?,
            "L" => self.pass_array(levels, Self::pass_attribute)?,
            "M" => self.pass_map(levels)?,
            _ => return malformed(),
        }
        self.expect(b'}')
    }

    /// Passes a map of attribute values, such as an item.
    pub(crate) fn pass_map(&mut self, levels: usize) -> Result<(), Mistake> {
        self.pass_object(levels, Self::pass_attribute)
    }

    /// Passes the text of B, in which the SDK takes no escapes.
    pub(crate) fn pass_bytes(&mut self) -> Result<(), Mistake> {
        self.expect(b'"')?;
        let text = self.unescaped();
        if STANDARD.check(text.as_bytes()).is_err() || !self.eat("\"") {
            return malformed();
        }
        Ok(())
    }

    /// Passes any JSON value.
    pub(crate) fn pass_any(&mut self, levels: usize) -> Result<(), Mistake> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => self.pass_object(levels, Self::pass_any),
            Some(b'[') => self.pass_array(levels, Self::pass_any),
            Some(b'-' | b'0'..=b'9') => self.number().map_or_else(malformed, |_| Ok(())),
            _ => self.pass_word(|word| matches!(word, "true" | "false" | "null")),
        }
    }

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        let number = self.word();
        let begins = number.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let of_it = |byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let whole = begins && number.bytes().all(of_it) && number.parse::<f64>().is_ok();
        whole.then_some(number)
    }

    fn pass_word(&mut self, is_right: impl Fn(&str) -> bool) -> Result<(), Mistake> {
        if is_right(self.word()) { Ok(()) } else { malformed() }
    }

    fn pass_object(&mut self, levels: usize, pass: Pass<'a>) -> Result<(), Mistake> {
        self.pass_all(levels, (b'{', b'}'), |from, levels| {
            from.key()?;
            pass(from, levels)
        })
    }

    fn pass_array(&mut self, levels: usize, pass: Pass<'a>) -> Result<(), Mistake> {
        self.pass_all(levels, (b'[', b']'), pass)
    }

    /// Passes what stands between two brackets, separated by commas.
    fn pass_all(
        &mut self,
        levels: usize,
        (begin, end): (u8, u8),
        pass: impl Fn(&mut Self, usize) -> Result<(), Mistake>,
    ) -> Result<(), Mistake> {
        self.expect(begin)?;
        if self.token(end) {
            return Ok(());
        }
        // What nests deeper is left to the SDK, as whatever is refused here.
        let Some(levels) = levels.checked_sub(1) else { return malformed() };
        loop {
            pass(self, levels)?;
            if !self.token(b',') {
                return self.expect(end);
            }
        }
    }
}
