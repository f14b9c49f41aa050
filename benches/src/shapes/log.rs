//! Three strings, an integer and a float.

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::DynamoTable;
use serde::{Deserialize, Serialize};

use super::{HASH, Shape, handle, prose};
use crate::by_hand::{Attributes, Map, Result};

#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize, Deserialize)]
#[table(name = "Log")]
pub struct Log {
    #[hash_key]
    pub service: String,
    #[range_key]
    pub updated_at: String,
    pub message: String,
    pub bytes: u64,
    pub seconds: f64,
}

impl Shape for Log {
    const SHAPE: &'static str = "log";
    const HASH_NAME: &'static str = "service";
    handle!(LogTable);

    fn example(number: usize) -> Self {
        Self {
            service: HASH.to_owned(),
            updated_at: format!(
                "2026-11-22T10:{:02}:{:02}.{number:06}Z",
                number / 60 % 60,
                number % 60
            ),
            message: prose(number, 12),
            bytes: number as u64 * 7919,
            seconds: number as f64 / 128.0 + 0.25,
        }
    }

    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        Ok(Self {
            service: map.text("service")?,
            updated_at: map.text("updated_at")?,
            message: map.text("message")?,
            bytes: map.number("bytes")?,
            seconds: map.number("seconds")?,
        })
    }

    fn key_by_hand(&self) -> Map {
        Map::from([
            ("service".to_owned(), AttributeValue::S(self.service.clone())),
            ("updated_at".to_owned(), AttributeValue::S(self.updated_at.clone())),
        ])
    }

    fn to_map(&self) -> Map {
        Map::from([
            ("service".to_owned(), AttributeValue::S(self.service.clone())),
            ("updated_at".to_owned(), AttributeValue::S(self.updated_at.clone())),
            ("message".to_owned(), AttributeValue::S(self.message.clone())),
            ("bytes".to_owned(), AttributeValue::N(self.bytes.to_string())),
            ("seconds".to_owned(), AttributeValue::N(self.seconds.to_string())),
        ])
    }
}
