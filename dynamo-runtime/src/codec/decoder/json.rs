//! Sources that are JSON, at the decoder's cursor.

use std::borrow::Cow;
use std::mem;
use std::ptr;

use base64_simd::STANDARD;

use super::Decoder;
use super::rest::{Place, Rest};
use super::value::Source;
use crate::codec::cursor::known;
use crate::codec::kind::SetType;
use crate::codec::{Decode, Field, Slot};
use crate::error::{Mistake, Step};

/// The order in which the attributes of each struct came the last time: DynamoDB keeps one order for one set of attributes.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<(&'static [Field], Vec<usize>)>);

impl Orders {
    /// Takes the order of a struct's fields out, to be put back.
    fn take(&mut self, fields: &'static [Field]) -> Vec<usize> {
        let known = self.0.iter_mut().find(|(known, _)| ptr::eq(*known, fields));
        known.map(|(_, order)| mem::take(order)).unwrap_or_default()
    }

    fn put(&mut self, fields: &'static [Field], order: Vec<usize>) {
        match self.0.iter_mut().find(|(known, _)| ptr::eq(*known, fields)) {
            Some((_, known)) => *known = order,
            None => self.0.push((fields, order)),
        }
    }
}

impl<'a> Decoder<'a> {
    /// A decoder of the items in a response.
    pub(crate) fn of_response(json: &'a str) -> Self {
        Self::new(None, json)
    }

    /// Decodes the item at the cursor.
    pub(crate) fn json_item<T: Decode<'a>>(&mut self) -> Option<T> {
        self.source = Some(Source::JsonItem);
        let item = T::decode(self);
        if item.is_none() {
            self.refuse("it could not be read");
        }
        item.filter(|_| self.error.is_none())
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
        let opened = self.json.expect(b'{');
        self.keep(opened)?;
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
        let opened = self.json.expect(b'[');
        self.keep(opened)?;
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

    /// Reads a number that is not an attribute's.
    pub(crate) fn json_count(&mut self) -> Option<usize> {
        self.source = None;
        let count = self.json.word().parse();
        self.keep(count.map_err(|_| Mistake::new("a count of the response is not a number")))
    }

    /// The text of the attribute value at the cursor, if DynamoDB's own spelling of it begins with `open`.
    #[inline]
    pub(super) fn plain<const N: usize>(&mut self, open: &[u8; N]) -> Option<&'a str> {
        if !matches!(self.source, Some(Source::Json)) {
            return None;
        }
        let text = self.json.plain_scalar(open)?;
        self.source = None;
        Some(text)
    }

    #[inline]
    pub(super) fn plain_boolean(&mut self) -> Option<bool> {
        if !matches!(self.source, Some(Source::Json)) {
            return None;
        }
        let value = self.json.eat_bytes(b"{\"BOOL\":true}");
        if !value && !self.json.eat_bytes(b"{\"BOOL\":false}") {
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
            Source::Json => self.json.plain_scalar(b"{\"B\":\"").map(Cow::Borrowed),
            _ => None,
        };
        let text = plain.or_else(|| self.json_text(source, SetType::Bs))?;
        let bytes = STANDARD.decode_to_vec(text.as_bytes());
        self.keep(bytes.map_err(|_| Mistake::new("B is not in base64")))
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

    pub(super) fn json_fields(
        &mut self,
        tagged: bool,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        rest: Option<&mut Rest<'a>>,
    ) -> Option<()> {
        self.open_map(tagged)?;
        let mut order = self.orders.take(fields);
        let read = self.json_members(fields, slots, &mut order, rest);
        self.orders.put(fields, order);
        read?;
        if tagged { self.close() } else { Some(()) }
    }

    fn json_members(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        order: &mut Vec<usize>,
        mut rest: Option<&mut Rest<'a>>,
    ) -> Option<()> {
        let opened = self.json.expect(b'{');
        self.keep(opened)?;
        if self.json.token(b'}') {
            return Some(());
        }
        for nth in 0.. {
            let mut json = self.json.clone();
            let at = self.json_field(fields, order, nth)?;
            self.source = Some(Source::Json);
            if let Some(slot) = slots.get_mut(at) {
                slot.read(self);
                if self.error.is_some() {
                    return self.failed_at(Step::Name(fields[at].name.into()));
                }
            } else if let Some(rest) = &mut rest {
                let key = json.key();
                rest.push((self.keep(key)?, Place::Json(json)));
            }
            self.pass()?;
            if !self.another(b'}')? {
                break;
            }
        }
        Some(())
    }

    /// Passes the key at the cursor, and returns the field it names: any place beyond the fields where it names none.
    fn json_field(
        &mut self,
        fields: &[Field],
        order: &mut Vec<usize>,
        nth: usize,
    ) -> Option<usize> {
        let expected = order.get(nth).copied().unwrap_or(usize::MAX);
        if let Some(field) = fields.get(expected)
            && field.plain
            && self.json.eat_key(field.name)
        {
            return Some(expected);
        }
        let key = self.json.key();
        let key = self.keep(key)?;
        let at = fields.iter().position(|field| field.name == key).unwrap_or(usize::MAX);
        match order.get_mut(nth) {
            Some(expected) => *expected = at,
            None => order.push(at),
        }
        Some(at)
    }

    /// Passes the value at the cursor, unless it has been read.
    #[inline]
    pub(crate) fn pass(&mut self) -> Option<()> {
        if self.source.is_none() {
            return Some(());
        }
        self.source = None;
        let passed = self.json.skip();
        self.keep(passed)
    }

    fn open_map(&mut self, tagged: bool) -> Option<()> {
        if !tagged {
            return Some(());
        }
        let opened = self.json.open_as("M", "{\"M\":");
        self.keep(opened)
    }

    fn close(&mut self) -> Option<()> {
        let closed = self.json.expect(b'}');
        self.keep(closed)
    }

    #[inline]
    fn another(&mut self, end: u8) -> Option<bool> {
        if self.json.eat_bytes(b",") {
            return Some(true);
        }
        let another = self.json.another(end);
        self.keep(another)
    }

    pub(super) fn json_type(&self) -> &'static str {
        self.json.tag().map_or("an unknown type", |tag| known(&tag))
    }
}
