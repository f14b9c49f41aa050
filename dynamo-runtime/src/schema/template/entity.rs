//! An entity's schema and its table's in; a compile error out where the entity does not make the keys of the table.

use super::message::Message;
use super::{Template, TemplatePart};
use crate::schema::{
    AttributeDefinition, AttributeType, FieldSchema, IndexSchema, ScalarType, TableSchema, same,
};

impl TableSchema {
    /// Refuses an entity whose keys are not those of the `table` that it is in, for the derive.
    ///
    /// # Panics
    ///
    /// So that it does not compile.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check_entity(&self, table: &Self) {
        self.check_key_of_table(&table.hash_key, "hash_key");
        if let Some(range) = &table.range_key {
            self.check_key_of_table(range, "range_key");
        }
        let mut at = 0;
        while at < table.indexes.len() {
            self.check_index(table.indexes[at]);
            at += 1;
        }
        self.check_templates(table);
        self.check_ttl(table);
    }

    /// Refuses an entity that does not have the attribute of the table's primary key in each of its items.
    #[track_caller]
    const fn check_key_of_table(&self, key: &AttributeDefinition, place: &str) {
        let problem = match (self.made(key.name), self.declared(key.name)) {
            (Some(template), _) if has_optional(template) => {
                "` in each item, as a field of its template is optional; use fields that are not"
            }
            (None, Some(field)) if field.optional => {
                "` in each item, as the field is optional; use a type that is not"
            }
            (None, None) => {
                "`; add the attribute with `value = \"...\"` to the struct, or without to one of its fields"
            }
            _ => return self.check_type(key),
        };
        let missing = self.subject().then(" does not have the table's `").then(place);
        missing.then("` `").then(key.name).then(problem).refuse()
    }

    #[track_caller]
    const fn check_index(&self, index: &IndexSchema) {
        let mut at = 0;
        while at < index.hash.len() + index.range.len() {
            let hashes = index.hash.len();
            self.check_type(if at < hashes { &index.hash[at] } else { &index.range[at - hashes] });
            at += 1;
        }
    }

    /// Refuses an attribute that the entity makes or declares with another type than the key of the table or index.
    #[track_caller]
    const fn check_type(&self, key: &AttributeDefinition) {
        let fits = match (self.made(key.name), self.declared(key.name)) {
            (Some(template), _) => is_type(template.ty().attribute(), key.ty),
            (None, Some(field)) => is_type(field.ty, key.ty),
            (None, None) => true,
        };
        if !fits {
            let expected = match key.ty {
                ScalarType::S => "S",
                ScalarType::N => "N",
                ScalarType::B => "B",
            };
            self.subject()
                .then(" has the key `")
                .then(key.name)
                .then("` of another type than its table, where it is ")
                .then(expected)
                .then("; use a field or template of that type")
                .refuse();
        }
    }

    /// Refuses a template of what is no key, unless it is there to tell the entity; and a second one of the same attribute.
    #[track_caller]
    const fn check_templates(&self, table: &Self) {
        let mut at = 0;
        while at < self.templates.len() {
            let template = &self.templates[at];
            if template.is_key && !table.is_key(template.attribute) {
                self.refuse_template(template, "`, which is no key of its table or of an index; declare it on the struct of the table");
            }
            if !template.is_key && table.is_key(template.attribute) {
                self.refuse_template(template, "`, a key, to tell its items; name an attribute as the discriminator that is no key");
            }
            let mut other = 0;
            while other < at {
                if same(self.templates[other].attribute, template.attribute) {
                    self.refuse_template(template, "` by two templates; leave one of them out");
                }
                other += 1;
            }
            at += 1;
        }
    }

    #[track_caller]
    const fn refuse_template(&self, template: &Template, problem: &str) -> ! {
        let made = self.subject().then(" makes the attribute `").then(template.attribute);
        made.then(problem).refuse()
    }

    /// Refuses another time to live than the table's.
    #[track_caller]
    const fn check_ttl(&self, table: &Self) {
        let agrees = match (self.ttl, table.ttl) {
            (Some(own), Some(ttl)) => same(own, ttl),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if !agrees {
            self.subject().then(" has another time to live than its table; mark the attribute with `#[ttl]` on the struct of the table").refuse();
        }
    }

    const fn subject(&self) -> Message {
        Message::new("the entity `").then(self.entity_name()).then("`")
    }

    pub(super) const fn entity_name(&self) -> &'static str {
        match self.entity {
            Some(entity) => entity,
            None => self.name,
        }
    }

    /// How the attribute is made, if it is made of fields.
    pub(super) const fn made(&self, attribute: &str) -> Option<&'static Template> {
        let mut at = 0;
        while at < self.templates.len() {
            if same(self.templates[at].attribute, attribute) {
                return Some(&self.templates[at]);
            }
            at += 1;
        }
        None
    }

    const fn declared(&self, attribute: &str) -> Option<&'static FieldSchema> {
        let mut at = 0;
        while at < self.fields.len() {
            if same(self.fields[at].name, attribute) {
                return Some(&self.fields[at]);
            }
            at += 1;
        }
        None
    }
}

const fn has_optional(template: &Template) -> bool {
    let mut at = 0;
    while at < template.parts.len() {
        if let TemplatePart::Field(field) = &template.parts[at]
            && field.optional
        {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the attribute has the type, as far as it is known.
const fn is_type(ty: AttributeType, key: ScalarType) -> bool {
    matches!(
        (ty, key),
        (AttributeType::S, ScalarType::S)
            | (AttributeType::N, ScalarType::N)
            | (AttributeType::B, ScalarType::B)
            | (AttributeType::Any, _)
    )
}

impl ScalarType {
    const fn attribute(self) -> AttributeType {
        match self {
            Self::S => AttributeType::S,
            Self::N => AttributeType::N,
            Self::B => AttributeType::B,
        }
    }
}
