// Tags are keys with values, in parentheses; the stream and the class have the names that DynamoDB has.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(tags("team", "a"), stream, class = "infrequent", read_capacity = "10", write_capacity = -1)]
struct Log {
    #[hash_key]
    at: String,
    #[counter(begin = 1)]
    changes: u64,
}

fn main() {}
