//! Templates and values of all kinds.

use std::borrow::Cow;
use std::ops::Range;

use aws_sdk_dynamodb::types::AttributeValue;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::codec::template::decimal::decimal;
use crate::codec::value::Value;
use crate::schema::{ScalarType, Template, TemplateField, TemplatePart};

/// The value of a field.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    Text(String),
    Number(String),
}

impl Given {
    pub(crate) fn attribute(&self) -> AttributeValue {
        match self {
            Self::Text(text) => AttributeValue::S(text.clone()),
            Self::Number(text) => AttributeValue::N(text.clone()),
        }
    }

    pub(crate) fn value(&self) -> Value {
        Value::encoded(Ok(Some(self.attribute())))
    }

    /// The one text of the value.
    pub(crate) fn canonical(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(text) => decimal(text).expect("a number"),
        }
    }

    pub(crate) fn canonical_attribute(&self) -> AttributeValue {
        match self {
            Self::Text(text) => AttributeValue::S(text.clone()),
            Self::Number(_) => AttributeValue::N(self.canonical().into_owned()),
        }
    }
}

/// Separators, and what is next to them.
const NEAR: [&str; 8] = [" ", "!", "\"", "#", "$", "%", "-", "a"];

/// Letters at the ends of what there is, and some of each kind between.
const FAR: [&str; 24] = [
    "\0",
    "\u{1}",
    "\n",
    "&",
    ".",
    "/",
    "0",
    "1",
    "2",
    "3",
    "9",
    ":",
    "A",
    "F",
    "b",
    "|",
    "~",
    "\u{7f}",
    "\u{80}",
    "é",
    "\u{d7ff}",
    "\u{e000}",
    "\u{ffff}",
    "\u{10ffff}",
];

pub(crate) fn letters() -> impl Strategy<Value = &'static str> + Clone {
    prop_oneof![select(&NEAR[..]), select(&FAR[..])]
}

pub(crate) fn of_letters(count: Range<usize>) -> impl Strategy<Value = String> {
    vec(letters(), count).prop_map(|letters| letters.concat())
}

fn field(ty: ScalarType, width: u8) -> TemplateField {
    TemplateField { name: "", ty, width, optional: false, integer: width > 0 }
}

/// A field, and the text behind it.
fn fields(separators: &'static [&'static str]) -> impl Strategy<Value = (TemplateField, String)> {
    let tails = vec(select(&["a", "X", "1", "#", "|", "$", "é", "-"][..]), 0..3);
    let text = Just(field(ScalarType::S, 0));
    let number = select(&[1, 2, 4, 38][..]).prop_map(|width| field(ScalarType::N, width));
    let behind =
        (select(separators), tails).prop_map(|(front, tail)| front.to_owned() + &tail.concat());
    (prop_oneof![2 => text, 1 => number], behind)
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The parts of texts and fields by turns, which begin with a text unless that is empty, and may end with a field.
pub(crate) fn parts(
    front: String,
    fields: Vec<(TemplateField, String)>,
    ends_open: bool,
) -> &'static [TemplatePart] {
    let (count, mut parts) = (fields.len(), Vec::new());
    let text = |text: String| TemplatePart::Text(text.leak());
    parts.extend(Some(front).filter(|front| !front.is_empty()).map(text));
    for (at, (field, behind)) in fields.into_iter().enumerate() {
        parts.push(TemplatePart::Field(TemplateField { name: NAMES[at], ..field }));
        if at + 1 < count || !ends_open {
            parts.push(text(behind));
        }
    }
    if let [] | [TemplatePart::Field(_)] = parts[..] {
        parts.insert(0, text("T".to_owned()));
    }
    parts.leak()
}

fn fronts() -> impl Strategy<Value = String> {
    select(&["", "U#", "ORDER", "a", "#", "0", "é", "\u{10ffff}", "T|"][..]).prop_map(str::to_owned)
}

/// A template whose texts sort as the values of its fields.
pub(crate) fn sorted_template() -> impl Strategy<Value = Template> {
    let fields = vec(fields(&["#", "#", "#", " ", "!", "\""]), 1..4);
    (fronts(), fields, any::<bool>()).prop_map(|(front, fields, ends_open)| {
        Template::range("sk", parts(front, fields, ends_open))
    })
}

/// A template of any separators, which may end with a number of any length.
pub(crate) fn any_template() -> impl Strategy<Value = Template> {
    let fields = vec(fields(&["#", "#", " ", "-", ".", ":", "|", "/", "~", "@"]), 1..4);
    (fronts(), fields, select(&[None, Some(false), Some(true)][..]), any::<bool>()).prop_map(
        |(front, mut fields, number, mut ends_open)| {
            if let Some(integer) = number {
                let number = TemplateField { integer, ..field(ScalarType::N, 0) };
                fields.push((number, String::new()));
                ends_open = true;
            }
            Template::hash("pk", parts(front, fields, ends_open))
        },
    )
}

/// A value of the field.
pub(crate) fn value_of(field: TemplateField) -> BoxedStrategy<Given> {
    let digits = |width: u8| {
        let number = vec(0_u8..10, 1..=usize::from(width));
        number.prop_map(|digits| digits.iter().map(ToString::to_string).collect::<String>())
    };
    match (field.ty, field.width) {
        (ScalarType::N, 0) if field.integer => {
            any::<i64>().prop_map(|number| Given::Number(number.to_string())).boxed()
        }
        (ScalarType::N, 0) => {
            let number = prop_oneof![
                (-1e9..1e9).prop_map(|float: f64| float.to_string()),
                (-99..99).prop_map(|it| format!("{it}e-2"))
            ];
            number.prop_map(Given::Number).boxed()
        }
        (ScalarType::N, width) => digits(width).prop_map(Given::Number).boxed(),
        _ => of_letters(0..4).prop_map(Given::Text).boxed(),
    }
}

/// The template with values of its fields.
pub(crate) fn given(template: Template) -> impl Strategy<Value = (Template, Vec<Given>)> {
    let values: Vec<_> = template.fields().map(value_of).collect();
    values.prop_map(move |values| (template, values))
}

/// The template with two tuples of values, of which some of the first are the same.
pub(crate) fn given_twice(
    template: Template,
) -> impl Strategy<Value = (Template, Vec<Given>, Vec<Given>)> {
    let both = (given(template), given(template), any::<prop::sample::Index>());
    both.prop_map(|((template, one), (_, mut other), same)| {
        let same = same.index(one.len());
        other[..same].clone_from_slice(&one[..same]);
        (template, one, other)
    })
}
