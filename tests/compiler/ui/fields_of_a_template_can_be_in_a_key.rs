use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "A#{flag}")]
#[range_key(value = "A#{list}#{optional}#{bytes}")]
#[gsi(name = "Index", hash = "A#{tags}")]
struct Wrong {
    flag: bool,
    list: Vec<String>,
    optional: Option<String>,
    bytes: Vec<u8>,
    tags: Option<bool>,
}

fn main() {}
