// A view names its types, and its table.
use dynamo_runtime::{DynamoTable, DynamoView};

#[derive(DynamoTable)]
struct Event<P> {
    #[hash_key]
    id: String,
    payload: P,
}

type Texts = Event<String>;

#[derive(DynamoView)]
#[view(of = Texts)]
struct Text {
    payload: String,
}

#[derive(DynamoView)]
#[view(of = Texts)]
struct Payload<P> {
    payload: P,
}

fn main() {}
