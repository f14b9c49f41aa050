// An index has at most 4 hash and 4 range attributes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    #[gsi(name = "Many")]
    a: String,
    #[gsi(name = "Many")]
    b: String,
    #[gsi(name = "Many")]
    c: String,
    #[gsi(name = "Many")]
    d: String,
    #[gsi(name = "Many")]
    e: String,
    #[gsi(name = "Many", range)]
    f: String,
    #[gsi(name = "Many", range)]
    g: String,
    #[gsi(name = "Many", range)]
    h: String,
    #[gsi(name = "Many", range)]
    i: String,
    #[gsi(name = "Many", range)]
    j: String,
}

fn main() {}
