// All indexes of a table include at most 100 attributes, counted once for each index.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Index1", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
    ])]
    #[gsi(name = "Index2", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
    ])]
    #[gsi(name = "Index3", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
    ])]
    #[gsi(name = "Index4", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
    ])]
    #[gsi(name = "Index5", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
    ])]
    #[gsi(name = "Index6", include = [
        f001, f002, f003, f004, f005, f006, f007, f008, f009,
        f010, f011, f012, f013, f014, f015, f016, f017
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
}

fn main() {}
