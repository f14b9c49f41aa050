//! The operations, each as the SDK's call and as the mapper's.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, PutRequest, WriteRequest};
use dynamo_runtime::op::{BatchGet, TransactGet};
use dynamo_runtime::{Dynamo, DynamoTable, Error, TransactWrite};
use serde_json::{Value, json};

/// What all of them are about.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Things")]
pub(crate) struct Thing {
    #[hash_key]
    pub(crate) id: String,
    pub(crate) n: u64,
    pub(crate) padding: Option<String>,
}

/// What an operation is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub(crate) table: &'static str,
    /// How many bytes the item has, beside its key.
    pub(crate) padding: usize,
}

/// An operation of the service that the mapper sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    GetItem,
    PutItem,
    UpdateItem,
    DeleteItem,
    Query,
    Scan,
    BatchGetItem,
    BatchWriteItem,
    TransactWriteItems,
    TransactGetItems,
    ExecuteStatement,
}

pub(crate) const OPERATIONS: [Operation; 11] = [
    Operation::GetItem,
    Operation::PutItem,
    Operation::UpdateItem,
    Operation::DeleteItem,
    Operation::Query,
    Operation::Scan,
    Operation::BatchGetItem,
    Operation::BatchWriteItem,
    Operation::TransactWriteItems,
    Operation::TransactGetItems,
    Operation::ExecuteStatement,
];

/// The items that an operation returns, by what their numbers are.
pub(crate) type Returned = Vec<u64>;

type Map = HashMap<String, AttributeValue>;

const STATEMENT: &str = "SELECT * FROM \"Things\" WHERE id = ?";

fn key() -> Map {
    Map::from([("id".to_owned(), AttributeValue::S("a".to_owned()))])
}

impl About {
    fn padding(self) -> Option<String> {
        (self.padding > 0).then(|| "p".repeat(self.padding))
    }

    fn thing(self) -> Thing {
        Thing { id: "a".to_owned(), n: 7, padding: self.padding() }
    }

    fn item(self) -> Map {
        let n = ("n".to_owned(), AttributeValue::N("7".to_owned()));
        let padding = self.padding().map(|it| ("padding".to_owned(), AttributeValue::S(it)));
        key().into_iter().chain([n]).chain(padding).collect()
    }
}

/// What the SDK has read, in the form of what the mapper has.
fn numbers<'a>(items: impl IntoIterator<Item = &'a Map>) -> Returned {
    let number = |item: &Map| item.get("n")?.as_n().ok()?.parse().ok();
    items.into_iter().filter_map(number).collect()
}

fn all(things: impl IntoIterator<Item = Thing>) -> Returned {
    things.into_iter().map(|thing| thing.n).collect()
}

impl Operation {
    /// What the service answers where it succeeds.
    pub(crate) fn success(self, table: &str) -> Value {
        let item = json!({ "id": { "S": "a" }, "n": { "N": "7" } });
        match self {
            Self::GetItem => json!({ "Item": item }),
            Self::PutItem | Self::DeleteItem | Self::TransactWriteItems => json!({}),
            Self::UpdateItem => json!({ "Attributes": item }),
            Self::Query | Self::Scan => json!({ "Items": [item], "Count": 1, "ScannedCount": 1 }),
            Self::BatchGetItem => {
                json!({ "Responses": { table: [item] }, "UnprocessedKeys": {} })
            }
            Self::BatchWriteItem => json!({ "UnprocessedItems": {} }),
            Self::TransactGetItems => json!({ "Responses": [{ "Item": item }] }),
            Self::ExecuteStatement => json!({ "Items": [item] }),
        }
    }

    /// The operation that a request's `x-amz-target` names.
    pub(crate) fn of_target(target: &str) -> Option<Self> {
        let name = target.strip_prefix("DynamoDB_20120810.")?;
        OPERATIONS.into_iter().find(|operation| format!("{operation:?}") == name)
    }

