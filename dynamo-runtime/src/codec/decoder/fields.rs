//! A struct's JSON in, its fields read into their slots out.

use std::{mem, ptr};

use super::Decoder;
use super::rest::{Place, Rest};
use super::value::Source;
use crate::codec::{Field, Slot};
use crate::error::Step;

/// The order in which the attributes of each struct came the last time: DynamoDB keeps one order for one set of attributes.
#[derive(Default)]
pub(super) struct Orders(Vec<(&'static [Field], Vec<usize>)>);

impl Orders {
    /// Returns where the order of a struct's fields is kept, from now on.
    fn place(&mut self, fields: &'static [Field]) -> usize {
        let known = self.0.iter().position(|(known, _)| ptr::eq(*known, fields));
        known.unwrap_or_else(|| {
            self.0.push((fields, Vec::new()));
            self.0.len() - 1
        })
    }
}

impl<'a> Decoder<'a> {
    /// Returns how many slots have been read.
    pub(super) fn json_fields(
        &mut self,
        tagged: bool,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        rest: Option<&mut Rest<'a>>,
    ) -> Option<usize> {
        self.source = None;
        self.open_map(tagged)?;
        let place = self.orders.place(fields);
        // A struct within the struct may be of the same type, and learns on its own.
        let mut order = mem::take(&mut self.orders.0[place].1);
        let read = self.json_members(fields, slots, &mut order, rest);
        self.orders.0[place].1 = order;
        if tagged { read.and_then(|read| self.close().map(|()| read)) } else { read }
    }

    fn json_members(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        order: &mut Vec<usize>,
        mut rest: Option<&mut Rest<'a>>,
    ) -> Option<usize> {
        let mut read = 0;
        for nth in 0.. {
            let expected = self.expected_field(fields, order, nth);
            let start = if expected.is_none() {
                if nth > 0 && self.json.eat("}") || !self.has_member(nth)? {
                    break;
                }
                rest.is_some().then(|| self.json.clone())
            } else {
                None
            };
            let at = match expected {
                Some(at) => at,
                None => self.json_field(fields, order, nth)?,
            };
            self.source = Some(Source::Json);
            if let Some(slot) = slots.get_mut(at) {
                slot.read(self);
                if self.error.is_some() {
                    self.failed_at(Step::Name(fields[at].name.into()))?;
                }
                read += 1;
            } else if let (Some(rest), Some(mut json)) = (&mut rest, start) {
                let key = json.key();
                rest.push((self.keep(key)?, Place::Json(json)));
            }
            self.pass()?;
        }
        Some(read)
    }

    /// Passes the member at the cursor as far as its value, if it is of the field that came here the last time.
    #[inline]
    fn expected_field(&mut self, fields: &[Field], order: &[usize], nth: usize) -> Option<usize> {
        let expected = *order.get(nth)?;
        self.json.eat_member(fields.get(expected)?, nth == 0).then_some(expected)
    }

    /// Passes what stands before the `nth` member of an object, or the end of the object where it has no more.
    #[inline(never)]
    fn has_member(&mut self, nth: usize) -> Option<bool> {
        if nth > 0 {
            return self.another(b'}');
        }
        self.expect(b'{')?;
        Some(!self.json.token(b'}'))
    }

    /// Passes the key at the cursor, and returns the field it names: any place beyond the fields where it names none.
    #[inline(never)]
    fn json_field(
        &mut self,
        fields: &[Field],
        order: &mut Vec<usize>,
        nth: usize,
    ) -> Option<usize> {
        let key = self.json.key();
        let key = self.keep(key)?;
        let at = fields.iter().position(|field| field.name == key).unwrap_or(usize::MAX);
        match order.get_mut(nth) {
            Some(expected) => *expected = at,
            None => order.push(at),
        }
        Some(at)
    }
}
