// An index includes at most 20 attributes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009, f010,
        f011, f012, f013, f014, f015, f016, f017, f018, f019, f020,
        f021
    ])]
    status: String,
    f001: String,
    f002: String,
    f003: String,
    f004: String,
    f005: String,
    f006: String,
    f007: String,
    f008: String,
    f009: String,
    f010: String,
    f011: String,
    f012: String,
    f013: String,
    f014: String,
    f015: String,
    f016: String,
    f017: String,
    f018: String,
    f019: String,
    f020: String,
    f021: String,
}

fn main() {}
