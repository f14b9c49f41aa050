//! stub
use super::range::KeyCondition;
use crate::codec::value::Value;
use crate::schema::Template;
pub(crate) fn fold(
    _template: &Template,
    _known: &[(&'static str, Value)],
    _conditions: &mut dyn Iterator<Item = KeyCondition>,
) -> Option<KeyCondition> {
    todo!()
}
