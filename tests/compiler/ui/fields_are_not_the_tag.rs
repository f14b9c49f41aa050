// The attribute that names the variant is no field's.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Event {
    Created { r#type: String },
    Renamed {
        #[dynamo(rename = "type")]
        to: String,
    },
}

fn main() {}
