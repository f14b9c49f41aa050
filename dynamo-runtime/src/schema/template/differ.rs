//! Entities of one table in; a compile error out where two may have an item of the same key.

use super::characters::{NUMBER, has, number_ends, number_goes_on};
use super::message::Message;
use super::{Template, TemplateField, TemplatePart};
use crate::schema::{ScalarType, TableSchema};

/// Refuses entities of which two may have an item of the same key, for the derive.
///
/// # Panics
///
/// So that it does not compile.
#[track_caller]
pub const fn entities_differ(entities: &[&TableSchema]) {
    let mut at = 0;
    while at < entities.len() {
        let mut other = 0;
        while other < at {
            if !differ(entities[other], entities[at]) {
                Message::new("the entities `")
                    .then(entities[other].entity_name())
                    .then("` and `")
                    .then(entities[at].entity_name())
                    .then("` can have items of the same key, so that neither could be told from the other; let their templates begin with \
                         different texts, or give both a `discriminator`")
                    .refuse();
            }
            other += 1;
        }
        at += 1;
    }
}

/// Whether no item can be taken for one of both.
pub(crate) const fn differ(one: &TableSchema, other: &TableSchema) -> bool {
    let hash = meet_as(one, other, one.hash_key.name);
    let range = match &one.range_key {
        Some(key) => meet_as(one, other, key.name),
        None => true,
    };
    !(hash && range) || are_told(one, other)
}

/// Whether both can have the same value in the attribute of the key.
const fn meet_as(one: &TableSchema, other: &TableSchema, attribute: &str) -> bool {
    match (one.made(attribute), other.made(attribute)) {
        (Some(one), Some(other)) => meet(one, other),
        // The value of a field may be any.
        _ => true,
    }
}

