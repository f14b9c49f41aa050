// An index on the struct names its fields in lists, one on a field does not.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[gsi(name = "ByRegion", hash = [tenant, regoin], range = [status, tenant])]
#[gsi(name = "ByNothing", range = [status])]
#[gsi(hash = [tenant])]
#[gsi(name = "Status", hash = [status])]
struct Order {
    #[hash_key]
    id: String,
    tenant: String,
    region: String,
    #[gsi(name = "Status")]
    status: String,
    #[gsi(name = "ByNote", hash = [tenant], range = [region])]
    note: String,
}

fn main() {}
