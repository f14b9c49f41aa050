// A key of a batch is checked as that of a single get is.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
}

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    id: String,
}

fn gets(orders: OrderTable, logs: LogTable, log: Log) {
    let _ = orders.get_all(["ann"]);
    let _ = orders.get_all([("ann", "one")]);
    let _ = orders.get_all([&log]);
    let _ = logs.get_all([1]);
    let _ = logs.delete_all_of([("a", 1)]);
}

fn main() {}
