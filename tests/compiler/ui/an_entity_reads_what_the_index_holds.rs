use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
    #[gsi(name = "Keys", projection = "KEYS_ONLY")]
    keys: Option<String>,
    #[gsi(name = "Some", include = [note])]
    some: Option<String>,
    #[gsi(name = "All")]
    all: Option<String>,
    note: Option<String>,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "A#{a}")]
#[gsi(name = "Keys", hash = "A")]
struct Whole {
    a: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "B#{a}")]
#[gsi(name = "Some", hash = "B", include = [note, other])]
struct More {
    a: String,
    note: String,
    other: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "C#{a}")]
#[gsi(name = "Keys", hash = "C", projection = "KEYS_ONLY")]
#[gsi(name = "Some", hash = "C", projection = "KEYS_ONLY")]
#[gsi(name = "All", hash = "C", include = [a, note])]
struct Less {
    a: String,
    note: String,
}

fn main() {}
