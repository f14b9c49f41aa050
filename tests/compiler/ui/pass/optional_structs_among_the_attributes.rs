// A struct, or an enum with data, whose attributes stand among the table's may be absent as a whole.
#![deny(warnings)]

use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
pub struct Parcel {
    #[hash_key]
    pub id: String,
    #[dynamo(flatten)]
    pub size: Option<Size>,
    #[dynamo(flatten)]
    pub event: Option<Event>,
    #[dynamo(flatten)]
    pub sender: Option<Box<Sender>>,
}

#[derive(DynamoValue)]
pub struct Size {
    pub width: u32,
    #[dynamo(flatten)]
    pub weight: Option<Weight>,
}

#[derive(DynamoValue)]
pub struct Weight {
    pub grams: u64,
}

#[derive(DynamoValue)]
#[dynamo(tag = "event")]
pub enum Event {
    Sent { at: String },
    Lost,
}

#[derive(DynamoValue)]
pub struct Sender {
    pub name: String,
}

/// Its paths.
pub fn paths() {
    let _ = Parcel::SIZE.at(Size::WIDTH).gt(1)
        & Parcel::SIZE.at(Size::WEIGHT.at(Weight::GRAMS)).exists();
    let _ = Parcel::SENDER.at(Sender::NAME).eq("ann");
}
