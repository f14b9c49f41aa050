// Names of ours that a user's own code has already, and names that others have chosen.
#![deny(warnings)]

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, DynamoView};

/// Ours would be `UserTable`, `UserKey`, `UserByNameIndex`, `UserByNameItem` and `query_by_name`.
#[derive(Clone, DynamoTable)]
#[table(handle = "Users", key = "UserId", constructor = "users")]
#[gsi(name = "Plan", hash = [plan], method = "of_plan", index = "ByPlan")]
pub struct User {
    #[hash_key]
    pub id: String,
    #[gsi(
        name = "ByName",
        projection = "KEYS_ONLY",
        method = "by_name",
        index = "ByName",
        item = "Named"
    )]
    pub name: String,
    #[dynamo(path = "STATUS_PATH")]
    pub status: Status,
    pub plan: u64,
    #[dynamo(flatten, path = "REST_PATH")]
    pub rest: Rest,
}

pub struct UserTable;
pub struct UserKey(pub u64);
pub struct UserByNameIndex;
pub struct UserByNameItem;

impl User {
    pub const STATUS: &str = "open";
    pub const REST: u8 = 1;

    fn table() -> UserTable {
        UserTable
    }

    fn key(&self) -> UserKey {
        UserKey(self.plan)
    }

    fn get(&self) -> &Self {
        self
    }
}

#[derive(Clone, DynamoValue)]
pub struct Status {
    #[dynamo(path = "TEXT_PATH", rename = "t")]
    pub text: String,
}

impl Status {
    pub const TEXT: u8 = 1;
}

#[derive(Clone, DynamoValue)]
pub struct Rest {
    pub note: Option<String>,
}

#[derive(DynamoView)]
#[view(of = User)]
pub struct Summary {
    pub name: String,
    #[dynamo(path = "STATUS_PATH")]
    pub status: Status,
}

/// Fields that are called as what is generated, and what its traits have.
#[derive(Clone, DynamoTable)]
#[gsi(name = "get", hash = [get], range = [update, query], include = [key])]
#[gsi(name = "type", hash = [index], range = [item], projection = "KEYS_ONLY")]
pub struct Meeting {
    #[hash_key]
    pub schema: String,
    #[range_key]
    pub table: u64,
    pub key: String,
    pub get: String,
    pub update: u64,
    pub query: String,
    pub fields: u64,
    pub behaviours: u64,
    #[version]
    pub version: u64,
    #[ttl]
    pub ttl: u64,
    pub index: u64,
    pub item: u64,
    pub named: u64,
    pub client: u64,
    pub to: u64,
    pub from: u64,
    pub self_: u64,
    pub kind: u64,
    pub bounds: u64,
    pub one_form: u64,
    pub method: u64,
}

/// The user's own methods have the names of traits' methods.
impl Meeting {
    pub fn encode(&self) {}
    pub fn decode(&self) {}
    pub fn key(&self) {}
    pub fn to_item(&self) {}
    pub fn absent() {}
    pub fn fields(&self) {}
    pub fn into_key(&self) {}
    pub fn from_item() {}
}

pub fn uses(client: &Dynamo, user: &User, named: &Meeting) {
    let users: Users = User::users(client.clone());
    let _ = users.get("ann").view::<Summary>();
    let _ = users.by_name("Ann").hydrate();
    let _ = users.of_plan(1_u64).filter(User::STATUS_PATH.at(Status::TEXT_PATH).eq(User::STATUS));
    let _ = User::REST_PATH.at(Rest::NOTE);
    let _: UserId = DynamoTable::key(user);
    let _ = |named: Named| (named.key(), named.name, ByName, ByPlan, user.key().0, user.get().plan);
    let _ = (User::REST, User::table(), Status::TEXT, UserByNameIndex, UserByNameItem);
    let table = Meeting::table(client.clone());
    let _ = table.query_get("a").range((1, "b")).filter(Meeting::KEY.eq("c"));
    let _ = (table.query_type(1_u64), Meeting::SCHEMA, <Meeting as DynamoTable>::SCHEMA);
    named.encode();
    named.decode();
    named.key();
    named.to_item();
    Meeting::absent();
    named.fields();
    named.into_key();
    Meeting::from_item();
}
