// What the service knows of a table is the same for all that stands for its parameters.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log<K, T, const N: usize> {
    #[hash_key]
    id: K,
    #[range_key]
    day: [u8; N],
    #[gsi(name = "ByKind")]
    kind: Option<T>,
    message: T,
}

#[derive(DynamoTable)]
struct Event<P> {
    #[hash_key]
    id: String,
    #[version]
    version: P,
    #[gsi(name = "ByKind", projection = "KEYS_ONLY")]
    kind: String,
    payload: P,
}

fn main() {}
