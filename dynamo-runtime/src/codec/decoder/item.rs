//! An item of a response in, what is read of it out: or the mistake in it, with all of the item.

use super::Decoder;
use super::value::Source;
use crate::codec::cursor::Cursor;
use crate::codec::{Attributes, Decode};
use crate::error::Mistake;

impl<'a> Decoder<'a> {
    /// Reads the item at the cursor with `decode`.
    pub(crate) fn json_item<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let start = self.json.clone();
        self.source = Some(Source::JsonItem);
        let item = decode(self);
        if item.is_none() || self.error.is_some() {
            self.keep_item(start);
            return None;
        }
        item
    }

    /// Reads the item at the cursor with `decode`, or goes on behind it with the mistake that has the item; `None` where what
    /// stands there is none.
    pub(crate) fn json_item_or_mistake<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Result<T, Mistake>> {
        let read = self.json_item(decode).map(Ok);
        read.or_else(|| self.error.take_if(|mistake| mistake.has_item()).map(Err))
    }

    /// Reads the item at the cursor, and whether it is one that is owned; it is still to be read then, and is passed else.
    pub(crate) fn json_is_own(&mut self, owns: &dyn Fn(&Attributes) -> bool) -> Option<bool> {
        let start = self.json.clone();
        let own = owns(&self.json_item(Attributes::decode)?);
        if own {
            self.json = start;
        }
        Some(own)
    }

    /// Whether the item that has just failed to be read, and has been passed, is not owned: then that is no mistake.
    #[cold]
    pub(crate) fn json_was_of_another(&mut self, owns: &dyn Fn(&Attributes) -> bool) -> bool {
        let of_another = |mistake: &mut Mistake| mistake.item().is_some_and(|item| !owns(item));
        self.error.take_if(of_another).is_some()
    }

    /// Returns those of the item's attributes that have these names, and leaves the item to be read.
    pub(crate) fn peek(&mut self, names: &[&str]) -> Option<Attributes> {
        let mut found = Attributes::new();
        if let Some(Source::Item(item)) = &self.source {
            let there = names.iter().filter_map(|name| Some((name, item.get(*name)?)));
            found.extend(there.map(|(name, value)| ((*name).to_owned(), value.clone())));
            return Some(found);
        }
        let json = self.json.clone();
        self.map(&mut |name, from| {
            if names.contains(&name) {
                found.insert(name.to_owned(), from.attribute_value()?);
            }
            Some(())
        })?;
        (self.source, self.json) = (Some(Source::JsonItem), json);
        Some(found)
    }

    /// Reads the item at the cursor with `decode`, and returns where it stands: how many bytes behind its beginning, and behind its
    /// end, are left of the text.
    pub(crate) fn json_item_at<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<(T, [usize; 2])> {
        let start = self.json.left();
        let read = self.json_item(decode)?;
        Some((read, [start, self.json.left()]))
    }

    /// Passes the item at the cursor, and returns its text.
    pub(crate) fn json_item_text(&mut self) -> Option<&'a str> {
        let start = self.json.clone();
        self.json_pass_item()?;
        Some(self.json.since(&start))
    }

    /// Keeps the item that stands at `start` with the mistake that was found in it, and passes it.
    #[cold]
    fn keep_item(&mut self, start: Cursor<'a>) {
        self.refuse("the value could not be read");
        let mut again = Self::new(Some(Source::JsonItem), "");
        again.json = start;
        let item = Attributes::decode(&mut again).filter(|_| again.error.is_none());
        if let Some(item) = item {
            self.error = self.error.take().map(|mistake| mistake.of_item(item));
            (self.source, self.json) = (None, again.json);
        }
    }
}
