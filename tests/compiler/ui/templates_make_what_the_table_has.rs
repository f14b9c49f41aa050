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

#[derive(DynamoTable)]
struct Wide {
    #[hash_key]
    #[gsi(name = "Inverted", range)]
    pk: String,
    #[range_key]
    #[gsi(name = "Inverted")]
    sk: String,
}

#[derive(DynamoTable)]
#[table(in = Wide)]
#[hash_key(name = "pk", value = "A#{a}")]
#[range_key(name = "sk", value = "B#{b}")]
#[gsi(name = "Inverted", hash(name = "sk", value = "B#{b}"), range(name = "pk", value = "A#{a}"))]
struct Sound {
    a: String,
    b: String,
}

#[derive(DynamoTable)]
#[table(in = Wide)]
#[hash_key(value = "C#{a}")]
#[range_key(name = "sk", value = "B#{b}")]
#[gsi(name = "Inverted", hash(name = "sk", value = "B#{b}"))]
struct NoRangeOfAnIndex {
    a: String,
    b: String,
}

#[derive(DynamoTable)]
#[table(in = Wide)]
#[hash_key(value = "D#{a}")]
#[range_key(value = "B#{b}")]
#[gsi(name = "Inverted", hash = [a], range = [b])]
struct FieldsOfOtherNames {
    a: String,
    b: String,
}

#[derive(DynamoTable)]
#[table(in = Wide)]
struct Swapped {
    #[range_key]
    pk: String,
    #[hash_key]
    sk: String,
}

fn main() {}
