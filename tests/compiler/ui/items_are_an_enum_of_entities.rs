use std::collections::HashMap;

use dynamo_runtime::{DynamoItems, DynamoTable};

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{id}")]
struct User {
    id: String,
}

#[derive(DynamoItems)]
struct Items {
    user: User,
}

#[derive(DynamoItems)]
enum Empty {}

#[derive(DynamoItems)]
enum OthersAlone {
    #[dynamo(other)]
    Other,
}

#[derive(DynamoItems)]
enum Parameters<T> {
    User(User),
    Other(T),
}

#[derive(DynamoItems)]
#[dynamo(tag = "type")]
enum Fields {
    User(User),
    None,
    Named { user: User },
    Two(User, User),
    #[dynamo(rename = "x")]
    Renamed(User),
    Set(#[dynamo(flatten)] User),
}

#[derive(DynamoItems)]
enum TwoOthers {
    User(User),
    #[dynamo(other)]
    One,
    #[dynamo(other)]
    Two(HashMap<String, String>),
    #[dynamo(other, rename = "x")]
    Three(String, String),
}

#[derive(DynamoItems)]
enum KeepsNoAttributes {
    User(User),
    #[dynamo(other)]
    Other(String),
}

fn main() {}
