// An enum has a variant for what is unknown.
#![deny(warnings)]

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
pub struct Order {
    #[hash_key]
    pub id: Status,
    pub status: Status,
    pub event: Event,
    pub other: Any,
    pub colour: Colour,
    pub shape: Option<Shape>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub enum Status {
    Open,
    #[dynamo(other)]
    Other(String),
}

#[derive(DynamoValue)]
#[dynamo(tag = "event")]
pub enum Event {
    Sent {
        at: u64,
    },
    #[dynamo(other)]
    Other(Attributes),
}

#[derive(DynamoValue)]
#[dynamo(tag = "kind")]
pub enum Any {
    Known,
    #[dynamo(other)]
    Other(AttributeValue),
}

#[derive(DynamoValue)]
pub enum Colour {
    Red,
    #[dynamo(other)]
    Unknown,
}

#[derive(DynamoValue)]
pub enum Shape {
    Circle {
        radius: u8,
    },
    #[dynamo(other)]
    Unknown,
}

/// Its paths.
pub fn paths() {
    let _ = Order::STATUS.eq(Status::Other("gone".into()));
}
