//! Templates as they are written in, the attributes that they make out.

use std::collections::BTreeSet;

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, LitStr};

use crate::attrs::{Given, KeyPart, TableKeys, TemplateKeys};
use crate::casing::snake;
use crate::errors::{Errors, unknown};
use crate::field::{Field, Name, generated};
use crate::model::located;
use crate::raw::table::rust_name;
use crate::raw::{Member, Of, RawItem, RawTable};
use crate::template::{self, Hole, Part};

/// An attribute that is made of fields.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) place: Place,
    /// Its name, or the one that the table of the entity has there: then its text is empty, if it is not given.
    pub(crate) attribute: Name,
    /// The template as data: an expression.
    pub(crate) template: TokenStream,
    /// The path's associated const.
    pub(crate) constant: Ident,
    /// The associated const of the fields that an update sets together.
    pub(crate) group: Ident,
    pub(crate) parts: Vec<Part>,
    pub(crate) literal: LitStr,
}

/// Where the attribute stands.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Hash,
    Range,
    IndexHash,
    IndexRange,
    Discriminator,
}

impl Place {
    pub(crate) fn is_primary(self) -> bool {
        matches!(self, Self::Hash | Self::Range)
    }
}

impl Made {
    pub(crate) fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        })
    }

    /// The field, where the template is that alone.
    pub(crate) fn bare(&self) -> Option<&Ident> {
        match &self.parts[..] {
            [Part::Hole(Hole { field, width: 0, .. })] => Some(field),
            _ => None,
        }
    }

    pub(crate) fn is_of(&self, field: &Field) -> bool {
        self.holes().any(|hole| hole.field == field.ident)
    }

    /// Whether the field declares the attribute.
    pub(crate) fn is_declared(&self, field: &Field) -> bool {
        let name = &self.attribute.text;
        !name.is_empty() && *name == field.attribute.text && field.key_only.is_none()
    }
}

impl RawItem {
    pub(crate) fn field(&self, ident: &Ident) -> Option<&Field> {
        self.fields.iter().find(|field| field.ident == *ident)
    }

