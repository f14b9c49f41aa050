// What is generated of a deprecated struct or field is deprecated as it is.
#![deny(deprecated)]
use dynamo_runtime::DynamoTable;

mod logs {
    #[deprecated(note = "use `Journal`")]
    #[derive(dynamo_runtime::DynamoTable)]
    #[gsi(name = "ByDay", hash = [day], projection = "KEYS_ONLY")]
    pub struct Log {
        #[hash_key]
        pub id: String,
        pub day: String,
    }
}

#[derive(DynamoTable)]
struct Journal {
    #[deprecated(note = "use `day`")]
    #[hash_key]
    id: String,
    day: String,
}

fn main() {
    let _ = |_: logs::LogTable, _: logs::LogKey, _: logs::LogByDayIndex, _: logs::LogByDayItem| ();
    let _ = (Journal::ID, Journal::DAY);
    let _ = |key: JournalKey| key.id;
}
