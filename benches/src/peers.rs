//! The shapes as dynamodb-facade and modyne see them.

use aws_sdk_dynamodb::Client;
use dynamodb_facade::explicit_client::DynamoDBItemOp;
use dynamodb_facade::{
    DynamoDBItem, KeyId, NumberAttribute, StringAttribute, attribute_definitions, dynamodb_item,
    table_definitions,
};
use modyne::keys::{FullKey, Key, KeyDefinition, PrimaryKey, PrimaryKeyDefinition};
use modyne::{
    Aggregate, Entity, EntityDef, EntityExt, EntityTypeNameRef, ProjectionExt, QueryInput,
    QueryInputExt, Table, expr, read_projection,
};
use serde::Serialize;

use crate::by_hand::Map;
use crate::shapes::{Document, HASH, Log, Shape, Small};

/// A shape that both peers can read and write.
#[expect(async_fn_in_trait, reason = "nobody asks whether the futures are Send")]
pub trait Peers: Shape {
    /// dynamodb-facade's own type of a map.
    type FacadeMap: 'static;

    fn to_facade(&self) -> Self::FacadeMap;
    fn from_facade(map: Self::FacadeMap) -> Self;
    fn to_modyne(self) -> Map;
    fn from_modyne(map: Map) -> Self;

    async fn facade_query(client: &Client) -> Vec<Self>;
    async fn facade_get(&self, client: &Client) -> Self;
    async fn facade_put(&self, client: &Client);
    async fn modyne_query(client: &Client) -> Vec<Self>;
    async fn modyne_get(&self, client: &Client) -> Self;
    async fn modyne_put(self, client: &Client);
}

attribute_definitions! {
    Owner { "owner": StringAttribute }
    Name { "name": StringAttribute }
    Service { "service": StringAttribute }
    UpdatedAt { "updated_at": StringAttribute }
    Number { "number": NumberAttribute }
}

/// What each shape says to the peers: a module, the struct, its keys and their types.
macro_rules! peers {
    ($module:ident, $shape:ident, $hash:ident $hash_name:ident, $range:ident $range_name:ident: $id:ty => $key:ident $value:ty) => {
        mod $module {
            use super::*;

            table_definitions! {
                FacadeTable {
                    type PartitionKey = $hash;
                    type SortKey = $range;
                    fn table_name() -> String {
                        stringify!($shape).to_owned()
                    }
                }
            }

            dynamodb_item! {
                #[table = FacadeTable]
                $shape {
                    #[partition_key]
                    $hash {
                        fn attribute_id(&self) -> &'id str { &self.$hash_name }
                        fn attribute_value(id) -> String { id.to_owned() }
                    }
                    #[sort_key]
                    $range {
                        fn attribute_id(&self) -> $id { $key!(self.$range_name) }
                        fn attribute_value(id) -> $value { id.to_owned() }
                    }
                }
            }

            pub struct ModyneTable(Client);

            impl Table for ModyneTable {
                type PrimaryKey = Primary;
                type IndexKeys = ();

                fn table_name(&self) -> &str {
                    stringify!($shape)
                }

                fn client(&self) -> &Client {
                    &self.0
                }
            }

            #[derive(Debug, Clone, Serialize)]
            pub struct Primary {
                $hash_name: String,
                $range_name: $value,
            }

            impl PrimaryKey for Primary {
                const PRIMARY_KEY_DEFINITION: PrimaryKeyDefinition = PrimaryKeyDefinition {
                    hash_key: stringify!($hash_name),
                    range_key: Some(stringify!($range_name)),
                };
            }

            impl Key for Primary {
                const DEFINITION: KeyDefinition =
                    <Self as PrimaryKey>::PRIMARY_KEY_DEFINITION.into_key_definition();
            }

            impl EntityDef for $shape {
                const ENTITY_TYPE: &'static EntityTypeNameRef =
                    EntityTypeNameRef::from_static(stringify!($shape));
                const PROJECTED_ATTRIBUTES: &'static [&'static str] = &[];
            }

            impl Entity for $shape {
                type KeyInput<'a> = (&'a str, $value);
                type Table = ModyneTable;
                type IndexKeys = ();

                fn primary_key(($hash_name, $range_name): Self::KeyInput<'_>) -> Primary {
                    Primary { $hash_name: $hash_name.to_owned(), $range_name }
                }

                fn full_key(&self) -> FullKey<Primary, ()> {
                    let primary = Self::primary_key((&self.$hash_name, self.$range_name.clone()));
                    FullKey { primary, indexes: () }
                }
            }

            #[derive(Default)]
            struct Found(Vec<$shape>);

            impl Aggregate for Found {
                type Projections = $shape;

                fn merge(&mut self, item: modyne::Item) -> Result<(), modyne::Error> {
                    self.0.push(read_projection!(item)?);
                    Ok(())
                }
            }

            struct OfHash;

            impl QueryInput for OfHash {
                type Index = Primary;
                type Aggregate = Found;

                fn key_condition(&self) -> expr::KeyCondition<Primary> {
                    expr::KeyCondition::in_partition(HASH)
                }
            }

            impl Peers for $shape {
                type FacadeMap = dynamodb_facade::Item<FacadeTable>;

                fn to_facade(&self) -> Self::FacadeMap {
                    DynamoDBItem::to_item(self)
                }

                fn from_facade(map: Self::FacadeMap) -> Self {
                    DynamoDBItem::try_from_item(map).expect("an item")
                }

                fn to_modyne(self) -> Map {
                    EntityExt::into_item(self)
                }

                fn from_modyne(map: Map) -> Self {
                    ProjectionExt::from_item(map).expect("an item")
                }

                async fn facade_query(client: &Client) -> Vec<Self> {
                    let condition = Self::key_condition(HASH);
                    let query = <Self as DynamoDBItemOp<_>>::query(client.clone(), condition);
                    query.all().await.expect("items")
                }

                async fn facade_get(&self, client: &Client) -> Self {
                    let key = KeyId::pk(self.$hash_name.as_str()).sk($key!(self.$range_name));
                    let get = <Self as DynamoDBItemOp<_>>::get(client.clone(), key);
                    get.await.expect("an answer").expect("an item")
                }

                async fn facade_put(&self, client: &Client) {
                    DynamoDBItemOp::put(self, client.clone()).await.expect("an answer");
                }

                async fn modyne_query(client: &Client) -> Vec<Self> {
                    let table = ModyneTable(client.clone());
                    let mut found = Found::default();
                    let output = OfHash.query().execute(&table).await;
                    let items = output.expect("a page").items.unwrap_or_default();
                    found.reduce(items).expect("items");
                    found.0
                }

                async fn modyne_get(&self, client: &Client) -> Self {
                    let get =
                        <Self as EntityExt>::get((&self.$hash_name, self.$range_name.clone()));
                    let output = get.execute(&ModyneTable(client.clone())).await;
                    let item = output.expect("an answer").item.expect("an item");
                    Self::from_modyne(item)
                }

                async fn modyne_put(self, client: &Client) {
                    let put = EntityExt::put(self);
                    put.execute(&ModyneTable(client.clone())).await.expect("an answer");
                }
            }
        }
    };
}

macro_rules! text {
    ($self:ident.$field:ident) => {
        $self.$field.as_str()
    };
}

macro_rules! number {
    ($self:ident.$field:ident) => {
        $self.$field
    };
}

peers!(small, Small, Owner owner, Name name: &'id str => text String);
peers!(log, Log, Service service, UpdatedAt updated_at: &'id str => text String);
peers!(document, Document, Owner owner, Number number: u64 => number u64);
