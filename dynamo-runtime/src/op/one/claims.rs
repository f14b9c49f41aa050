//! An item with unique values in, the items beside it that claim them out.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{
    self, AttributeValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};

use crate::client::TableAt;
use crate::client::wire::{Answer, Found};
use crate::codec::Attributes;
use crate::codec::key::Scalar;
use crate::error::{Error, ErrorKind, Mistake, Refusal, Step};
use crate::expr::predicate::{self, Predicate};
use crate::op::one::returning::Returning;
use crate::op::shared::transaction::carry_out_alone;
use crate::op::shared::transaction::part::{Part, Target};
use crate::schema::{CLAIM, CLAIM_OWNER, CLAIM_OWNER_RANGE, TableSchema, check_claim};
use crate::table::DynamoTable;

/// What plain writes say of a table with unique attributes that cannot keep to them.
pub(crate) const NEEDS_ITEM: &str = "a delete by the key would leave what claims the item's unique values; use `delete_item`, which knows \
     them";

/// Refuses to delete many items by their keys, where these are not all that must be known.
pub(crate) fn check_deletes<T: DynamoTable>(at: &TableAt) -> Result<(), Error> {
    let known = T::SCHEMA.unique.is_empty();
    if known { Ok(()) } else { Err(Error::invalid(&at.name, NEEDS_ITEM)) }
}

