//! Sources that are JSON, at the decoder's cursor.

use std::borrow::Cow;

use base64_simd::STANDARD;

use super::value::Source;
use super::{Decoder, MAX_NESTING};
use crate::codec::cursor::{MALFORMED, known};
use crate::codec::kind::SetType;
use crate::codec::numbers::Decimal;
use crate::error::{Mistake, Step};

impl<'a> Decoder<'a> {
    /// A decoder of the items in a response.
    pub(crate) fn of_response(json: &'a str) -> Self {
        Self::new(None, json)
    }

    /// Whether the object at the cursor has no members.
    pub(crate) fn json_is_empty(&self) -> bool {
        let mut json = self.json.clone();
        json.token(b'{') && json.token(b'}')
    }

    /// Calls `read` for each member of the object at the cursor; what that leaves is passed over.
    pub(crate) fn json_object(
        &mut self,
        read: &mut dyn FnMut(&str, &mut Self) -> Option<()>,
    ) -> Option<()> {
        self.source = None;
        self.expect(b'{')?;
        if self.json.token(b'}') {
            return Some(());
        }
        loop {
            let key = self.json.key();
            let key = self.keep(key)?;
            self.source = Some(Source::JsonItem);
            read(&key, self)?;
            self.pass()?;
            if !self.another(b'}')? {
                return Some(());
            }
        }
    }

    /// Calls `read` for each element of the array at the cursor, which must pass it.
    pub(crate) fn json_array(
        &mut self,
        read: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.source = None;
        self.expect(b'[')?;
        if self.json.token(b']') {
            return Some(());
        }
        loop {
            read(self)?;
            if !self.another(b']')? {
                return Some(());
            }
        }
    }

    /// Whether nothing stands behind the response.
    pub(crate) fn json_end(&mut self) -> Option<()> {
        if self.json.is_at_end() { Some(()) } else { self.malformed() }
    }

    /// Reads a count of the response.
    pub(crate) fn json_count(&mut self) -> Option<usize> {
        self.source = None;
        // The SDK's counts have a sign.
        let count = self.json.number().and_then(|number| number.parse::<i32>().ok());
        count.and_then(|count| usize::try_from(count).ok()).or_else(|| self.malformed())
    }

    /// Reads capacity units of the response.
    pub(crate) fn json_units(&mut self) -> Option<f64> {
        self.source = None;
        let units = self.json.number().and_then(|number| number.parse().ok());
        units.filter(|units: &f64| units.is_finite()).or_else(|| self.malformed())
    }

    /// Reads a string that is not an attribute's.
    pub(crate) fn json_string(&mut self) -> Option<String> {
        self.source = None;
        let text = self.json.string();
        self.keep(text).map(Cow::into_owned)
    }

    /// Passes a boolean that is not an attribute's.
    pub(crate) fn json_flag(&mut self) -> Option<()> {
        self.source = None;
        if matches!(self.json.word(), "true" | "false") { Some(()) } else { self.malformed() }
    }

    /// Passes the item at the cursor.
    pub(crate) fn json_pass_item(&mut self) -> Option<()> {
        self.source = None;
        let passed = self.json.pass_map(MAX_NESTING);
        self.keep(passed)
    }

    /// Leaves the response to the SDK, which knows what may stand here.
    pub(crate) fn json_refuse(&mut self) -> Option<()> {
        self.malformed()
    }

