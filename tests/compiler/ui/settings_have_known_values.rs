// Settings of a table take the service's words.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(class = "INFREQUENT", stream = "NEW_IMAGES", encryption = "", deletion_protection = true)]
#[table(tags = "team", resource_policy = let, index_quota = "many", point_in_time_recovery = "week")]
struct Log {
    #[hash_key]
    updated_at: String,
}

fn main() {}
