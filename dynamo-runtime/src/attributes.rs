//! An item as the SDK holds it.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// The attributes of an item, as the SDK holds them.
pub type Attributes = HashMap<String, AttributeValue>;
