// A newtype is stored as its field, so there is nothing to set.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
#[dynamo(rename_all = "camelCase")]
struct UserId(#[dynamo(rename = "id")] String);

fn main() {}