/// The unique values of an item.
pub(super) type Values = Vec<(&'static str, AttributeValue)>;

/// Returns the unique values among the attributes.
pub(super) fn values(schema: &TableSchema, item: &Attributes) -> Values {
    let value = |name: &&'static str| Some((*name, item.get(*name)?.clone()));
    schema.unique.iter().filter_map(value).collect()
}

/// What holds for an item whose unique values are these.
pub(super) fn unchanged(
    schema: &TableSchema,
    values: &[(&'static str, AttributeValue)],
) -> Option<Predicate> {
    let mut all = None;
    for name in schema.unique {
        let value = values.iter().find(|(of, _)| of == name).map(|(_, value)| value);
        predicate::require(&mut all, Predicate::same(name, value));
    }
    all
}

/// The parts of a transaction that give up the values `old`, but for those that stay, and claim the values `new` for the item with
/// the key among the attributes of `owner`.
pub(super) fn parts<T: DynamoTable>(
    at: &TableAt,
    owner: &Attributes,
    old: &[(&'static str, AttributeValue)],
    new: &[(&'static str, AttributeValue)],
) -> Result<Vec<Part>, Mistake> {
    let claims = Claims { at, schema: T::SCHEMA, owner };
    let mut parts = Vec::new();
    for (name, value) in old {
        let same = |(other, new): &&(&'static str, AttributeValue)| {
            other == name && Scalar::of(new) == Scalar::of(value)
        };
        if !new.iter().any(|one| same(&one)) {
            parts.push(claims.given_up(name, value)?);
        }
    }
    for (name, value) in new {
        parts.push(claims.taken(name, value)?);
    }
    Ok(parts)
}

/// The parts of a transaction that claims the value of an attribute of an item that is stored, if it has it still.
pub(crate) fn of_stored<T: DynamoTable>(
    at: &TableAt,
    item: &Attributes,
    name: &'static str,
) -> Result<Vec<Part>, Mistake> {
    let claims = Claims { at, schema: T::SCHEMA, owner: item };
    let value = item.get(name).ok_or_else(|| Mistake::new("the attribute is missing"))?;
    let key =
        T::SCHEMA.key_names().filter_map(|key| Some((key.to_owned(), item.get(key)?.clone())));
    let check = types::ConditionCheck::builder()
        .table_name(&*at.name)
        .set_key(Some(key.collect()))
        .condition_expression("#0 = :0")
        .expression_attribute_names("#0", name)
        .expression_attribute_values(":0", value.clone())
        .build()
        .map_err(|error| Mistake::new(error.to_string()))?;
    let check = TransactWriteItem::builder().condition_check(check).build();
    Ok(vec![Part::new::<T>(at, check, None), claims.taken(name, value)?])
}

/// Carries out a write with its claims, and returns what is left of it: `new`, if that is what is wanted.
pub(super) async fn carry_out<T: DynamoTable, R: Returning<T>>(
    at: &TableAt,
    parts: Vec<Part>,
    new: Option<Attributes>,
    refusal: impl FnOnce(Option<&Attributes>) -> Refusal,
) -> Result<R::Output, Error> {
    // In the future of every write, it would be moved about with each.
    Box::pin(carry_out_alone(at, parts, refusal)).await?;
    R::read(Answer::of(at.name.clone(), Found::new(new, None))).map_err(Error::answered)
}

/// Refuses to return what a transaction does not return.
pub(super) fn check_returned(at: &TableAt, fits: bool) -> Result<(), Error> {
    let problem =
        "a write of unique values is a transaction, which returns nothing of the item before it";
    if fits {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::InvalidRequest, format!("{}: {problem}", at.name)))
    }
}

struct Claims<'c> {
    at: &'c TableAt,
    schema: &'static TableSchema,
    owner: &'c Attributes,
}

impl Claims<'_> {
    fn taken(&self, name: &'static str, value: &AttributeValue) -> Result<Part, Mistake> {
        let mut item = self.key(name, value)?;
        let (owners, (condition, names, values)) = (self.owners(), self.condition());
        item.extend(owners);
        let put = types::Put::builder()
            .table_name(&*self.at.name)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(|error| Mistake::new(error.to_string()))?;
        Ok(self.part(name, false, TransactWriteItem::builder().put(put).build()))
    }

    fn given_up(&self, name: &'static str, value: &AttributeValue) -> Result<Part, Mistake> {
        let (condition, names, values) = self.condition();
        let delete = types::Delete::builder()
            .table_name(&*self.at.name)
            .set_key(Some(self.key(name, value)?))
            .condition_expression(condition)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .build()
            .map_err(|error| Mistake::new(error.to_string()))?;
        Ok(self.part(name, true, TransactWriteItem::builder().delete(delete).build()))
    }

    fn part(&self, name: &'static str, gives_up: bool, item: TransactWriteItem) -> Part {
        let (number, table, claim) = (1, self.at.name.clone(), Some(name));
        let (schema, impossible) = (self.schema, false);
        Part { target: Target { number, table, schema, impossible, claim, gives_up }, item }
    }

    /// The key of the claim.
    fn key(&self, name: &'static str, value: &AttributeValue) -> Result<Attributes, Mistake> {
        let at = |mut mistake: Mistake| {
            mistake.within(Step::Name(name.into()));
            mistake
        };
        let text = match Scalar::of(value) {
            Some(Scalar::Text(text)) => text.to_owned(),
            Some(Scalar::Number(number)) => number.to_string(),
            Some(Scalar::Bytes(bytes)) => base64_simd::STANDARD.encode_to_string(bytes),
            None => return Err(at(Mistake::new("a unique value is a string, a number or bytes"))),
        };
        let text = [CLAIM, name, "#", &text].concat();
        check_claim(&text).map_err(at)?;
        let range = || CLAIM.to_owned();
        let texts = [text].into_iter().chain(self.schema.range_key.map(|_| range()));
        let names = self.schema.key_names().map(str::to_owned);
        Ok(names.zip(texts.map(AttributeValue::S)).collect())
    }

    /// The attributes that name the owner.
    fn owners(&self) -> impl Iterator<Item = (String, AttributeValue)> {
        let names = [CLAIM_OWNER, CLAIM_OWNER_RANGE].map(str::to_owned);
        names
            .into_iter()
            .zip(self.schema.key_names())
            .filter_map(|(name, key)| Some((name, self.owner.get(key)?.clone())))
    }

    /// That there is no claim, or one of the same owner.
    fn condition(&self) -> (String, HashMap<String, String>, Attributes) {
        let hash = ("#h".to_owned(), self.schema.hash_key.name.to_owned());
        let mut parts = Vec::new();
        let (mut names, mut values) = (HashMap::from([hash]), Attributes::new());
        for (at, (name, value)) in self.owners().enumerate() {
            parts.push(format!("#o{at} = :o{at}"));
            names.insert(format!("#o{at}"), name);
            values.insert(format!(":o{at}"), value);
        }
        (format!("attribute_not_exists(#h) OR ({})", parts.join(" AND ")), names, values)
    }
}