/// Whether both have the attribute that tells entities, with different values.
const fn are_told(one: &TableSchema, other: &TableSchema) -> bool {
    let mut at = 0;
    while at < one.templates.len() {
        let template = &one.templates[at];
        if !template.is_key
            && let Some(others) = other.made(template.attribute)
            && !others.is_key
            && !meet(template, others)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether both templates can make the same text or number.
const fn meet(one: &Template, other: &Template) -> bool {
    match (one.bare(), other.bare()) {
        (None, None) => goes_on(one, Place::START, other, Place::START),
        // The value of a bare field may be any of its type.
        _ => one.ty() as u8 == other.ty() as u8,
    }
}

/// It stands in every number, where behind it everything can follow that can behind another digit; and in every text.
const ANY_DIGIT: u8 = b'1';

/// A place in the text that a template makes.
#[derive(Clone, Copy)]
struct Place {
    part: usize,
    /// How many bytes of a text, or digits of a number with a width, are behind it.
    at: usize,
    /// Where the number without a width is.
    number: u8,
    /// The sign of an escape, and its first digit, where the place is behind one.
    escape: [u8; 2],
}

/// Whether a text leads from both places to the ends of both templates.
///
/// Only one character can follow in a text of the template itself; where both are in fields, a field goes on with any character, so that it
/// matters only where one of them ends.
const fn goes_on(one: &Template, mut from: Place, other: &Template, mut to: Place) -> bool {
    loop {
        if from.is_end(one) && to.is_end(other) {
            return true;
        }
        let character = match (from.only(one), to.only(other)) {
            (Some(character), _) | (None, Some(character)) => character,
            (None, None) if from.is_padded(one) || to.is_padded(other) => ANY_DIGIT,
            (None, None) => return branches(one, from, other, to),
        };
        match (from.behind(one, character), to.behind(other, character)) {
            (Some(next), Some(other)) => (from, to) = (next, other),
            _ => return false,
        }
    }
}

/// The same of places that are both in fields without a width.
const fn branches(one: &Template, from: Place, other: &Template, to: Place) -> bool {
    let characters = [Some(ANY_DIGIT), one.separator(from.part), other.separator(to.part)];
    let mut at = 0;
    while at < characters.len() {
        if let Some(character) = characters[at]
            && let (Some(next), Some(others)) =
                (from.behind(one, character), to.behind(other, character))
            && !(from.is(next) && to.is(others))
            && goes_on(one, next, other, others)
        {
            return true;
        }
        at += 1;
    }
    false
}

impl Place {
    const START: Self = Self::of(0);

    const fn of(part: usize) -> Self {
        Self { part, at: 0, number: NUMBER, escape: [0; 2] }
    }

    const fn is(self, other: Self) -> bool {
        self.part == other.part
            && self.at == other.at
            && self.number == other.number
            && self.escape[0] == other.escape[0]
            && self.escape[1] == other.escape[1]
    }

    /// Whether the text can end here.
    const fn is_end(self, template: &Template) -> bool {
        if self.part == template.parts.len() {
            return true;
        }
        match self.field(template) {
            Some(field) => self.part + 1 == template.parts.len() && self.can_leave(field),
            None => false,
        }
    }

    const fn part_of(self, template: &Template) -> Option<&'static TemplatePart> {
        if self.part < template.parts.len() { Some(&template.parts[self.part]) } else { None }
    }

    const fn field(self, template: &Template) -> Option<&'static TemplateField> {
        match self.part_of(template) {
            Some(TemplatePart::Field(field)) => Some(field),
            _ => None,
        }
    }

    /// Whether the field can end here, which is one without a width.
    const fn can_leave(self, field: &TemplateField) -> bool {
        let number = matches!(field.ty, ScalarType::N);
        self.escape[0] == 0 && field.width == 0 && (!number || number_ends(self.number))
    }

    const fn is_padded(self, template: &Template) -> bool {
        matches!(self.field(template), Some(field) if field.width > 0)
    }

    /// The next character, in a text of the template.
    const fn only(self, template: &Template) -> Option<u8> {
        match self.part_of(template) {
            Some(TemplatePart::Text(text)) => Some(text.as_bytes()[self.at]),
            _ => None,
        }
    }

    /// The place behind the character; `None` where it cannot follow.
    const fn behind(self, template: &Template, character: u8) -> Option<Self> {
        match self.field(template) {
            None => self.behind_text(template, character),
            Some(field) if field.width > 0 => match character {
                b'0'..=b'9' => Some(self.counted(field.width as usize)),
                _ => None,
            },
            Some(field) => self.behind_open(template, field, character),
        }
    }

    const fn behind_text(self, template: &Template, character: u8) -> Option<Self> {
        match self.part_of(template) {
            Some(TemplatePart::Text(text)) if text.as_bytes()[self.at] == character => {
                Some(self.counted(text.len()))
            }
            _ => None,
        }
    }

    /// One byte further in a part of so many.
    const fn counted(self, length: usize) -> Self {
        if self.at + 1 == length {
            Self::of(self.part + 1)
        } else {
            Self { at: self.at + 1, ..self }
        }
    }

    const fn behind_open(
        self,
        template: &Template,
        field: &TemplateField,
        character: u8,
    ) -> Option<Self> {
        let escaped = template.escaped(self.part);
        match self.escape {
            [0, _] if character == b'$' => Some(Self { escape: [b'$', 0], ..self }),
            [0, _] if !has(escaped, character) => self.behind_value(field, character),
            [0, _] if self.can_leave(field) => {
                Self::of(self.part + 1).behind_text(template, character)
            }
            [_, 0] if matches!(character, b'0'..=b'7') => {
                Some(Self { escape: [b'$', character], ..self })
            }
            [b'$', high] if high != 0 => {
                let low = match character {
                    b'0'..=b'9' => character - b'0',
                    b'A'..=b'F' => character - b'A' + 10,
                    _ => return None,
                };
                let character = (high - b'0') << 4 | low;
                let sound = has(escaped, character);
                if sound { self.behind_value(field, character) } else { None }
            }
            _ => None,
        }
    }

    /// The place behind a character of the field's value.
    const fn behind_value(self, field: &TemplateField, character: u8) -> Option<Self> {
        let here = Self::of(self.part);
        if !matches!(field.ty, ScalarType::N) {
            return Some(here);
        }
        match number_goes_on(self.number, character, field.integer) {
            Some(number) => Some(Self { number, ..here }),
            None => None,
        }
    }
}