    /// The text of the S or N at the cursor, or of an element of their sets, in DynamoDB's own spelling.
    #[inline]
    pub(crate) fn plain(&mut self, set: SetType) -> Option<&'a str> {
        let text = match self.source {
            Some(Source::Json) => self.json.plain_scalar(set)?,
            Some(Source::JsonElement(found)) if found == set => self.json.plain_text()?,
            _ => return None,
        };
        self.source = None;
        Some(text)
    }

    /// The number at the cursor, where it has few digits in DynamoDB's own spelling, and is a `T`.
    #[inline]
    pub(crate) fn plain_decimal<T>(&mut self, read: fn(Decimal) -> Option<T>) -> Option<T> {
        if !matches!(self.source, Some(Source::Json)) {
            return None;
        }
        let (decimal, behind) = self.json.plain_decimal()?;
        let number = read(decimal)?;
        (self.source, self.json) = (None, behind);
        Some(number)
    }

    #[inline]
    pub(super) fn plain_boolean(&mut self) -> Option<bool> {
        if !matches!(self.source, Some(Source::Json)) {
            return None;
        }
        let value = self.json.eat("{\"BOOL\":true}");
        if !value && !self.json.eat("{\"BOOL\":false}") {
            return None;
        }
        self.source = None;
        Some(value)
    }

    /// The text of S, N or B, or of an element of their sets.
    pub(super) fn json_text(&mut self, source: &Source<'_>, set: SetType) -> Option<Cow<'a, str>> {
        let (tag, literal) = match set {
            SetType::Ss => ("S", "{\"S\":"),
            SetType::Ns => ("N", "{\"N\":"),
            SetType::Bs => ("B", "{\"B\":"),
        };
        let text = match source {
            Source::Json => self.json_scalar(tag, literal),
            Source::JsonElement(found) if *found == set => self.json.string(),
            other => return self.mismatch(tag, other),
        };
        self.keep(text)
    }

    fn json_scalar(&mut self, tag: &str, literal: &str) -> Result<Cow<'a, str>, Mistake> {
        self.json.open_as(tag, literal)?;
        let text = self.json.string()?;
        self.json.expect(b'}')?;
        Ok(text)
    }

    pub(super) fn json_bytes(&mut self, source: &Source<'_>) -> Option<Vec<u8>> {
        let plain = match source {
            Source::Json => self.json.plain_scalar(SetType::Bs).map(Cow::Borrowed),
            _ => None,
        };
        // The SDK takes no escapes here.
        let Cow::Borrowed(text) = plain.or_else(|| self.json_text(source, SetType::Bs))? else {
            return self.malformed();
        };
        let bytes = STANDARD.decode_to_vec(text.as_bytes());
        self.keep(bytes.map_err(|_| Mistake::new("B is not valid base64")))
    }

    pub(super) fn json_boolean(&mut self) -> Option<bool> {
        let opened = self.json.open_as("BOOL", "{\"BOOL\":");
        self.keep(opened)?;
        let value = match self.json.word() {
            "true" => true,
            "false" => false,
            _ => {
                self.refuse("BOOL is neither true nor false");
                return None;
            }
        };
        self.close().map(|()| value)
    }

    pub(super) fn json_null(&mut self) -> bool {
        let null = self.json.is_null();
        if null {
            self.pass();
        }
        null
    }

    pub(super) fn json_list(
        &mut self,
        read: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        let opened = self.json.open_as("L", "{\"L\":");
        self.keep(opened)?;
        self.json_elements(|| Source::Json, read)?;
        self.close()
    }

    pub(super) fn json_set(&mut self, read: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.json.is_null() {
            self.source = Some(Source::Json);
            return self.pass();
        }
        let tag = self.json.tag();
        let set = match &*self.keep(tag)? {
            "SS" => SetType::Ss,
            "NS" => SetType::Ns,
            "BS" => SetType::Bs,
            _ => return self.mismatch("a set", &Source::Json),
        };
        let opened = self.json.open();
        self.keep(opened)?;
        self.json_elements(|| Source::JsonElement(set), read)?;
        self.close()
    }

    fn json_elements(
        &mut self,
        source: impl Fn() -> Source<'a>,
        read: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        let mut index = 0;
        self.json_array(&mut |from| {
            from.source = Some(source());
            if read(from).and_then(|()| from.pass()).is_none() {
                return from.failed_at(Step::Index(index));
            }
            index += 1;
            Some(())
        })
    }

    pub(super) fn json_map(
        &mut self,
        tagged: bool,
        read: &mut dyn FnMut(&str, &mut Self) -> Option<()>,
    ) -> Option<()> {
        self.open_map(tagged)?;
        self.json_object(&mut |key, from| {
            from.source = Some(Source::Json);
            if read(key, from).is_none() {
                return from.failed_at(Step::Name(key.to_owned().into()));
            }
            Some(())
        })?;
        if tagged { self.close() } else { Some(()) }
    }

    /// Passes the value at the cursor, unless it has been read.
    #[inline]
    pub(crate) fn pass(&mut self) -> Option<()> {
        if self.source.is_none() { Some(()) } else { self.pass_unread() }
    }

    #[inline(never)]
    fn pass_unread(&mut self) -> Option<()> {
        let levels = MAX_NESTING - self.depth;
        let passed = match self.source.take() {
            Some(Source::Json) => self.json.pass_attribute(levels),
            Some(Source::JsonElement(SetType::Bs)) => self.json.pass_bytes(),
            Some(Source::JsonElement(_)) => self.json.string().map(drop),
            _ => self.json.pass_any(levels),
        };
        self.keep(passed)
    }

    pub(super) fn open_map(&mut self, tagged: bool) -> Option<()> {
        if !tagged {
            return Some(());
        }
        let opened = self.json.open_as("M", "{\"M\":");
        self.keep(opened)
    }

    #[inline]
    pub(super) fn close(&mut self) -> Option<()> {
        self.expect(b'}')
    }

    /// Passes `byte`, which must come next.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        if self.json.token(byte) { Some(()) } else { self.malformed() }
    }

    #[cold]
    #[inline(never)]
    fn malformed<T>(&mut self) -> Option<T> {
        self.refuse(MALFORMED);
        None
    }

    #[inline]
    pub(super) fn another(&mut self, end: u8) -> Option<bool> {
        if self.json.token(b',') { Some(true) } else { self.expect(end).map(|()| false) }
    }

    pub(super) fn json_type(&self) -> &'static str {
        self.json.tag().map_or("an unknown type", |tag| known(&tag))
    }
}
