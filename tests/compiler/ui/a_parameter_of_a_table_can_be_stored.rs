// What stands for a parameter of a table is stored with its items.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Event<P> {
    #[hash_key]
    id: String,
    payload: P,
}

#[derive(DynamoValue)]
struct Page<T> {
    items: Vec<T>,
}

struct Foreign;

fn table(client: dynamo_runtime::Dynamo) -> EventTable<Page<Foreign>> {
    Event::table(client)
}

fn main() {}