    /// Calls the SDK.
    pub(crate) async fn plain(self, client: &Client, about: About) -> Result<Returned, Error> {
        let (table, things) = (about.table, Thing::table(client).named(about.table));
        Ok(match self {
            Self::GetItem => {
                let request = client.get_item().table_name(table).set_key(Some(key()));
                numbers(&request.send().await?.item)
            }
            Self::PutItem => {
                let request = client.put_item().table_name(table).set_item(Some(about.item()));
                numbers(&request.send().await?.attributes)
            }
            Self::UpdateItem => {
                let input = things.update("a").set(Thing::N, 7).input()?;
                numbers(&input.send_with(client).await?.attributes)
            }
            Self::DeleteItem => {
                let request = client.delete_item().table_name(table).set_key(Some(key()));
                numbers(&request.send().await?.attributes)
            }
            Self::Query => {
                let input = things.query("a").input()?;
                numbers(input.send_with(client).await?.items())
            }
            Self::Scan => {
                let request = client.scan().table_name(table);
                numbers(request.send().await?.items())
            }
            _ => return self.plain_of_several(client, about).await,
        })
    }

    async fn plain_of_several(self, client: &Client, about: About) -> Result<Returned, Error> {
        let (table, things) = (about.table, Thing::table(client).named(about.table));
        Ok(match self {
            Self::BatchGetItem => {
                let asked = KeysAndAttributes::builder().keys(key()).build().expect("keys");
                let request = client.batch_get_item().request_items(table, asked);
                numbers(request.send().await?.responses.iter().flatten().flat_map(|(_, all)| all))
            }
            Self::BatchWriteItem => {
                let put =
                    PutRequest::builder().set_item(Some(about.item())).build().expect("an item");
                let write = WriteRequest::builder().put_request(put).build();
                client.batch_write_item().request_items(table, vec![write]).send().await?;
                Returned::new()
            }
            Self::TransactWriteItems => {
                let thing = about.thing();
                let write = TransactWrite::new(client, things.put(&thing)).token("token");
                write.input()?.send_with(client).await?;
                Returned::new()
            }
            Self::TransactGetItems => {
                let input = TransactGet::new(client, things.get("a")).input()?;
                let responses = input.send_with(client).await?.responses;
                numbers(responses.iter().flatten().filter_map(|response| response.item()))
            }
            Self::ExecuteStatement => {
                let id = AttributeValue::S("a".to_owned());
                let request = client.execute_statement().statement(STATEMENT).parameters(id);
                numbers(request.send().await?.items())
            }
            other => unreachable!("{other:?} is of one item"),
        })
    }

    /// Calls the mapper.
    pub(crate) async fn mapped(self, dynamo: &Dynamo, about: About) -> Result<Returned, Error> {
        let things = Thing::table(dynamo).named(about.table);
        Ok(match self {
            Self::GetItem => all(things.get("a").await?),
            Self::PutItem => {
                things.put(&about.thing()).await?;
                Returned::new()
            }
            Self::UpdateItem => all([things.update("a").set(Thing::N, 7).await?]),
            Self::DeleteItem => {
                things.delete("a").await?;
                Returned::new()
            }
            Self::Query => all(things.query("a").await?),
            Self::Scan => all(things.scan().await?),
            Self::BatchGetItem => {
                let got = BatchGet::new(dynamo, things.get("a")).await;
                all(got.map_err(|unfinished| unfinished.error)?)
            }
            Self::BatchWriteItem => {
                let put = things.put_all([about.thing()]).await;
                put.map_err(|unfinished| unfinished.error)?;
                Returned::new()
            }
            Self::TransactWriteItems => {
                TransactWrite::new(dynamo, things.put(&about.thing())).token("token").await?;
                Returned::new()
            }
            Self::TransactGetItems => all(TransactGet::new(dynamo, things.get("a")).await?),
            Self::ExecuteStatement => all(things.partiql(STATEMENT, ("a",)).await?),
        })
    }
}
