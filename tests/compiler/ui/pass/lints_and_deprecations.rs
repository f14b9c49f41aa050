// Deprecated structs and fields, names in another case than Rust's, and levels of lints on the struct.
#![deny(warnings)]

use dynamo_runtime::{DynamoTable, DynamoValue, DynamoView};

/// A type that is in use still, here and there.
#[deprecated(note = "use `String`")]
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct OldStatus(String);

/// The whole table is.
#[deprecated(since = "1.0.0", note = "use `Order`")]
#[derive(DynamoTable)]
#[gsi(name = "ByTotal", hash = [total], range = [note], projection = "KEYS_ONLY")]
pub struct OldOrder {
    #[hash_key]
    pub number: u64,
    pub total: u64,
    pub note: Option<String>,
    #[deprecated]
    pub status: String,
}

/// Some fields are, among them keys.
#[derive(DynamoTable)]
#[gsi(name = "ByStatus", hash = [status], include = [remark])]
pub struct Order {
    #[deprecated(note = "use `number`")]
    #[hash_key]
    pub id: String,
    #[range_key]
    pub number: u64,
    #[deprecated]
    pub status: String,
    #[deprecated]
    pub remark: Option<String>,
    #[deprecated]
    #[version]
    pub version: u64,
    #[deprecated]
    #[ttl]
    pub expires: Option<u64>,
    #[deprecated]
    #[dynamo(flatten)]
    pub old_address: OldAddress,
    #[allow(deprecated, reason = "the stored form is that of its first version")]
    pub first_status: OldStatus,
}

#[derive(DynamoValue)]
pub struct OldAddress {
    #[deprecated]
    pub city: String,
}

#[derive(DynamoValue)]
pub enum Contact {
    #[deprecated]
    Mail { to: String },
    Post {
        #[deprecated]
        street: String,
    },
}

#[derive(DynamoValue)]
pub enum Word {
    #[deprecated]
    Yes,
    No,
}

#[deprecated]
#[derive(DynamoView)]
#[view(of = Order)]
pub struct OldSummary {
    pub number: u64,
}

#[derive(DynamoView)]
#[view(of = Order)]
pub struct Summary {
    pub number: u64,
    #[deprecated]
    pub status: String,
}

/// An expectation is one of the struct, whatever is made of it.
#[expect(deprecated, reason = "the status is stored as it was")]
#[derive(DynamoTable)]
#[gsi(name = "ByStatus", hash = [status], projection = "KEYS_ONLY")]
pub struct Log {
    #[hash_key]
    pub at: u64,
    pub status: OldStatus,
    pub others: Vec<OldStatus>,
}

#[allow(non_camel_case_types, reason = "named as the service's table")]
#[expect(non_snake_case, reason = "named as the service's attributes")]
#[derive(DynamoTable)]
#[gsi(name = "byStatus", hash = [orderStatus], projection = "KEYS_ONLY")]
pub struct service_order {
    #[hash_key]
    pub orderId: String,
    #[range_key]
    pub LineNo: u64,
    pub orderStatus: String,
    pub lastChange: String,
}

/// Every lint is on.
#[deny(non_snake_case, unused_qualifications, missing_docs)]
#[warn(unreachable_pub, unused_results)]
#[forbid(unsafe_code, deprecated, private_interfaces)]
#[derive(DynamoTable)]
pub struct Strict {
    /// The key.
    #[deprecated]
    #[hash_key]
    pub id: String,
    /// The status.
    #[deprecated]
    pub status: String,
}

/// Nobody reads the fields, nor uses what is made of them.
#[allow(dead_code, reason = "for later")]
#[derive(DynamoTable)]
#[gsi(name = "ByStatus", hash = [status], projection = "KEYS_ONLY")]
struct Unused {
    #[hash_key]
    id: String,
    status: String,
}
