// The mapper writes the time as the field's type is stored.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[created_at]
    created_at: f64,
    #[updated_at]
    updated_at: Option<bool>,
}

fn main() {}
