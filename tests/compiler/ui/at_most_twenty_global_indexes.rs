// The 21st global index is over the quota.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Index1")]
    #[gsi(name = "Index2")]
    #[gsi(name = "Index3")]
    #[gsi(name = "Index4")]
    #[gsi(name = "Index5")]
    #[gsi(name = "Index6")]
    #[gsi(name = "Index7")]
    #[gsi(name = "Index8")]
    #[gsi(name = "Index9")]
    #[gsi(name = "Index10")]
    #[gsi(name = "Index11")]
    #[gsi(name = "Index12")]
    #[gsi(name = "Index13")]
    #[gsi(name = "Index14")]
    #[gsi(name = "Index15")]
    #[gsi(name = "Index16")]
    #[gsi(name = "Index17")]
    #[gsi(name = "Index18")]
    #[gsi(name = "Index19")]
    #[gsi(name = "Index20")]
    #[gsi(name = "Index21")]
    status: String,
}

fn main() {}