    /// The schema of the table that the entity is in, in an expression that stands there.
    pub(crate) fn schema_of(&self, keys: &TableKeys, at: Span) -> Option<TokenStream> {
        let table = &keys.within.as_ref()?.value;
        let span = Span::call_site().located_at(at);
        let runtime = located(&self.runtime, span);
        Some(quote_spanned!(span=> <#table as #runtime::DynamoTable>::SCHEMA))
    }

    /// The fields of the template, in its order.
    pub(crate) fn fields_of<'a>(&'a self, made: &'a Made) -> impl Iterator<Item = &'a Field> {
        made.holes().filter_map(|hole| self.field(&hole.field))
    }

    pub(crate) fn is_in_key(&self, field: &Field) -> bool {
        let mut made = self.made.iter().filter(|made| made.place.is_primary());
        field.is_key() || made.any(|made| made.is_of(field) || made.is_declared(field))
    }

    /// The attributes that have a path of their own: no field declares them.
    pub(crate) fn made_alone(&self) -> impl Iterator<Item = &Made> {
        let declared = |made: &&Made| self.fields.iter().any(|field| made.is_declared(field));
        let made = self.made.iter().filter(move |made| !declared(made));
        made.filter(|made| made.place != Place::Discriminator)
    }

    /// The fields that only keys of indexes are made of, those together that templates join, with the first of these.
    pub(crate) fn groups(&self) -> Vec<(&Made, Vec<&Field>)> {
        let mut groups: Vec<(&Made, BTreeSet<usize>)> = Vec::new();
        for mut made in self.made.iter().filter(|made| !made.place.is_primary()) {
            let own =
                |at: &usize| made.is_of(&self.fields[*at]) && !self.is_in_key(&self.fields[*at]);
            let mut fields: BTreeSet<usize> = (0..self.fields.len()).filter(own).collect();
            for at in (0..groups.len()).rev() {
                if !groups[at].1.is_disjoint(&fields) {
                    let (first, others) = groups.remove(at);
                    made = first;
                    fields.extend(others);
                }
            }
            groups.push((made, fields));
        }
        let fields =
            |fields: BTreeSet<usize>| fields.into_iter().map(|at| &self.fields[at]).collect();
        groups.into_iter().map(|(made, group)| (made, fields(group))).collect()
    }
}

impl RawTable {
    /// The key that stands on the struct.
    pub(super) fn read_key(&mut self, helper: &Ident, attribute: &Attribute, errors: &mut Errors) {
        let (place, method, default) = if helper == "hash_key" {
            (Place::Hash, quote!(hash_key), "PK")
        } else {
            (Place::Range, quote!(range()), "SK")
        };
        if self.made(place).is_some() {
            errors.at(helper.span(), format!("`#[{helper}]` is given twice; remove one"));
        }
        let Some((name, value)) = template_of(attribute, errors) else {
            self.lost_a_key = true;
            return;
        };
        let constant = generated(&helper.to_string().to_uppercase(), value.span());
        let name = self.attribute(name.as_ref(), default, &method, value.span());
        self.make(place, name, [constant.clone(), constant], value, errors);
    }

    /// The discriminator of an entity.
    pub(super) fn read_discriminator(&mut self, errors: &mut Errors) {
        let Some(discriminator) = &self.keys.discriminator else { return };
        let name = Name::given(discriminator);
        let value = self.keys.value.as_ref().map(|value| value.value.clone());
        let value = value
            .unwrap_or_else(|| LitStr::new(&self.item.ident.unraw().to_string(), self.item.at));
        let constant = generated("DISCRIMINATOR", name.at);
        let text = value.value().replace('{', "{{").replace('}', "}}");
        let escaped = LitStr::new(&text, value.span());
        self.make(Place::Discriminator, name, [constant.clone(), constant], escaped, errors);
    }

    /// The hash or range attributes of an index that stands on the struct.
    pub(super) fn read_members(
        &mut self,
        parts: Vec<KeyPart>,
        place: Place,
        index: &Name,
        errors: &mut Errors,
    ) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        for part in parts {
            let template = match part {
                KeyPart::Field(field) => {
                    members.extend(self.member(&field, errors));
                    continue;
                }
                KeyPart::Template(value) => Some((None, value)),
                KeyPart::Named(attribute) => template_of(&attribute, errors),
            };
            let Some((name, value)) = template else { continue };
            let before = members.iter().filter(|member| member.field().is_none()).count();
            let at = value.span();
            let of =
                self.make_key(place, name.as_ref(), index, [members.len(), before], value, errors);
            members.push(Member { of: Of::Made(of), at });
        }
        members
    }

    /// The attribute is the index's `nth`, and has so many templates before it.
    fn make_key(
        &mut self,
        place: Place,
        name: Option<&Given<LitStr>>,
        index: &Name,
        [nth, before]: [usize; 2],
        value: LitStr,
        errors: &mut Errors,
    ) -> usize {
        let (kind, letters) =
            if place == Place::IndexHash { ("hash", "PK") } else { ("range", "SK") };
        let number =
            |sign: &str| if before == 0 { String::new() } else { format!("{sign}{}", before + 1) };
        let default = format!("{}{letters}{}", index.text, number(""));
        let prefix = snake(&rust_name(&index.text)).to_uppercase();
        let sign = if prefix.starts_with(|first: char| first.is_ascii_digit()) { "_" } else { "" };
        let prefix = format!("{sign}{prefix}");
        let constant = format!("{prefix}_{kind}{}", number("_")).to_uppercase();
        let constant = generated(&constant, value.span());
        let group = generated(&format!("{prefix}_PARTS"), value.span());
        let (kind, text) = (generated(&format!("{kind}_at"), value.span()), &index.text);
        let nth = Literal::usize_unsuffixed(nth);
        let name = self.attribute(name, &default, &quote!(index(#text).#kind(#nth)), value.span());
        self.make(place, name, [constant, group], value, errors)
    }

    /// The name that is given, or the default, or in an entity that of the attribute in the `place` of the table's schema.
    fn attribute(
        &self,
        given: Option<&Given<LitStr>>,
        default: &str,
        place: &TokenStream,
        at: Span,
    ) -> Name {
        let name = given.map(Name::given);
        let at = name.as_ref().map_or(at, |name| name.at);
        let Some(schema) = self.item.schema_of(&self.keys, at) else {
            return name.unwrap_or(Name { text: default.to_owned(), at, tag: None });
        };
        let span = Span::call_site().located_at(at);
        let (place, text) = (located(place, span), name.map(|name| name.text));
        let tag = text.as_ref().map_or_else(
            || quote_spanned!(span=> #schema.#place.name),
            |text| quote_spanned!(span=> #schema.#place.called(#text)),
        );
        Name { text: text.unwrap_or_default(), at, tag: Some(tag) }
    }

    /// The attribute's place among those that are made. Where another index has it too, it is made once.
    fn make(
        &mut self,
        place: Place,
        attribute: Name,
        [constant, group]: [Ident; 2],
        literal: LitStr,
        errors: &mut Errors,
    ) -> usize {
        let parts = template::parts(&literal, &self.item.fields, errors);
        let made = &mut self.item.made;
        let same = |made: &Made| {
            !attribute.text.is_empty()
                && made.attribute.text == attribute.text
                && made.parts == parts
        };
        if let Some(at) = made.iter().position(same).filter(|_| !place.is_primary()) {
            return at;
        }
        let (ident, given, runtime) =
            (&self.item.ident, self.item.parameters.given(), &self.item.runtime);
        let at = Literal::usize_unsuffixed(made.len());
        let template = quote!(<#ident #given as #runtime::DynamoTable>::SCHEMA.templates[#at]);
        made.push(Made { place, attribute, template, constant, group, parts, literal });
        made.len() - 1
    }

    fn member(&self, name: &Ident, errors: &mut Errors) -> Option<Member> {
        let field = self.item.fields.iter().position(|field| field.ident == *name);
        if field.is_none() {
            let fields = self.item.fields.iter().map(|field| field.ident.to_string());
            errors
                .at(name.span(), unknown("field", &name.to_string(), &fields.collect::<Vec<_>>()));
        }
        Some(Member { of: Of::Field(field?), at: name.span() })
    }

    pub(crate) fn made(&self, place: Place) -> Option<&Made> {
        self.item.made.iter().find(|made| made.place == place)
    }
}

/// The name of the attribute, where it is given, and its template.
fn template_of(
    attribute: &Attribute,
    errors: &mut Errors,
) -> Option<(Option<Given<LitStr>>, LitStr)> {
    let keys = TemplateKeys::read([attribute], errors);
    if keys.value.is_none() && !keys.spoilt {
        let name = attribute.path();
        let given = name.to_token_stream();
        let message = format!("the template is missing; write `{given}(value = \"...\")`");
        errors.push(syn::Error::new_spanned(name, message));
    }
    Some((keys.name, keys.value?.value))
}
