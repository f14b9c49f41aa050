//! Two strings.

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::DynamoTable;
use serde::{Deserialize, Serialize};

use super::{HASH, Shape, handle, prose};
use crate::by_hand::{Attributes, Map, Result};

#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize, Deserialize)]
#[table(name = "Small")]
pub struct Small {
    #[hash_key]
    pub owner: String,
    #[range_key]
    pub name: String,
}

impl Shape for Small {
    const SHAPE: &'static str = "small";
    const HASH_NAME: &'static str = "owner";
    handle!(SmallTable);

    fn example(number: usize) -> Self {
        Self { owner: HASH.to_owned(), name: format!("{number:06} {}", prose(number, 4)) }
    }

    fn by_hand(mut map: impl Attributes) -> Result<Self> {
        Ok(Self { owner: map.text("owner")?, name: map.text("name")? })
    }

    fn key_by_hand(&self) -> Map {
        Map::from([
            ("owner".to_owned(), AttributeValue::S(self.owner.clone())),
            ("name".to_owned(), AttributeValue::S(self.name.clone())),
        ])
    }

    fn to_map(&self) -> Map {
        Map::from([
            ("owner".to_owned(), AttributeValue::S(self.owner.clone())),
            ("name".to_owned(), AttributeValue::S(self.name.clone())),
        ])
    }
}
