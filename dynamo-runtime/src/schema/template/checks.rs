//! The parts of a template in; a compile error out where they cannot be told apart, or would not sort.

use super::message::Message;
use super::{TemplateField, TemplatePart};
use crate::schema::ScalarType;

/// Numbers of DynamoDB have so many digits.
const MAX_WIDTH: u8 = 38;

/// Refuses parts that could not be told apart in a text, and what has no place in one.
#[track_caller]
pub(super) const fn parts_are_sound(parts: &[TemplatePart]) {
    assert!(!parts.is_empty(), "the template is empty; give it a text, a field in braces, or both");
    let mut at = 0;
    while at < parts.len() {
        let next = if at + 1 < parts.len() { Some(&parts[at + 1]) } else { None };
        match (&parts[at], next) {
            (TemplatePart::Text(_), Some(TemplatePart::Text(_))) => {
                panic!("two texts of the template stand side by side; join them")
            }
            (TemplatePart::Text(text), _) => {
                assert!(!text.is_empty(), "a text of the template is empty; leave it out");
            }
            (TemplatePart::Field(field), Some(TemplatePart::Field(other))) => {
                Message::new("nothing stands between `")
                    .then(field.name)
                    .then("` and `")
                    .then(other.name)
                    .then("`; put a separator between them, such as `#`")
                    .refuse();
            }
            (TemplatePart::Field(field), Some(TemplatePart::Text(text))) => {
                field_is_sound(field);
                field_ends(field, text);
            }
            (TemplatePart::Field(field), None) => field_is_sound(field),
        }
        at += 1;
    }
}

/// Refuses parts whose texts do not sort as the values of the fields do.
#[track_caller]
pub(super) const fn parts_sort(parts: &[TemplatePart]) {
    let mut at = 0;
    while at < parts.len() && parts.len() > 1 {
        if let TemplatePart::Field(field) = &parts[at]
            && is_open_number(field)
        {
            Message::new("the number `")
                .then(field.name)
                .then("` does not sort in a text; give it a width: `{")
                .then(field.name)
                .then(":08}`")
                .refuse();
        }
        at += 1;
    }
}

/// Whether the text of the number may have any length.
const fn is_open_number(field: &TemplateField) -> bool {
    matches!(field.ty, ScalarType::N) && field.width == 0
}

#[track_caller]
const fn field_is_sound(field: &TemplateField) {
    let is_whole = matches!(field.ty, ScalarType::N) && field.integer;
    let problem = match field.width {
        _ if matches!(field.ty, ScalarType::B) => {
            "` holds bytes, which cannot stand in a template; use a string or a number"
        }
        1.. if !is_whole => {
            "` has a width, but is no whole number to be filled with zeros; leave the width out"
        }
        0..=MAX_WIDTH => return,
        _ => "` has a width of more than 38 digits, which no number has; give it a smaller one",
    };
    Message::new("the field `").then(field.name).then(problem).refuse()
}

/// Refuses a field behind which another part could be taken for its own.
#[track_caller]
const fn field_ends(field: &TemplateField, behind: &str) {
    if is_open_number(field) {
        Message::new("the number `")
            .then(field.name)
            .then("` stands before another part; give it a width: `{")
            .then(field.name)
            .then(":08}`")
            .refuse();
    }
    let separates = match behind.as_bytes() {
        [first, ..] => *first == b' ' || (first.is_ascii_punctuation() && *first != b'$'),
        [] => true,
    };
    if !separates {
        Message::new("the text behind `")
            .then(field.name)
            .then("` must begin with a separator, such as `#`")
            .refuse();
    }
}
