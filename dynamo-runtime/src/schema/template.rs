//! Templates: how key attributes are made of fields, as data.

mod characters;
mod checks;
mod differ;
mod entity;
mod index;
mod message;
mod shape;
#[cfg(test)]
mod tests;

use std::fmt;

pub(crate) use self::characters::{NUMBER, has, number_ends, number_goes_on};
#[cfg(test)]
pub(crate) use self::differ::differ;
pub use self::differ::entities_differ;
use self::shape::Shape;
pub(crate) use self::shape::Texts;
use super::{AttributeDefinition, ScalarType, TableSchema, same};
use crate::schema::IndexSchema;

/// How an attribute is made of fields, and of texts between them: `ORDER#{order_date}#{order_id}`.
///
/// A template of one field alone has the field's type and value. Any other is S; see [`TemplateField`] for what of a field
/// stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Template {
    /// The attribute that is made.
    pub attribute: &'static str,
    /// Texts and fields by turns; no two fields or texts follow one another.
    pub parts: &'static [TemplatePart],
    /// Whether the attribute is a key, of the table or of an index; else it is what tells an entity.
    pub(crate) is_key: bool,
    shape: Shape,
}

/// A part of a [`Template`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePart {
    /// A text that stands for itself.
    Text(&'static str),
    /// The value of a field.
    Field(TemplateField),
}

/// A field in a [`Template`].
///
/// A string stands there with the characters escaped that would be taken for a separator; a number in decimal, filled with
/// zeros up to its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemplateField {
    /// The attribute that the field is stored as, or would be if it were not stored in the key only.
    pub name: &'static str,
    /// The type of that attribute: S or N.
    pub ty: ScalarType,
    /// How many digits a number has; 0 where it is not filled with zeros.
    pub width: u8,
    /// Whether the field is an `Option`: without it, the attribute is absent.
    pub optional: bool,
    /// Whether the field is a number that is always whole.
    pub integer: bool,
}

impl Template {
    /// The template of an attribute that is no key: of what tells an entity.
    #[must_use]
    pub const fn new(attribute: &'static str, parts: &'static [TemplatePart]) -> Self {
        Self { attribute, parts, is_key: false, shape: Shape::of(parts) }
    }

    /// The template of a hash key, whose parts can be told apart.
    ///
    /// # Panics
    ///
    /// They cannot: in the const that the derive makes, it does not compile.
    #[must_use]
    #[track_caller]
    pub const fn hash(attribute: &'static str, parts: &'static [TemplatePart]) -> Self {
        checks::parts_are_sound(parts);
        Self { is_key: true, ..Self::new(attribute, parts) }
    }

    /// The template of a range key, whose texts sort as the values of its fields do.
    ///
    /// # Panics
    ///
    /// They do not: in the const that the derive makes, it does not compile.
    #[must_use]
    #[track_caller]
    pub const fn range(attribute: &'static str, parts: &'static [TemplatePart]) -> Self {
        checks::parts_are_sound(parts);
        checks::parts_sort(parts);
        Self { is_key: true, ..Self::new(attribute, parts) }
    }

    /// The field, where the template is one field alone, whose type and value the attribute has.
    #[must_use]
    pub const fn bare(&self) -> Option<TemplateField> {
        match self.parts {
            [TemplatePart::Field(field)] if field.width == 0 => Some(*field),
            _ => None,
        }
    }

    /// The type of the attribute.
    #[must_use]
    pub const fn ty(&self) -> ScalarType {
        match self.bare() {
            Some(field) => field.ty,
            None => ScalarType::S,
        }
    }

    /// Returns the fields that it has, in their order.
    pub fn fields(&self) -> impl Iterator<Item = TemplateField> + use<> {
        let field = |part: &TemplatePart| match part {
            TemplatePart::Field(field) => Some(*field),
            TemplatePart::Text(_) => None,
        };
        self.parts.iter().filter_map(field)
    }
}

/// The text as it is written in the struct's attributes: `ORDER#{order_date}#{order_id}`.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.parts {
            match part {
                TemplatePart::Text(text) => {
                    f.write_str(&text.replace('{', "{{").replace('}', "}}"))?;
                }
                TemplatePart::Field(field) if field.width == 0 => write!(f, "{{{}}}", field.name)?,
                TemplatePart::Field(field) => write!(f, "{{{}:0{}}}", field.name, field.width)?,
            }
        }
        Ok(())
    }
}

impl TableSchema {
    /// The schema of the entity called `entity`, whose items stand in this table; its fields and templates are to be added.
    #[must_use]
    pub const fn entity(&'static self, entity: &'static str) -> Self {
        Self {
            name: self.name,
            hash_key: self.hash_key,
            range_key: self.range_key,
            indexes: self.indexes,
            fields: &[],
            capacity: self.capacity,
            scaled_to: self.scaled_to,
            maximum: self.maximum,
            warm: self.warm,
            class: self.class,
            stream: self.stream,
            encryption: self.encryption,
            deletion_protection: self.deletion_protection,
            point_in_time_recovery: self.point_in_time_recovery,
            tags: self.tags,
            resource_policy: self.resource_policy,
            ttl: self.ttl,
            unique: &[],
            templates: &[],
            entity: Some(entity),
        }
    }

    /// The same with attributes that are made of fields.
    #[must_use]
    pub const fn templates(mut self, templates: &'static [Template]) -> Self {
        self.templates = templates;
        self
    }

    /// Returns how the attribute is made, if it is made of fields.
    #[must_use]
    pub fn template(&self, attribute: &str) -> Option<&'static Template> {
        self.templates.iter().find(|template| template.attribute == attribute)
    }

    /// Returns the attribute that tells an entity's items from others', and the value that it has in them.
    pub(crate) fn discriminator(&self) -> Option<(&'static str, &'static str)> {
        let told = self.templates.iter().filter(|template| !self.is_key(template.attribute));
        { told }.find_map(|template| match template.parts {
            [TemplatePart::Text(value)] => Some((template.attribute, *value)),
            _ => None,
        })
    }

    /// Whether an attribute tells an entity's items from others'.
    pub(crate) const fn has_discriminator(&self) -> bool {
        let mut at = 0;
        while at < self.templates.len() {
            if !self.is_key(self.templates[at].attribute) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Returns the names of the attributes that tell whose an item is: those of the primary key, and the discriminator.
    pub(crate) fn telling_names(&self) -> impl Iterator<Item = &'static str> {
        self.key_names().chain(self.discriminator().map(|(name, _)| name))
    }

    /// Returns the range key of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// The table has none: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn range(&self) -> AttributeDefinition {
        match self.range_key {
            Some(key) => key,
            None => panic!("the table has no range key; remove this one"),
        }
    }

    /// Returns the index of the table that an entity is in, for the derive.
    ///
    /// # Panics
    ///
    /// The table has none of this name: in the const that the derive makes, it does not compile.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn index(&self, name: &str) -> &'static IndexSchema {
        let mut at = 0;
        while at < self.indexes.len() {
            if same(self.indexes[at].name, name) {
                return self.indexes[at];
            }
            at += 1;
        }
        panic!("the table has no index of this name; declare the index on the struct of the table")
    }
}
