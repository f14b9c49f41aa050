// A range of capacity is neither beside a maximum, nor at an index of a table on demand, nor what a maximum or warm throughput is.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(read_capacity = 5..=100, write_capacity = 5, max_read_units = 100)]
struct Log {
    #[hash_key]
    updated_at: String,
}

#[derive(DynamoTable)]
struct OnDemand {
    #[hash_key]
    id: String,
    #[gsi(name = "Status", read_capacity = 5..=100, write_capacity = 5)]
    status: String,
}

#[derive(DynamoTable)]
#[table(max_read_units = 5..=100, warm_read_units = 5..=100)]
struct Maximum {
    #[hash_key]
    id: String,
}

#[derive(DynamoTable)]
#[table(read_capacity = "5..=100", write_capacity = 5..=many)]
struct NoNumbers {
    #[hash_key]
    id: String,
}

fn main() {}
