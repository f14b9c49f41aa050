use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{id}")]
#[gsi(name = "First", hash = "{id}#{a}#{b}#{c}#{d}", range = "{a}")]
#[gsi(name = "Second", hash = "{e}#{f}", range = "{g}#{d}#{e}")]
struct Order {
    id: String,
    a: String,
    b: String,
    c: String,
    d: String,
    e: String,
    f: String,
    g: String,
}

fn main() {}
