use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[hash_key(value = "COURSE#{course}")]
#[range_key(value = "LESSON#{order}")]
struct Lesson {
    course: String,
    order: u64,
}

fn main() {}
