// A version is a flag; a counter has a start and a step, which are numbers.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[version(start = 1)]
    version: u64,
    #[counter(begin = 1)]
    edits: u64,
}

#[derive(DynamoTable)]
struct Note {
    #[hash_key]
    id: String,
    #[counter(step = "one")]
    edits: u64,
}

fn main() {}
