use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
    #[gsi(name = "ByTime")]
    time: Option<u64>,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(name = "PK", value = "A")]
struct OtherName {
    a: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "B")]
#[range_key(value = "B")]
struct NoRange {
    a: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "C")]
#[gsi(name = "ByTiem", hash = "{time}")]
struct NoIndex {
    time: u64,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "D")]
#[gsi(name = "ByTime", hash = "{time}")]
struct OtherType {
    time: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "E")]
#[gsi(name = "ByTime", hash = "{time}", range = "{time}")]
struct TooLong {
    time: u64,
}

fn main() {}
