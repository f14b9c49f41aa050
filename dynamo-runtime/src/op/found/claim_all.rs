//! The items of a table in, a claim for each of their unique values out: for tables that are older than their `#[unique]`.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::CancellationReason;
use futures_util::TryStreamExt;
use futures_util::stream::FuturesUnordered;

use super::scan::Scan;
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::error::{Error, ErrorKind};
use crate::expr::path::DocumentPath;
use crate::expr::projection::Projects;
use crate::op::one::claims;
use crate::op::shared::custom::Custom;
use crate::op::shared::transaction::{Failed, Transaction, token};
use crate::schema::{CLAIM_OWNER, CLAIM_OWNER_RANGE};
use crate::table::DynamoTable;
use crate::table::key::Key;

/// How many values are claimed at a time.
const CONCURRENCY: usize = 16;

/// Claims the unique values of the items that are there. Made by [`Table::claim_all`](crate::Table::claim_all).
///
/// For a table that has items from before its attributes were `#[unique]`: until then, values that are not claimed are not
/// kept from being written again. Each value is claimed by a transaction, under the condition that its item still has it. What is
/// claimed stays so: it can be sent again after an error, or to look for duplicates once more.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct ClaimAll<'p, T> {
    at: TableAt,
    progress: Option<Box<dyn FnMut(usize) + Send + 'p>>,
    marker: PhantomData<fn() -> T>,
}

/// What [`ClaimAll`] has done.
#[derive(Debug)]
#[non_exhaustive]
pub struct Claimed<T> {
    /// The values that are claimed now.
    pub values: usize,
    /// The values that had changed, or whose items were gone, when they were to be claimed: written by somebody who claims.
    pub changed: usize,
    /// The values that another item has as well, and has claimed.
    pub duplicates: Vec<Duplicate<T>>,
}

/// A value that two items have.
#[derive(Debug)]
#[non_exhaustive]
pub struct Duplicate<T> {
    /// The attribute.
    pub attribute: &'static str,
    /// The item that has the value without a claim to it.
    pub key: Key<T>,
    /// The item that claims it.
    pub owner: Option<Key<T>>,
}

impl<'p, T: DynamoTable> ClaimAll<'p, T> {
    pub(crate) fn new(at: TableAt) -> Self {
        Self { at, progress: None, marker: PhantomData }
    }

    /// Is told how many values are claimed so far; called again, the last one is told.
    pub fn progress(mut self, tell: impl FnMut(usize) + Send + 'p) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Reads the table and claims its values; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it: those of a scan, and those of a [`TransactWrite`](crate::TransactWrite), but for conditions that do
    /// not hold, which are counted.
    pub async fn send(self) -> Result<Claimed<T>, Error> {
        watched!(self.at.watch("claim_all", None), self.claim().await)
    }

    async fn claim(mut self) -> Result<Claimed<T>, Error> {
        let scan = Scan::<T>::new(self.at.clone()).consistent().project(Claimable(PhantomData));
        let (mut items, mut under_way) = (scan.stream(), FuturesUnordered::new());
        let mut claimed = Claimed { values: 0, changed: 0, duplicates: Vec::new() };
        let mut more = true;
        loop {
            while more && under_way.len() < CONCURRENCY {
                let Some(item) = items.try_next().await? else {
                    more = false;
                    break;
                };
                for name in T::SCHEMA.unique.iter().filter(|name| item.contains_key(**name)) {
                    under_way.push(claim::<T>(self.at.clone(), item.clone(), name));
                }
            }
            let Some(one) = under_way.try_next().await? else { return Ok(claimed) };
            self.count(&mut claimed, one);
        }
    }

    fn count(&mut self, claimed: &mut Claimed<T>, one: One<T>) {
        match one {
            One::Claimed => claimed.values += 1,
            One::Changed => claimed.changed += 1,
            One::Duplicate(duplicate) => claimed.duplicates.push(*duplicate),
        }
        if let Some(tell) = &mut self.progress {
            tell(claimed.values);
        }
    }
}

/// What became of one value.
enum One<T> {
    Claimed,
    Changed,
    Duplicate(Box<Duplicate<T>>),
}

async fn claim<T: DynamoTable>(
    at: TableAt,
    item: Attributes,
    name: &'static str,
) -> Result<One<T>, Error> {
    let parts = claims::of_stored::<T>(&at, &item, name);
    let parts = parts.map_err(|mistake| Error::encode(&at.name, &mistake))?;
    let token = Some(token::random());
    let transaction = Transaction::new(&at.dynamo, parts, token, &Custom::default())?;
    transaction.at.join(&at);
    let Err(Failed { error, reasons }) = transaction.carry_out().await else {
        return Ok(One::Claimed);
    };
    let refused = error.kind() == ErrorKind::ConditionFailed;
    let Some([own, claim]) = reasons.as_deref().filter(|_| refused) else {
        return Err(error);
    };
    if own.code().is_some_and(|code| code != "None") {
        return Ok(One::Changed);
    }
    let key = T::SCHEMA.key_names().map(|name| item.get(name).cloned());
    let key = key.collect::<Option<Vec<_>>>().and_then(|key| Key::stored(&key));
    let Some(key) = key else { return Err(error) };
    let duplicate = Duplicate { attribute: name, key, owner: owner(claim) };
    Ok(One::Duplicate(duplicate.into()))
}

/// The key of the item that the claim in the way is of.
fn owner<T: DynamoTable>(reason: &CancellationReason) -> Option<Key<T>> {
    let names = [CLAIM_OWNER, CLAIM_OWNER_RANGE].into_iter().zip(T::SCHEMA.key_names());
    let key = names.map(|(name, _)| reason.item()?.get(name).cloned());
    Key::stored(&key.collect::<Option<Vec<_>>>()?)
}

/// The key and the unique values of an item, whether or not it fits its type.
struct Claimable<T>(PhantomData<fn() -> T>);

impl<T> Clone for Claimable<T> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T: DynamoTable> Projects<T> for Claimable<T> {
    type Output = Attributes;

    fn paths(&self) -> Vec<DocumentPath> {
        let names = T::SCHEMA.key_names().chain(T::SCHEMA.unique.iter().copied());
        names.map(|name| DocumentPath::attribute(name.into())).collect()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<Attributes> {
        Attributes::decode(from)
    }
}

crate::op::shared::awaitable!(['p, T: DynamoTable] ClaimAll<'p, T> => 'p Claimed<T>);

impl<T> fmt::Debug for ClaimAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimAll").field("table", &self.at).finish_non_exhaustive()
    }
}
