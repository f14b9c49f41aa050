// Only structs with named fields, newtypes and enums can be values.
use dynamo_runtime::DynamoValue;

#[derive(DynamoValue)]
enum Shape {
    Point,
    Rectangle(u64, u64),
    Empty(),
}

#[derive(DynamoValue)]
enum Never {}

#[derive(DynamoValue)]
struct Unit;

#[derive(DynamoValue)]
struct Pair(u64, u64);

#[derive(DynamoValue)]
union Bits {
    whole: u32,
    parts: [u8; 4],
}

fn uses(shape: &Shape, pair: &Pair) -> [dynamo_runtime::expr::Value; 2] {
    [dynamo_runtime::expr::Value::of(shape), dynamo_runtime::expr::Value::of(pair)]
}

fn main() {}
