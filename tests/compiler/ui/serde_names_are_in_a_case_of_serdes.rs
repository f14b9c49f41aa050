// A case that serde does not know is an error at the case.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[dynamo(serde_names)]
#[serde(rename_all = "camel")]
struct Order {
    #[hash_key]
    number: u64,
}

fn main() {}
