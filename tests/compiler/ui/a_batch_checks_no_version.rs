// A batch cannot check a version: it is a transaction that can.
use dynamo_runtime::DynamoTable;
use dynamo_runtime::op::BatchWrite;

#[derive(DynamoTable)]
struct Document {
    #[hash_key]
    id: String,
    #[version]
    version: u64,
}

fn puts(documents: DocumentTable, client: aws_sdk_dynamodb::Client, document: Document) {
    let _ = documents.put_all([&document]);
    let _ = BatchWrite::new(&client, documents.put(&document));
}

fn main() {}
