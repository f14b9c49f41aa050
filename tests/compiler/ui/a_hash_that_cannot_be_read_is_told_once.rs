// An index on the struct without a hash that can be read is one error, with a range beside it or not.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[gsi(name = "ByUnknown", hash = [nope])]
#[gsi(name = "ByUnknownWithRange", hash = [nope], range = [a])]
#[gsi(name = "ByEmpty", hash = [])]
#[gsi(name = "ByEmptyWithRange", hash = [], range = [a])]
#[gsi(name = "ByString", hash = ["a"])]
#[gsi(name = "ByStringWithRange", hash = ["a"], range = [a])]
#[gsi(name = "ByNumber", hash = [a, 123])]
#[gsi(name = "ByNumberWithRange", hash = [a, 123], range = [b])]
#[gsi(name = "ByField", hash = a)]
#[gsi(name = "ByFieldWithRange", hash = a, range = [a])]
#[gsi(name = "ByFlag", hash)]
#[gsi(name = "ByFlagWithRange", hash, range = [a])]
#[gsi(name = "ByNothing")]
#[gsi(name = "ByNothingWithRange", range = [a])]
struct Order {
    #[hash_key]
    id: String,
    a: String,
    #[gsi(name = "OnAField", range = [a])]
    b: String,
}

fn main() {}
